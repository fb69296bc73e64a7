import PromModel

/// Requests, under the conventions of the page's style.
extension MetricsPage {
    /// Series with the same labels become one: a style may tell less than is known.
    private struct Group {
        let labels: String
        var counts: RequestMetrics.Counts
    }

    func writeRequests(to writer: inout ExpositionWriter) {
        let groups = grouped(by: style.labels)
        switch style {
        case .standard, .go:
            writeTotal(groups, to: &writer)
            writeHistogram("http_request_duration_seconds", groups, style.bounds, to: &writer)
            writeGauge("http_requests_in_flight", labels: "", to: &writer)
        case .fastapi:
            writeTotal(groups, to: &writer)
            let coarse = grouped(by: { style.labels($0).filter { $0.0 != "status" } })
            writeHistogram("http_request_duration_seconds", coarse, [0.1, 0.5, 1], to: &writer)
            writeHistogram("http_request_duration_highr_seconds", grouped(by: { _ in [] }), style.bounds, to: &writer)
            writeGauge("http_requests_inprogress", labels: "", to: &writer)
        case .otel:
            writeHistogram("http_server_request_duration_seconds", groups, style.bounds, to: &writer)
            let scheme = ExpositionWriter.renderLabels([("url_scheme", "http")])
            writeGauge("http_server_active_requests", labels: scheme, to: &writer)
        case .micrometer:
            writeHistogram("http_server_requests_seconds", groups, style.bounds, to: &writer)
        }
    }

    private func grouped(by labels: (RequestMetrics.Key) -> [(String, String)]) -> [Group] {
        var groups: [Group] = []
        var places: [String: Int] = [:]
        for (key, counts) in requests.series {
            let text = ExpositionWriter.renderLabels(labels(key))
            if let place = places[text] {
                groups[place].counts.add(counts)
            } else {
                places[text] = groups.count
                groups.append(Group(labels: text, counts: counts))
            }
        }
        return groups
    }

    private func writeTotal(_ groups: [Group], to writer: inout ExpositionWriter) {
        writer.family("http_requests_total", type: .counter, help: "HTTP requests answered.")
        for group in groups {
            writer.sample("http_requests_total", labels: group.labels, value: Double(group.counts.count))
        }
    }

    private func writeGauge(_ name: String, labels: String, to writer: inout ExpositionWriter) {
        writer.family(name, type: .gauge, help: "HTTP requests being answered now.")
        writer.sample(name, labels: labels, value: Double(requests.inFlight))
    }

    private func writeHistogram(
        _ name: String,
        _ groups: [Group],
        _ bounds: [Double],
        to writer: inout ExpositionWriter
    ) {
        writer.family(name, type: .histogram, help: "Time from a request's arrival to its answer, in seconds.")
        for group in groups {
            writeHistogram(group.counts, name, labels: group.labels, bounds: bounds, to: &writer)
        }
    }

    /// One histogram; its bounds may be fewer than were counted by.
    func writeHistogram(
        _ counts: DurationCounts,
        _ name: String,
        labels: String,
        bounds: [Double],
        to writer: inout ExpositionWriter
    ) {
        let before = labels.isEmpty ? "" : "\(labels),"
        var cumulative = 0
        for (bound, count) in zip(counts.bounds, counts.buckets) {
            cumulative += count
            guard bounds.contains(bound) else { continue }
            let bucket = "\(before)le=\"\(writer.formatBound(bound))\""
            writer.sample("\(name)_bucket", labels: bucket, value: Double(cumulative))
        }
        writer.sample("\(name)_bucket", labels: "\(before)le=\"+Inf\"", value: Double(counts.count))
        writer.sample("\(name)_sum", labels: labels, value: counts.seconds)
        writer.sample("\(name)_count", labels: labels, value: Double(counts.count))
    }
}
