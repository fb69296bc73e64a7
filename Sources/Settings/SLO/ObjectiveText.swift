package import GoldenSignals

/// Objectives as the command line spells them: `availability 99.9%/30d`, `latency 95% < 300ms`.
package enum ObjectiveText {
    /// Why a text is none; one line that says what is allowed.
    package struct Failure: Error, CustomStringConvertible {
        /// In words.
        package let description: String
    }

    /// What an objective looks like, for messages.
    package static let form = "'availability 99.9%/30d' or 'latency 95% < 300ms/30d'"

    /// The period where none is given.
    package static let usualPeriod = Duration.seconds(30 * 86_400)

    /// The period of the demonstration's windows.
    package static let demoPeriod = Duration.seconds(6 * 3600)

    /// Reads an objective; its windows are the workbook's, for a period of 6 hours those of the demonstration.
    package static func parse(_ text: String) throws(Failure) -> ServiceLevelObjective {
        let words = text.split(separator: " ", maxSplits: 1)
        guard let kind = words.first, words.count == 2 else { throw Failure(description: "write \(form)") }
        let parts = words[1].filter { $0 != " " }.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count <= 2, let promise = parts.first else { throw Failure(description: "write \(form)") }
        let period = try period(parts.count == 2 ? parts[1] : nil)
        let halves = promise.split(separator: "<", omittingEmptySubsequences: false)
        let share = try share(halves[0])
        switch (kind, halves.count) {
        case ("availability", 1):
            return objective("availability", share, .availability, period)
        case ("latency", 2):
            guard let bound = DurationText.parse(String(halves[1])), bound <= .seconds(3600) else {
                throw Failure(description: "'\(halves[1])' is no time up to 1h, such as 300ms")
            }
            return objective("latency", share, .latency(seconds: bound / .seconds(1)), period)
        case ("latency", 1):
            throw Failure(description: "latency needs a bound: \(form)")
        default:
            throw Failure(description: "'\(kind)' is neither availability nor latency; write \(form)")
        }
    }

    private static func share(_ text: Substring) throws(Failure) -> Double {
        guard let share = SLOFile.share(percentage: String(text)) else {
            throw Failure(description: "'\(text)' is no percentage above 0% and below 100%, such as 99.9%")
        }
        return share
    }

    private static func period(_ text: Substring?) throws(Failure) -> Duration {
        guard let text else { return usualPeriod }
        guard let period = DurationText.parse(String(text)),
            SLOFile.standardPeriods.contains(period) || period == demoPeriod
        else { throw Failure(description: "'/\(text)' is no period of 28d to 92d, nor 6h for a demonstration") }
        return period
    }

    private static func objective(
        _ name: String,
        _ share: Double,
        _ indicator: ServiceLevelObjective.Indicator,
        _ period: Duration
    ) -> ServiceLevelObjective {
        ServiceLevelObjective(
            name: name,
            objective: share,
            indicator: indicator,
            period: period,
            windows: period == demoPeriod ? BurnRateWindow.demo : BurnRateWindow.standard(for: period)
        )
    }
}
