import Detection
import PromModel

/// A page's signals in one line each, so that a table can hold what is expected.
struct Described: CustomStringConvertible {
    let result: DetectionResult

    /// Detects what a page of text format tells.
    init(_ page: String) {
        let bytes = Array((page + "\n").utf8)
        let exposition = ExpositionParser.parse(bytes, contentType: "text/plain; version=0.0.4; charset=utf-8")
        result = SignalDetector.detect(MetricEvidence(page: exposition))
    }

    var requests: String { (result.signals?.requests ?? []).map(text).joined(separator: " + ") }

    var failures: String {
        switch result.signals?.failures {
        case .counted(let selections): selections.map(text).joined(separator: " + ")
        case .gauge(let selection): "gauge \(text(selection))"
        case .notJudged(let reason): "not judged: \(reason)"
        case nil: "nothing"
        }
    }

    var latency: String {
        guard let latency = result.signals?.latency else { return "nothing" }
        let unit = "\(Int(latency.perSecond))/s" + (latency.isUnitGuessed ? "?" : "")
        switch latency.form {
        case .histogram(let selection): return "histogram \(text(selection)) \(unit)"
        case .summary(let selection): return "summary \(text(selection)) \(unit)"
        case .counters(let sum, let count): return "counters \(text(sum)) / \(text(count)) \(unit)"
        case .gauge(let selection): return "gauge \(text(selection)) \(unit)"
        }
    }

    var description: String { "\(requests) | \(failures) | \(latency) | \(result.signals?.route ?? "-")" }

    private func text(_ selection: SignalSelection) -> String {
        let matchers = selection.matchers.map { matcher in
            if case .visible(let label) = matcher { "\(label) visible" } else { matcher.text }
        }
        return selection.metric + (matchers.isEmpty ? "" : "{\(matchers.joined(separator: ","))}")
    }
}
