package import PromModel

/// A bound on what one scrape may bring, named as in Prometheus's configuration of a scrape.
package enum ScrapeLimit: String, CaseIterable, Sendable {
    /// How many samples a page may have.
    case samples = "sample_limit"
    /// How many bytes a page may have, decompressed.
    case bodySize = "body_size_limit"
    /// How many labels a series may have, the name of the metric and the labels of the target included.
    case labels = "label_limit"
    /// How many bytes the name of a label may have.
    case labelNameLength = "label_name_length_limit"
    /// How many bytes the value of a label may have.
    case labelValueLength = "label_value_length_limit"
}

/// The bounds that hold for the pages of a source: a page beyond one of them fails its scrape as a whole.
package struct ScrapeLimits: Sendable, Equatable {
    private var bounds: [ScrapeLimit: Int]

    /// Only the limits named here hold.
    package init(_ bounds: [ScrapeLimit: Int] = [:]) {
        self.bounds = bounds
    }

    /// A limit's bound; nil where there is none.
    package subscript(limit: ScrapeLimit) -> Int? { bounds[limit] }

    /// How a page breaks a limit, with its name, the first series that does and by how much; nil where it does not.
    ///
    /// As in Prometheus, labels are judged as they would be stored: with those of the target. The size of the body is
    /// not judged here: a body is not read further than its limit.
    package func violation(by page: Exposition, of target: Labels) -> String? {
        if let bound = bounds[.samples], page.sampleCount > bound {
            return "\(ScrapeLimit.samples.rawValue) of \(bound) exceeded: it has \(page.sampleCount) samples"
        }
        let perLabel: [ScrapeLimit] = [.labels, .labelNameLength, .labelValueLength]
        guard perLabel.contains(where: { bounds[$0] != nil }) else { return nil }
        return page.samples.lazy.compactMap { violation(by: SampleStore.labels($0.labels, of: target)) }.first
            ?? page.histograms.lazy.compactMap { violation(by: SampleStore.labels($0.labels, of: target)) }.first
    }

    private func violation(by labels: Labels) -> String? {
        let metric = labels.metricName
        if let bound = bounds[.labels], labels.count > bound {
            return "\(ScrapeLimit.labels.rawValue) of \(bound) exceeded: \(metric) has \(labels.count) labels"
        }
        for (name, value) in labels {
            if let bound = bounds[.labelNameLength], name.utf8.count > bound {
                return "\(ScrapeLimit.labelNameLength.rawValue) of \(bound) exceeded: \(metric) has the label "
                    + "\(name.prefix(50)) of \(name.utf8.count) bytes"
            }
            if let bound = bounds[.labelValueLength], value.utf8.count > bound {
                return "\(ScrapeLimit.labelValueLength.rawValue) of \(bound) exceeded: the value of \(metric)'s label "
                    + "\(name) has \(value.utf8.count) bytes"
            }
        }
        return nil
    }
}
