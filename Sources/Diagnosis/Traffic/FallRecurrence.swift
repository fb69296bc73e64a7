import PromModel

/// Whether traffic falls at even intervals: between bursts, as of a job that runs each minute.
struct FallRecurrence: Sendable, Equatable {
    private struct Fall: Sendable, Equatable {
        let began: Timestamp
        let ended: Timestamp
    }

    /// So many falls before this one have to be as far apart as it is from the last of them.
    private static let fewest = 2
    private static let most = 6
    /// How far the time between two falls, and their length, may differ.
    private static let slack = 1.3

    private var falls: [Fall] = []
    private var began: Timestamp?

    /// Takes whether the traffic has fallen at a moment.
    mutating func observe(isFallen: Bool, at moment: Timestamp) {
        if isFallen {
            began = began ?? moment
        } else if let start = began {
            falls = (falls + [Fall(began: start, ended: moment)]).suffix(Self.most)
            began = nil
        }
    }

    /// Whether the fall under way is one of those, and has not lasted longer than they did.
    func isUsual(at moment: Timestamp) -> Bool {
        guard let began, falls.count >= Self.fewest else { return false }
        let last = Array(falls.suffix(Self.fewest))
        let starts = last.map(\.began) + [began]
        let gaps = zip(starts.dropFirst(), starts).map { ($0 - $1).inSeconds }
        let lengths = last.map { ($0.ended - $0.began).inSeconds }
        guard let shortest = gaps.min(), let longest = gaps.max(), let length = lengths.max() else { return false }
        return longest <= shortest * Self.slack && (moment - began).inSeconds <= length * Self.slack
    }
}
