import PromModel
import PromQL

// Pages that are written anew at intervals of their own: between two of them their counters stand still.
extension SignalCatalog {
    private enum Renewal: String {
        case changes
        case samples
        case grown
    }

    /// So many samples say how often something moves.
    private static let fewestSamples = 12.0
    /// Where so many requests come between two samples on average, none at all between them is no chance.
    private static let fewestRequests = 20.0
    /// Smooth counters move from nearly every sample to the next.
    private static let smooth = 0.8

    /// How often the counter of requests moved that moved most, in how many samples, and how much it grew.
    package func renewals(within reach: Duration) -> String? {
        let range = Self.durationText(reach)
        let parts: [(Renewal, String)] = [
            (.changes, "changes"), (.samples, "count_over_time"), (.grown, "increase"),
        ]
        return Self.combined(parts.map { ($0.rawValue, "max(\(requests.over($1, range)))") })
    }

    /// How far apart the moments are at which counters move, by the answer; nil where they move as requests come.
    ///
    /// `interval` lies between two samples.
    package static func renewal(from answer: [InstantValue], interval: Duration) -> Duration? {
        let values = Dictionary(
            answer.map { ($0.labels[tagLabel], $0.value) },
            uniquingKeysWith: { first, _ in first }
        )
        guard let changes = values[Renewal.changes.rawValue], let samples = values[Renewal.samples.rawValue],
            let grown = values[Renewal.grown.rawValue], changes > 1, samples >= fewestSamples
        else { return nil }
        let gaps = samples - 1
        guard grown / gaps >= fewestRequests, changes <= gaps * smooth else { return nil }
        return interval * (gaps / changes)
    }
}
