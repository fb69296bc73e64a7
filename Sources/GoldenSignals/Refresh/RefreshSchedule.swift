package import PromModel

/// Decides what a refresh asks for: everything that is shown once, then only what may still change.
///
/// A sample carries the moment its scrape began and appears when the scrape ends, so that a point stays open for as
/// long as a scrape that began before it can still be under way: the lag. What is older is final.
package struct RefreshSchedule: Sendable, Equatable {
    /// Why everything is asked for.
    package enum Reason: String, Sendable, Equatable {
        /// Nothing is known yet.
        case first
        /// The last answer is too long ago.
        case gap
        /// The source's clock went backwards.
        case clockJump
        /// Another service, another profile, or a source that came back.
        case sourceChange
        /// Every now and then, to count what the tails have missed.
        case audit
    }

    /// One refresh.
    package struct Plan: Sendable, Equatable {
        /// The first point.
        package let from: Timestamp
        /// The last point: the newest on the grid.
        package let through: Timestamp
        /// Between two points.
        package let step: Duration
        /// Everything that is shown is asked for; nil where only the tail is.
        package let full: Reason?
        /// Points up to here are final.
        package let settledThrough: Timestamp

        /// How many points a series may have.
        package var pointCount: Int { Int((through - from) / step) + 1 }
    }

    /// Between two audits.
    package static let auditInterval = Duration.seconds(900)
    /// A tail holds at least as many steps as this.
    package static let fewestSteps: Int64 = 4

    /// A tail that would hold more steps than this is a gap: longer than a slow source makes us wait.
    package static let longestTail: Int64 = 16

    /// Between two points, and between two refreshes.
    package let step: Duration
    /// How long a point stays open.
    package private(set) var lag: Duration
    /// What is shown.
    package let span: Duration
    private var newest: Timestamp?
    private var lastFull: Timestamp?
    private var pending: Reason?

    /// A schedule for a source that scrapes every `scrapeInterval` and waits `scrapeTimeout` for a target.
    ///
    /// Without a known timeout a scrape may take as long as the interval. The step is a multiple of the scrape
    /// interval: what changes no oftener need not be asked for oftener. `leastLag` is for stores that samples reach
    /// late.
    package init(
        scrapeInterval: Duration,
        scrapeTimeout: Duration?,
        atLeast: Duration,
        span: Duration,
        leastLag: Duration = .zero
    ) {
        let interval = max(1, scrapeInterval.milliseconds)
        // A server refuses more than 11,000 points a series.
        let floor = max(1, atLeast.milliseconds, (span.milliseconds + 9_999) / 10_000)
        let multiple = (floor + interval - 1) / interval
        step = .milliseconds(interval * multiple)
        let open = interval + (scrapeTimeout?.milliseconds ?? interval)
        lag = .milliseconds(max(open, leastLag.milliseconds, Self.fewestSteps * interval * multiple))
        self.span = span
    }

    /// The same schedule, as far as it has come, with another lag.
    package func with(lag: Duration) -> RefreshSchedule {
        var schedule = self
        schedule.lag = lag
        return schedule
    }

    /// What to ask at a moment of the source's clock.
    package func plan(at now: Timestamp) -> Plan {
        let grid = step.milliseconds
        let through = Timestamp(milliseconds: now.milliseconds.flooredQuotient(by: grid) * grid)
        let settled = through - lag
        if let reason = reasonForAll(through: through) {
            let first = (through - span).milliseconds.flooredQuotient(by: grid) * grid
            return Plan(
                from: Timestamp(milliseconds: first),
                through: through,
                step: step,
                full: reason,
                settledThrough: settled
            )
        }
        let open = (newest ?? through) - lag
        let first = (open.milliseconds.flooredQuotient(by: grid) + 1) * grid
        return Plan(
            from: Timestamp(milliseconds: first),
            through: max(through, newest ?? through),
            step: step,
            full: nil,
            settledThrough: settled
        )
    }

    /// What to ask for one moment of the past, and for the polls that there would have been in a time before it: it changes
    /// nothing of what is to be asked next.
    package func look(at moment: Timestamp, reach: Duration) -> Plan {
        let from = moment - step * Int64(reach / step)
        return Plan(from: from, through: moment, step: step, full: nil, settledThrough: moment)
    }

    /// A plan was answered.
    package mutating func completed(_ plan: Plan) {
        newest = plan.through
        if plan.full != nil {
            lastFull = plan.through
            pending = nil
        }
    }

    /// What is known belongs to something else: all is asked for next time.
    package mutating func invalidate(_ reason: Reason) { pending = reason }

    private func reasonForAll(through: Timestamp) -> Reason? {
        guard let newest, let lastFull else { return .first }
        if let pending { return pending }
        if newest - through > step { return .clockJump }
        if through - newest > max(lag, step * Self.longestTail) { return .gap }
        return through - lastFull >= Self.auditInterval ? .audit : nil
    }
}

extension Int64 {
    /// The quotient rounded towards minus infinity, as moments before the epoch need it.
    package func flooredQuotient(by divisor: Int64) -> Int64 {
        let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? quotient - 1 : quotient
    }
}
