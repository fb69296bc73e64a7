extension ExpositionFormat {
    /// Chooses the format of an answer by the `Accept` header of the question, as Prometheus's client libraries do.
    ///
    /// Of the media types that can be written the one with the highest weight wins, the first of several. Parts with a
    /// wildcard say nothing about the format. Where nothing fits the answer is text.
    package init(accept: String?) {
        var best: (format: ExpositionFormat, weight: Double)?
        for part in (accept ?? "").split(separator: ",") {
            guard let (format, weight) = ExpositionFormat.preference(part), weight > best?.weight ?? 0 else { continue }
            best = (format, weight)
        }
        self = best?.format ?? .text
    }

    /// What the answer in this format has to say about itself; Prometheus 3 refuses a page without.
    package var contentType: String {
        switch self {
        case .text: "text/plain; version=0.0.4; charset=utf-8"
        case .openMetrics: "application/openmetrics-text; version=1.0.0; charset=utf-8"
        case .protobuf: "\(Self.protobufType); proto=io.prometheus.client.MetricFamily; encoding=delimited"
        }
    }

    /// One media type of an `Accept` header and its weight; nil if it names no format that is written.
    private static func preference(_ text: Substring) -> (format: ExpositionFormat, weight: Double)? {
        let parts = text.split(separator: ";", omittingEmptySubsequences: false).map { part in
            part.filter { $0 != " " && $0 != "\t" && $0 != "\"" }.lowercased()
        }
        var version = ""
        var weight = 1.0
        for parameter in parts.dropFirst() {
            if parameter.hasPrefix("version=") { version = String(parameter.dropFirst("version=".count)) }
            if parameter.hasPrefix("q=") { weight = Double(parameter.dropFirst("q=".count)) ?? 0 }
        }
        switch (parts.first, version) {
        case ("application/openmetrics-text", ""), ("application/openmetrics-text", "1.0.0"):
            return (.openMetrics, weight)
        // Plain names are written in the same way in both versions.
        case ("text/plain", ""), ("text/plain", "0.0.4"), ("text/plain", "1.0.0"): return (.text, weight)
        default: return nil
        }
    }
}
