/// A condition that a run must meet, such as `p99<250ms`, `errors<1%` or `rate>=1000`.
package struct LoadThreshold: Sendable, Equatable {
    /// Why a text is no threshold.
    package struct Failure: Error, Sendable, Equatable, CustomStringConvertible {
        /// The text as it was written, and what is wrong with it.
        package let description: String
    }

    /// How a run did.
    package struct Outcome: Sendable, Equatable {
        /// As it was written.
        package let text: String
        /// Whether the run showed that it holds: without data, or with a time that is only a bound, it did not.
        package let isMet: Bool
        /// What was measured instead of the limit: seconds, a share, or a rate; nil where nothing was.
        package let measured: Double?
        /// Whether what was measured is only a bound from below.
        package let isAtLeast: Bool
        /// In which unit.
        package let unit: Unit
    }

    /// What the number means.
    package enum Unit: Sendable, Equatable {
        case seconds
        case share
        case perSecond
    }

    private enum Measure: Sendable, Equatable {
        /// On the response clock, from the planned time.
        case percentile(Double)
        /// 5xx and requests without an answer, among all that ended.
        case errors
        /// Answers a second.
        case rate
    }

    private enum Comparison: String, CaseIterable, Sendable {
        // The longer ones first: they begin with the others.
        case atMost = "<="
        case atLeast = ">="
        case below = "<"
        case above = ">"
    }

    /// As it was written.
    package let text: String
    private let measure: Measure
    private let comparison: Comparison
    private let limit: Double

    /// Reads a threshold; `duration` reads one time, such as `250ms`.
    package init(_ text: String, duration read: (String) -> Duration?) throws(Failure) {
        self.text = text
        func failure(_ reason: String) -> Failure { Failure(description: "'\(text)': \(reason)") }
        let plain = text.filter { $0 != " " }
        let found = Comparison.allCases.lazy.compactMap { one in plain.firstRange(of: one.rawValue).map { (one, $0) } }
            .first
        guard let (comparison, range) = found else { throw failure("a threshold is p99<250ms, errors<1% or rate>1000") }
        let (name, value) = (String(plain[..<range.lowerBound]), String(plain[range.upperBound...]))
        self.comparison = comparison
        switch name {
        case "errors":
            measure = .errors
            let number = value.hasSuffix("%") ? Double(value.dropLast()).map { $0 / 100 } : Double(value)
            guard let number, (0...1).contains(number) else { throw failure("'\(value)' is no share, such as 1%") }
            limit = number
        case "rate":
            measure = .rate
            guard let number = Double(value), number.isFinite, number >= 0 else {
                throw failure("'\(value)' is no rate")
            }
            limit = number
        default:
            let percentile = name == "max" ? 100 : name.hasPrefix("p") ? Double(name.dropFirst()) : nil
            guard let percentile, percentile > 0, percentile <= 100 else {
                throw failure("'\(name)' is none of p50, p99.9, max, errors and rate")
            }
            measure = .percentile(percentile)
            guard let time = read(value) else { throw failure("'\(value)' is no duration, such as 250ms") }
            limit = time / .seconds(1)
        }
    }

    /// Compares a run with it.
    package func outcome(_ summary: LoadSummary) -> Outcome {
        var (measured, isAtLeast, unit) = (Double?.none, false, Unit.perSecond)
        switch measure {
        case .percentile(let percentile):
            let value = summary.response.value(at: percentile)
            (measured, isAtLeast, unit) = (value.map { $0.duration / .seconds(1) }, value?.isAtLeast ?? false, .seconds)
        case .errors:
            let ended = summary.count.done + summary.count.unanswered
            let failed = summary.count.serverErrors + summary.count.unanswered
            (measured, unit) = (ended > 0 ? Double(failed) / Double(ended) : nil, .share)
        case .rate:
            measured = summary.answersPerSecond
        }
        return Outcome(
            text: text,
            isMet: measured.map { holds($0, isAtLeast) } ?? false,
            measured: measured,
            isAtLeast: isAtLeast,
            unit: unit
        )
    }

    private func holds(_ value: Double, _ isAtLeast: Bool) -> Bool {
        switch comparison {
        case .below: value < limit && !isAtLeast
        case .atMost: value <= limit && !isAtLeast
        case .above: value > limit
        case .atLeast: value >= limit
        }
    }
}
