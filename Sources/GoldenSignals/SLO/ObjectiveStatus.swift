package import PromModel

/// How an objective is kept: its burn rates, what is left of its budget, and what its alerts say.
///
/// The same comparisons as the generated rules make, on the same numbers: both windows above the factor times the
/// budget, and enough events in the long one.
package struct ObjectiveStatus: Sendable, Equatable, Codable {
    /// What the alerts of an objective say together.
    package enum State: String, Sendable {
        /// None fires.
        case ok
        /// One fires that can wait for the morning.
        case ticket
        /// One fires that calls somebody.
        case page
        /// There are no numbers to judge.
        case unknown
    }

    /// One pair of windows.
    package struct Pair: Sendable, Equatable, Codable {
        /// The windows, the factor and what it is to cause.
        package let window: BurnRateWindow
        /// How many times faster than allowed over the long window; nil without an event.
        package let longBurn: Double?
        /// The same over the short one.
        package let shortBurn: Double?
        /// Events in the long window; nil where nobody told.
        package let events: Double?
        /// How much of the long window the source holds, 0 to 1; nil where nobody told.
        package let fullness: Double?
        /// Its alert is active.
        package let isFiring: Bool
        /// Both windows are above, and too few events stand behind it.
        package let isHeldBack: Bool
    }

    /// The objective.
    package let objective: ServiceLevelObjective
    /// The labels of the group that it is about.
    package let group: Labels
    /// The pairs, in the objective's order.
    package let pairs: [Pair]
    /// The share of the period's budget that is left; negative where more is spent; nil where nobody knows.
    package let budgetLeft: Double?
    /// How much of the period the source holds, 0 to 1.
    package let periodFullness: Double?
    /// The burn rate over the long window of the first pair: what goes on now.
    package let burnRate: Double?
    /// In how long the budget is gone at that rate; zero where it is; nil where it is not going, or not known.
    package let exhaustedIn: Duration?

    /// Judges an objective by what a source says.
    package init(_ objective: ServiceLevelObjective, _ readings: ObjectiveReadings) {
        self.objective = objective
        group = readings.group
        let budget = objective.budget
        let burn = { (window: Duration) -> Double? in readings.ratios[window].map { $0 / budget } }
        pairs = objective.windows.map { window in
            let limit = window.factor * budget
            let isOver = { (length: Duration) in readings.ratios[length].map { $0 > limit } ?? false }
            let isBurning = isOver(window.long) && isOver(window.short)
            let events = readings.events[window.long]
            // Rules of others may ask for none.
            let isEnough = events.map { $0 >= Double(objective.minimumEvents) } ?? (objective.minimumEvents == 0)
            return Pair(
                window: window,
                longBurn: burn(window.long),
                shortBurn: burn(window.short),
                events: events,
                fullness: readings.fullness[window.long],
                isFiring: isBurning && isEnough,
                isHeldBack: isBurning && !isEnough
            )
        }
        budgetLeft = readings.ratios[objective.period].map { 1 - $0 / budget }
        periodFullness = readings.fullness[objective.period]
        burnRate = pairs.first?.longBurn
        guard let left = budgetLeft, let rate = burnRate else {
            exhaustedIn = nil
            return
        }
        if left <= 0 {
            exhaustedIn = .zero
        } else {
            let seconds = rate > 0 ? left * objective.period.inSeconds / rate : .infinity
            // Beyond ten periods it is no news.
            exhaustedIn = seconds < objective.period.inSeconds * 10 ? .seconds(seconds) : nil
        }
    }

    /// What its alerts say together.
    package var state: State {
        let firing = pairs.filter(\.isFiring).map(\.window.severity)
        if firing.contains(.critical) { return .page }
        if !firing.isEmpty { return .ticket }
        return pairs.contains { $0.longBurn != nil } || budgetLeft != nil ? .ok : .unknown
    }

    /// The share of the period's events that was good; nil where nobody knows.
    package var goodShare: Double? { budgetLeft.map { 1 - (1 - $0) * objective.budget } }

    /// The share of the events in a pair's long window that was good; nil where nobody knows.
    package func goodShare(of pair: Pair) -> Double? { pair.longBurn.map { 1 - $0 * objective.budget } }

    /// Whether some of its windows have so few events that their alerts stay silent.
    package var hasLowTraffic: Bool {
        pairs.contains { pair in pair.events.map { $0 < Double(objective.minimumEvents) } ?? false }
    }
}
