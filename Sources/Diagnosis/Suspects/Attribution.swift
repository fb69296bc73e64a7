#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#elseif canImport(Darwin)
internal import Darwin
#endif

/// Who explains what is new, or why nobody can be named.
package enum Attribution: Sendable, Equatable {
    /// A part of the traffic that stands out.
    case suspect(Suspect)
    /// No part stands out: each has about its share of the traffic. The one that comes nearest, if any.
    case everywhere(Suspect?)
    /// Too few bad requests to tell one part from another, although one may have nearly all; how many there are.
    case tooFew(bad: Double)
    /// Nothing is worse than before.
    case nothingNew
}

extension SuspectRanking {
    /// How seldom chance alone may name a part, an onset, whatever the number of parts compared.
    private static let level = 0.01
    /// What the ranking allows to say.
    ///
    /// A part is named where it has more of the bad requests than its traffic can bring by chance, tested against all
    /// parts that were compared (Bonferroni), and at least twice as many for its traffic as the rest: with enough
    /// requests any difference is beyond chance, and one below that is nothing to act on. All are alike where none has so
    /// many; where one has, and it may be chance, nothing can be told yet.
    package var attribution: Attribution {
        guard excess > 0 || !suspects.isEmpty else { return .nothingNew }
        let level = Self.level / Double(max(1, compared))
        // Even if all were on one half of the traffic, it could be chance.
        guard bad.rounded() >= ShareEvidence.fewestFailures, pow(0.5, bad) < level else { return few }
        guard let first = suspects.first else { return .everywhere(nil) }
        guard first.standsOut else { return .everywhere(first) }
        return isProven(first, at: level) ? .suspect(first) : .tooFew(bad: bad)
    }

    /// Few are enough where they all fall on a small part.
    private var few: Attribution {
        let level = Self.level / Double(max(1, compared))
        if let first = suspects.first, isProven(first, at: level), first.standsOut { return .suspect(first) }
        return .tooFew(bad: bad)
    }

    /// Whether so many bad requests are too few to tell one of the parts that are compared from another.
    ///
    /// Even if all of them were on one half of the traffic, it could be chance.
    static func areFew(_ bad: Double, compared: Int) -> Bool {
        pow(0.5, bad) >= level / Double(max(1, compared))
    }

    /// Whether a part with a share of the traffic has more of the bad requests than that can bring by chance.
    static func isMore(_ own: Double, of bad: Double, thanTraffic share: Double, compared: Int) -> Bool {
        BinomialTail.probability(of: own, orMoreAmong: bad, share: share) < level / Double(max(1, compared))
    }

    private func isProven(_ suspect: Suspect, at level: Double) -> Bool {
        guard bad.rounded() >= ShareEvidence.fewestFailures else { return false }
        let share = suspect.shareOfTraffic
        return BinomialTail.probability(of: suspect.bad, orMoreAmong: bad, share: share) < level
    }
}
