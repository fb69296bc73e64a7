package import Detection

/// What detection found, in lines for a person.
package enum DetectionText {
    /// At most so many of what was not taken are told.
    private static let most = 8

    /// Where nothing counts requests: how much there is, and what came nearest.
    package static func lines(nothingIn result: DetectionResult) -> [String] {
        let nearest = result.rejected.prefix(most).map { "no           \($0.metric): \($0.reason)" }
        return ["metrics      \(result.familyCount), none that counts requests"] + nearest
    }

    /// Whatever was found, with the reason for each choice, and for what was not taken.
    package static func lines(_ result: DetectionResult) -> [String] {
        guard let signals = result.signals else { return lines(nothingIn: result) }
        var lines = ["kind         \(signals.kind.rawValue)"]
        lines += signals.evidence.map { finding in
            let about = finding.about + String(repeating: " ", count: max(1, 13 - finding.about.count))
            return "\(about)\(finding.chosen): \(finding.reason)"
        }
        if case .notJudged(let reason) = signals.failures { lines.append("failures     not judged: \(reason)") }
        if signals.latency == nil, !signals.evidence.contains(where: { $0.about == "latency" }) {
            lines.append("latency      nothing tells it")
        }
        lines += result.saturation.map { "saturation   \($0.name): \($0.used) / \($0.limit)" }
        return lines + result.rejected.prefix(most).map { "not taken    \($0.metric): \($0.reason)" }
    }
}
