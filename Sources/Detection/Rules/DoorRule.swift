/// A service with two doors counts what comes from outside and what comes from within in the same words: both are asked
/// of it, and the outer door is where its users stand.
enum DoorRule {
    private static let outer: Set<String> = ["external", "public"]
    private static let inner: Set<String> = ["internal", "private"]

    /// Of some names those of the outer door: each has its like within, under a name that differs in that word alone.
    static func outer(_ names: [(name: String, words: MetricWords)]) -> Set<String> {
        let inside = Set(names.compactMap { within($0.words.all, inner) })
        guard !inside.isEmpty else { return [] }
        return Set(names.filter { each in within(each.words.all, outer).map(inside.contains) ?? false }.map(\.name))
    }

    /// The family of the inner door beside one of the outer; nil where there is none.
    static func like(_ family: MetricFamily, in families: [MetricFamily]) -> MetricFamily? {
        guard let words = within(family.words.all, outer) else { return nil }
        return families.first { $0.form == family.form && within($0.words.all, inner) == words }
    }

    /// A name's words with a common one for the door; nil where it names none.
    private static func within(_ words: [String], _ doors: Set<String>) -> [String]? {
        words.contains(where: doors.contains) ? words.map { doors.contains($0) ? "*" : $0 } : nil
    }
}
