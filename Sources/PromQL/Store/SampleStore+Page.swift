package import PromModel

extension SampleStore {
    /// The samples of a page that nobody scraped, such as a file.
    ///
    /// Samples without timestamps get a moment. A series may be there many times; its samples are put in order of
    /// time, and of two at one time the first counts. Nothing is added: no labels of a target, no zeros.
    ///
    /// - Parameters:
    ///   - page: What was read.
    ///   - moment: When samples are from that do not say so themselves.
    package init(_ page: Exposition, at moment: Timestamp) {
        self.init()
        let timed = page.samples.map {
            (labels: $0.labels, time: ($0.timestamp ?? moment).milliseconds, value: $0.value)
        }
        // By hand, since the library's sort does not promise to keep the order of equals.
        let order = timed.indices.sorted { (timed[$0].time, $0) < (timed[$1].time, $1) }
        for index in order {
            append(to: id(of: timed[index].labels), time: timed[index].time, value: timed[index].value)
        }
        settle()
        for sample in page.histograms {
            append(sample.labels, HistogramSample(timestamp: sample.timestamp ?? moment, histogram: sample.histogram))
        }
    }
}
