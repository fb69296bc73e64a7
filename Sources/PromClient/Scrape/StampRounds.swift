import PromModel

/// Rounds in which every part of a page has come to a new sample, where parts are stamped apart: a page of a federation
/// has instances whose samples are of different moments.
///
/// What is evaluated in between mixes the news of some with what is old of others.
struct StampRounds: Sendable, Equatable {
    /// Fewer rounds hold no rate of each part.
    static let fewest = 3
    /// Parts that are so much older than the newest have gone.
    private static let reach = Duration.seconds(65)

    private var marks: [Labels: Timestamp] = [:]
    /// The newest sample at the end of each of the first rounds.
    private var first: [Timestamp] = []

    /// The newest sample of all parts.
    private(set) var newest: Timestamp?

    /// Parts are stamped apart, and not all of them have a rate yet.
    var isPending: Bool { !marks.isEmpty && first.count < Self.fewest }

    /// Takes the newest sample of each part, and gives the ends of the rounds that are of use since: the first few at once.
    mutating func completed(by newest: [Labels: Timestamp]) -> [Timestamp] {
        guard let last = newest.values.max() else { return [] }
        self.newest = last
        let present = newest.filter { $0.value > last - Self.reach }
        guard present.allSatisfy({ part, stamp in marks[part].map { stamp > $0 } ?? true }) else { return [] }
        marks = present
        guard first.count < Self.fewest else { return [last] }
        first.append(last)
        return first.count == Self.fewest ? first : []
    }
}
