package import GoldenSignals
import PromModel

/// Ranks the parts of the traffic by how well they explain what is new, with the labels chosen by what they tell.
///
/// What is new of a part is its bad requests less those that its traffic would have had at its own share before. Parts
/// are the values of one label, of two, or of three; of one label also several values that broke together. Which one
/// comes first is decided by ``Suspect/score``, which has no constant to tune.
package struct SuspectRanking: Sendable, Equatable {
    /// A label tells something with at least so many values.
    static let fewestValues = 2
    /// With more values than this a label tells requests apart rather than parts of the traffic.
    static let mostValues = 30
    /// Labels that are combined with each other; the first ones of those given.
    static let mostLabels = 8

    /// The suspects, the best explanation first; one for each combination of labels that explains anything.
    package let suspects: [Suspect]
    /// How many bad requests more than expected there are.
    package let excess: Double
    /// Bad requests now.
    package let bad: Double
    /// Requests now.
    package let requests: Double
    /// How many parts were compared.
    let compared: Int
    /// Labels by whose values most of what is new is none: each is as bad as it was, and the bad ones have more traffic.
    let moved: [String]

    /// Ranks what a source counted.
    package init(_ parts: TrafficParts) {
        self.init(parts.parts, labels: parts.labels, wide: parts.wide)
    }

    /// Ranks the parts; `labels` are those to tell them apart by, the clearest first.
    ///
    /// Where two explain the same, fewer labels win, then those that come first. `depth` is how many labels are
    /// combined at most; labels that are `wide` name a part however many values they have.
    package init(_ parts: [TrafficPart], labels: [String], wide: Set<String> = [], depth: Int = 3) {
        requests = parts.reduce(0) { $0 + $1.requests }
        bad = parts.reduce(0) { $0 + $1.bad }
        let whole = Tally(parts)
        excess = whole.excess(at: whole.shareBefore)
        let columns = labels.compactMap { name in
            LabelColumn(name, in: parts, upTo: wide.contains(name) ? Int.max : Self.mostValues)
        }
        .filter { !$0.saysOnlyThatItFailed(parts) }
        .prefix(Self.mostLabels)
        let tables = Self.combinations(of: columns.count, upTo: depth).map { places in
            PartTable(parts, columns: places.map { columns[$0] }, shareBefore: whole.shareBefore)
        }
        compared = tables.reduce(0) { $0 + $1.count }
        // What is new is shared by the parts that have more than expected, also where others have less.
        let new = tables.filter { $0.columns.count == 1 }.map(\.excessOfWorse).max() ?? 0
        let total = max(excess, new)
        let limit = excess / 2
        moved = tables.filter { $0.columns.count == 1 && $0.excessOfWorse < limit }.flatMap { $0.columns.map(\.name) }
        guard total > 0, requests > 0 else {
            suspects = []
            return
        }
        let requests = requests
        let found = tables.compactMap { $0.best(of: total, requests: requests) }.filter { $0.score > 0 }
        let sorted = found.enumerated().sorted { left, right in
            (right.element.score, left.offset) < (left.element.score, right.offset)
        }
        suspects = Self.simplestFirst(sorted.map(\.element), found, resolution: min(0.01, 1 / max(1, bad)))
    }

    /// The ranking by what is bad now, where nobody stands out by what is new because the traffic went to those that were
    /// bad before; else this one.
    func ifMoved(_ parts: TrafficParts) -> SuspectRanking {
        if case .suspect = attribution { return self }
        guard parts.signal != .requestRate, excess > 0, !moved.isEmpty else { return self }
        let now = parts.parts.map { TrafficPart(labels: $0.labels, requests: $0.requests, bad: $0.bad) }
        let ranking = SuspectRanking(now, labels: moved, wide: parts.wide)
        if case .suspect = ranking.attribution { return ranking }
        return self
    }

    /// Of those that explain as much as the first, within what one bad request more or less would change and at most
    /// the percent that is shown, the simplest
    /// comes first: fewer labels, then fewer values, then those that are told before the others.
    private static func simplestFirst(_ sorted: [Suspect], _ told: [Suspect], resolution: Double) -> [Suspect] {
        guard let best = sorted.first else { return [] }
        let alike = told.filter { $0.score >= best.score - resolution }
        let simplest = alike.enumerated().min { left, right in
            (left.element.labelNames.count, left.element.parts.count, left.offset)
                < (right.element.labelNames.count, right.element.parts.count, right.offset)
        }
        guard let simplest = simplest?.element else { return sorted }
        return [simplest] + sorted.filter { $0 != simplest }
    }

    /// The places of all combinations, those of fewer first.
    private static func combinations(of count: Int, upTo depth: Int) -> [[Int]] {
        var all: [[Int]] = []
        var last: [[Int]] = [[]]
        for _ in 0..<max(0, min(depth, count)) {
            last = last.flatMap { chosen in ((chosen.last ?? -1) + 1..<count).map { chosen + [$0] } }
            all += last
        }
        return all
    }
}

/// The values of one label, each as a number: combinations are found by arithmetic.
struct LabelColumn: Sendable, Equatable {
    let name: String
    let values: [String]
    /// The place of each part's value.
    let places: [Int]

    /// How it is written that nothing failed.
    private static let blanks: Set<String> = ["", "none", "null", "nil", "-"]

    /// Labels that tell how a request ended.
    private static let endings = ["outcome", "result", "status", "success", "class", "code", "verdict"]
    /// What those say of requests that failed.
    private static let failures = ["err", "fail", "exception", "5xx", "500", "502", "503", "504", "abort", "false"]

    /// Whether a label is on bad requests alone and on all of these, as the kind of an error is: that names no part of the
    /// traffic.
    func saysOnlyThatItFailed(_ parts: [TrafficPart]) -> Bool {
        if tellsHowItEnded(parts) { return true }
        let words = ["err", "exception", "fail", "reason"]
        let isBlank = values.map { Self.blanks.contains($0.lowercased()) }
        guard isBlank.contains(true), words.contains(where: name.lowercased().contains) else { return false }
        return zip(parts, places).allSatisfy { part, place in
            part.bad <= 0 || !isBlank[place] && part.bad >= part.requests * (1 - 1e-6)
        }
    }

    /// Whether it says of each request whether it failed, now and before: `outcome="SERVER_ERROR"`.
    private func tellsHowItEnded(_ parts: [TrafficPart]) -> Bool {
        guard Self.endings.contains(where: name.lowercased().contains) else { return false }
        let saysFailed = values.map { value in Self.failures.contains { value.lowercased().contains($0) } }
        return saysFailed.contains(true)
            && zip(parts, places).allSatisfy { part, place in
                saysFailed[place]
                    ? part.bad >= part.requests * (1 - 1e-6) && part.badBefore >= part.requestsBefore * (1 - 1e-6)
                    : part.bad <= 0 && part.badBefore <= 0
            }
    }

    /// Nil for a label that tells nothing, or tells single requests.
    init?(_ name: String, in parts: [TrafficPart], upTo mostValues: Int) {
        var known: [String: Int] = [:]
        var values: [String] = []
        var places: [Int] = []
        places.reserveCapacity(parts.count)
        for part in parts {
            let value = part.labels[name]
            if let place = known[value] {
                places.append(place)
            } else {
                guard values.count < mostValues else { return nil }
                known[value] = values.count
                places.append(values.count)
                values.append(value)
            }
        }
        guard values.count >= SuspectRanking.fewestValues else { return nil }
        self.name = name
        self.values = values
        self.places = places
    }
}
