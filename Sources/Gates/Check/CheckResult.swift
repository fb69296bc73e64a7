/// What a check found about one service, or about one of its objectives.
package struct CheckResult: Sendable, Equatable {
    /// What it is about.
    package let subject: String
    /// How it is.
    package let status: CheckStatus
    /// What was found, in words.
    package let words: String
    /// Its numbers.
    package let performance: [PerformanceDatum]

    /// Memberwise.
    package init(subject: String, status: CheckStatus, words: String, performance: [PerformanceDatum] = []) {
        self.subject = subject
        self.status = status
        self.words = words
        self.performance = performance
    }
}

/// All that a check found: its exit status, and the lines that monitoring systems read.
package struct CheckReport: Sendable, Equatable {
    /// What was found, in the order in which it was looked at.
    package let results: [CheckResult]

    /// A report on what was found.
    package init(_ results: [CheckResult]) {
        self.results = results
    }

    /// The worst of all.
    package var status: CheckStatus { CheckStatus.worst(of: results.map(\.status)) }

    /// One line; where several things were looked at a further line for each, the worst first.
    ///
    /// The performance data stand behind a `|` of the first line, where they are asked for.
    package func text(withPerformance: Bool) -> String {
        var head = "SRETOP \(status.word) - \(summary)"
        if withPerformance {
            let data = results.flatMap { result in
                result.performance.map { $0.text(prefix: results.count > 1 ? result.subject : "") }
            }
            if !data.isEmpty { head += " | \(data.map(Self.line).joined(separator: " "))" }
        }
        guard results.count > 1 else { return head }
        let ordered = results.enumerated().sorted { left, right in
            (right.element.status.weight, left.offset) < (left.element.status.weight, right.offset)
        }
        return ([head] + ordered.map { "\($0.element.status.word) \(Self.words($0.element))" }).joined(separator: "\n")
    }

    private var summary: String {
        guard results.count > 1 else { return results.first.map(Self.words) ?? "nothing to check" }
        let counts = [CheckStatus.critical, .warning, .unknown, .ok].compactMap { status -> String? in
            let count = results.count { $0.status == status }
            return count > 0 ? "\(count) \(status.word.lowercased())" : nil
        }
        let worst = results.filter { $0.status == status && status != .ok }.prefix(3).map(Self.words)
        return ([counts.joined(separator: ", ")] + worst).joined(separator: "; ")
    }

    private static func words(_ result: CheckResult) -> String {
        let text = result.subject.isEmpty ? result.words : "\(result.subject): \(result.words)"
        return line(text).replacing("|", with: "/")
    }

    /// Names of others must not end the line.
    private static func line(_ text: String) -> String {
        String(text.map { $0.isNewline ? " " : $0 })
    }
}
