package import PromModel

/// A part of the traffic that may explain what is new.
package struct Suspect: Sendable, Equatable {
    /// The names of its labels, the clearest first.
    package let labelNames: [String]
    /// The parts, each a value of the same labels; the one that explains most first.
    ///
    /// Several where several values of one label broke together.
    package let parts: [Labels]
    /// The share of what is new that it has, 0 to 1.
    package let shareOfNew: Double
    /// The share of the traffic that it has, 0 to 1.
    package let shareOfTraffic: Double
    /// How many bad requests more than expected it has.
    package let excess: Double
    /// Its bad requests.
    package let bad: Double
    /// The first part's share of what is new, 0 to 1.
    package let firstShareOfNew: Double

    /// A part stands out where its requests are bad at least so many times as often as the others.
    private static let leastRatio = 2.0

    /// Whether its requests are that much worse than the others, chance or not.
    package var standsOut: Bool { Self.standsOut(shareOfNew: shareOfNew, shareOfTraffic: shareOfTraffic) }

    /// Whether a part with these shares does.
    package static func standsOut(shareOfNew: Double, shareOfTraffic: Double) -> Bool {
        shareOfNew * (1 - shareOfTraffic) >= leastRatio * (1 - shareOfNew) * shareOfTraffic
    }

    /// How much better it explains what is new than its traffic does, weighted by how much it explains.
    package var score: Double { Self.score(shareOfNew: shareOfNew, shareOfTraffic: shareOfTraffic) }

    /// The values of each part's labels in the order of their names, such as `POST /pay`.
    package var names: [String] {
        parts.map { part in
            let values = labelNames.map { part[$0] }.filter { !$0.isEmpty }
            return values.isEmpty ? "(no \(labelNames.joined(separator: " ")))" : values.joined(separator: " ")
        }
    }

    /// The share of what is new less the share of the traffic, times the share of what is new.
    ///
    /// The difference is the attributable fraction of Miettinen (1974, doi 10.1093/oxfordjournals.aje.a112174), up to a
    /// factor: what would not have come if the part were like the rest. A narrower part has a larger one although much
    /// is left unexplained; the factor asks that it explains most of what is new. Below zero it explains nothing.
    static func score(shareOfNew: Double, shareOfTraffic: Double) -> Double {
        let difference = shareOfNew - shareOfTraffic
        return difference > 0 ? shareOfNew * difference : difference
    }
}
