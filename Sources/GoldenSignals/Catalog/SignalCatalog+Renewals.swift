import PromModel
import PromQL

// Pages that are written anew at intervals of their own: between two of them their counters stand still.
extension SignalCatalog {
    private enum Renewal: String {
        case changes
        case samples
        case grown
        case turns
    }

    /// So many samples say how often something moves.
    private static let fewestSamples = 12.0
    /// Where so many requests come between two samples on average, none at all between them is no chance.
    private static let fewestRequests = 20.0
    /// Smooth counters move from nearly every sample to the next.
    private static let smooth = 0.8

    /// Of a page that is written anew at intervals nearly every rest is between two moves.
    private static let rhythm = 0.7

    /// How often the counter of requests moved that moved most, in how many samples, how much it grew, and how often it
    /// turned from rest to moving and back; `interval` lies between two samples.
    package func renewals(within reach: Duration, interval: Duration) -> String? {
        let range = Self.durationText(reach)
        let step = Self.durationText(interval)
        let parts: [(Renewal, String)] = [
            (.changes, "changes"), (.samples, "count_over_time"), (.grown, "increase"),
        ]
        let turns = requests.numbers.map { "max(changes(((\($0)) != bool (\($0) offset \(step)))[\(range):\(step)]))" }
        return Self.combined(
            parts.map { ($0.rawValue, "max(\(requests.over($1, range)))") } + [(Renewal.turns.rawValue, turns)]
        )
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
        // Traffic that stopped, or comes in batches, rests for long and moves for long.
        let rests = min(changes, gaps - changes)
        if let turns = values[Renewal.turns.rawValue], turns / 2 < rhythm * rests - 1 { return nil }
        return interval * (gaps / changes)
    }
}
