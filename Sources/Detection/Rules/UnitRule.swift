/// What durations are measured in: by the name, then by what was declared, then by the bounds, then by convention.
package enum UnitRule {
    /// What was found.
    package struct Finding: Sendable, Equatable {
        /// How many of it make a second.
        package let perSecond: Double
        /// Nobody said so.
        package let isGuess: Bool
        /// Why it is believed.
        package let evidence: String
    }

    /// The unit of a family of durations; nil where nothing tells it.
    ///
    /// `mean` is in that unit. Without a word and without bounds only one below 1 tells: it is no share of a millisecond.
    static func unit(of family: MetricFamily, mean: Double?) -> Finding? {
        if let word = family.words.all.last(where: { Vocabulary.units[$0] != nil }),
            let perSecond = Vocabulary.units[word]
        {
            return Finding(perSecond: perSecond, isGuess: false, evidence: "its name says '\(word)'")
        }
        if let perSecond = Vocabulary.units[family.unit] {
            return Finding(perSecond: perSecond, isGuess: false, evidence: "its unit is '\(family.unit)'")
        }
        if let last = family.bounds.last, let first = family.bounds.first(where: { $0 > 0 }) {
            // Whole bounds from one on may be seconds as well as a thousandth of them.
            if first >= 1, last <= Self.longestUsual { return nil }
            let said = HelpRule.unit(family.help).flatMap { unit in Vocabulary.units[unit].map { (unit, $0) } }
            guard let perSecond = perSecond(family.bounds, first: first, last: last, mean: mean) else {
                return said.map { .init(perSecond: $0.1, isGuess: true, evidence: "its help says '\($0.0)'") }
            }
            // Most lie beyond the last bound: the bounds are of another unit.
            if let mean, mean > last {
                guard let said, said.1 > perSecond else { return nil }
                return Finding(perSecond: said.1, isGuess: true, evidence: "its help says '\(said.0)'")
            }
            // A help text that its numbers contradict is as old as they are new.
            if let said, said.1 != perSecond {
                // Answers that are quicker than every bound do not contradict it.
                guard said.1 == 1e3, perSecond == 1, first >= 0.1, last > longestUsual else { return nil }
                return Finding(perSecond: said.1, isGuess: true, evidence: "its help says '\(said.0)'")
            }
            let range = "its bounds reach from \(number(first)) to \(number(last))"
            return Finding(perSecond: perSecond, isGuess: true, evidence: range)
        }
        guard let mean, mean > 0, mean < 1 else { return nil }
        return Finding(perSecond: 1, isGuess: true, evidence: "its mean is below 1")
    }

    /// No bound is set beyond an hour and a half.
    private static let longest = 5400.0

    /// Nor, for a usual answer, beyond two minutes.
    private static let longestUsual = 120.0

    /// Bounds that nobody sets but who thinks of minutes and hours.
    private static let clockBounds: Set<Double> = [
        60, 120, 180, 900, 1800, 3600, 7200, 10_800, 14_400, 21_600, 28_800, 43_200, 86_400,
    ]

    /// Nobody sets a first bound of minutes, nor one that most are below; nil where the bounds say two things.
    private static func perSecond(_ bounds: [Double], first: Double, last: Double, mean: Double?) -> Double? {
        if bounds.count(where: clockBounds.contains) > 1, clockBounds.union([300, 600]).contains(last) { return 1 }
        // Bounds that reach from less than a tenth of the one unit to an hour of the other are powers of something: they
        // say nothing, but where most of them part what the smaller unit makes of usual answers.
        if first < 0.1, last > 1000 {
            if let mean, mean < 1 { return 1 }
            // Whole minutes of milliseconds are many hours of seconds.
            if [30_000, 60_000, 120_000, 300_000, 600_000].contains(last) { return 1e3 }
            return bounds.count { $0 >= 10 && $0 <= 1000 } * 2 >= bounds.count ? 1e3 : nil
        }
        // What is less than one of a thousandth of a second is hardly measured in them.
        if let perSecond = usual(first: first, last: last, mean: mean), perSecond == 1e3, let mean, mean > 0, mean < 0.5
        {
            return nil
        }
        return usual(first: first, last: last, mean: mean)
    }

    private static func usual(first: Double, last: Double, mean: Double?) -> Double? {
        if first >= 1e5 || last > longest * 1e6 { return 1e9 }
        if first >= 100 && last >= 1e5 || last > longest * 1e3 { return 1e6 }
        // Who sets bounds below a tenth does not mean milliseconds; answers of models take minutes.
        let isBelowAll = mean.map { $0 > 0 && $0 < first } ?? false
        return last > longestUsual && (first >= 0.1 && !isBelowAll || last > 1000) ? 1e3 : 1
    }

    private static func number(_ value: Double) -> String {
        value == value.rounded() && abs(value) < 1e15 ? "\(Int64(value))" : "\(value)"
    }
}
