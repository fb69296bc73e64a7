package import PromModel

/// What the timestamps that a page gives its samples say.
package struct SampleStamps: Sendable, Equatable {
    /// A query looks so far back for a sample.
    private static let lookback = Duration.seconds(300)
    /// What lies further ahead is dropped, as in Prometheus.
    private static let furthest = Duration.seconds(600)
    /// So far a clock may be off without a word.
    private static let tolerance = Duration.seconds(2)
    /// From so far off on, a timestamp is looked at in other units.
    private static let farOff = Duration.seconds(86_400)

    /// Why samples of the page cannot be found now, in words; nil where they can.
    package let problem: String?
    /// How far behind the newest of them is; nil where the page stamps none, or its stamps are at fault.
    package let lag: Duration?

    /// Looks at a page that was asked for at a moment; nil where it stamps none of its samples.
    package init?(_ page: Exposition, at moment: Timestamp) {
        var newest: Timestamp?
        var misread: String?
        for sample in page.samples {
            guard let stamp = sample.timestamp else { continue }
            if misread == nil { misread = Self.unit(of: stamp, at: moment).map { Self.text(stamp, in: $0) } }
            newest = newest.map { max($0, stamp) } ?? stamp
        }
        guard let newest else { return nil }
        let lag = moment - newest
        let isLate = lag > Self.lookback
        let isAhead = .zero - lag > Self.tolerance
        guard misread == nil, !isLate, !isAhead else {
            self.lag = nil
            problem = misread ?? (isLate ? Self.lateText(lag) : Self.aheadText(.zero - lag))
            return
        }
        self.lag = lag
        problem = nil
    }

    /// The unit that a timestamp seems to be in, where it makes no sense in milliseconds.
    private static func unit(of stamp: Timestamp, at moment: Timestamp) -> String? {
        let distance = moment - stamp
        guard distance > farOff || .zero - distance > farOff else { return nil }
        let units: [(String, Double)] = [("seconds", 1e3), ("microseconds", 1e-3), ("nanoseconds", 1e-6)]
        return units.first { _, factor in
            abs(Double(stamp.milliseconds) * factor - Double(moment.milliseconds)) < farOff.inSeconds * 1000
        }?.0
    }

    private static func text(_ stamp: Timestamp, in unit: String) -> String {
        "its timestamps are \(unit) where milliseconds belong (\(stamp.milliseconds))"
    }

    private static func lateText(_ lag: Duration) -> String {
        "its timestamps are \(lag.components.seconds) s behind: too old to be of now"
    }

    private static func aheadText(_ lead: Duration) -> String {
        let end = lead > furthest ? "such samples are dropped" : "its samples count when their time has come"
        return "its timestamps are \(lead.components.seconds) s in the future: \(end)"
    }
}
