/// Which of many names are worth a question: the first look, where a source knows thousands of metrics.
package enum NameFilter {
    /// Parts of histograms and summaries.
    private static let parts = ["_bucket", "_sum", "_count", "_created"]

    /// Words of counters that tell how something ended, whatever it was.
    private static let told = Vocabulary.failed.union(["status", "rcode", "rcodes", "answers"])

    /// The names that detection may take a count from, and those of durations beside them; buckets are left out.
    package static func counters(_ names: some Sequence<String>) -> [String] {
        let named = self.named(names)
        let fronts = CacheRule.fronts(named)
        let outer = DoorRule.outer(named)
        let measured = Set(named.filter { $0.words.contains(any: Vocabulary.durations) }.map(\.words.stem))
        return named.filter { name, words in
            guard !name.hasSuffix("_bucket"), !name.hasSuffix("_created") else { return false }
            // Whose clients hit a cache tells which side it answers.
            if !fronts.isEmpty || words.contains(any: ["client"]), words.contains(any: ["hit", "hits"]) { return true }
            if fronts.contains(name) { return true }
            if ProbeRule.isAbout(words) { return true }
            // The sizes of requests tell whether something else counts them twice.
            if DoublingRule.isSizeOfRequest(words), !words.contains(any: ["client"]), !name.hasSuffix("_sum") {
                return true
            }
            guard CandidateRule.foreign(words, but: outer.contains(name) ? ["external"] : []) == nil,
                !words.says(any: Vocabulary.states)
            else { return false }
            return Vocabulary.isNamed(words.stem) || words.contains(any: Vocabulary.durations)
                || words.contains(any: told) || !words.stem.isDisjoint(with: WorkRule.words)
                || measured.contains(words.stem) || OwnAPIRule.isAPI(words)
        }
        .map(\.name).sorted()
    }

    /// Names with their words, of which some only name the program.
    private static func named(_ names: some Sequence<String>) -> [(name: String, words: MetricWords)] {
        let named = names.map { (name: $0, words: MetricWords($0)) }
        let unsaid = ProgramName.unsaid(byFirstWord: named.map(\.words))
        let scrapes = ProgramName.askedScrapes(named.map(\.words))
        return named.map { each in
            var words = each.words
            words.unsaid = unsaid[words.all.first ?? ""] ?? []
            words.unsaid.formUnion(ProgramName.unsaid(of: each.words, askedScrapes: scrapes))
            return (each.name, words)
        }
    }

    /// What every process tells of itself, by the first word.
    private static let runtime: Set<String> = [
        "go", "process", "promhttp", "python", "jvm", "nodejs", "dotnet", "scrape", "node", "container", "kube",
        "prometheus",
    ]

    /// Counters that are called like nothing that is known: their labels alone may tell how something ended.
    package static func others(_ names: some Sequence<String>) -> [String] {
        let known = Set(names)
        let counters = Set(Self.counters(known))
        return named(known).filter { name, words in
            guard !counters.contains(name), let suffix = ["_total", "_count"].first(where: name.hasSuffix) else {
                return false
            }
            let base = String(name.dropLast(suffix.count))
            return !known.contains(base + "_sum") && !words.says(any: Vocabulary.states)
                && CandidateRule.foreign(words) == nil && !runtime.contains(words.all.first ?? "")
        }
        .map(\.name).sorted()
    }

    /// At most so many of some names, of each first word in turn: no kind of service goes without because it comes late
    /// in the alphabet.
    ///
    /// Of one first word the shorter names come first, the parts of one family together; the answer is in order.
    package static func inTurn(_ names: [String], most: Int) -> [String] {
        guard names.count > most else { return names }
        var groups: [String: [String]] = [:]
        for name in names { groups[MetricWords(name).all.first ?? "", default: []].append(name) }
        let ordered = groups.sorted { $0.key < $1.key }.map { group in
            group.value.sorted { one, other in
                let families = [one, other].map(family(of:))
                guard families[0] == families[1] else {
                    let sizes = families.map(\.utf8.count)
                    return sizes[0] == sizes[1] ? families[0] < families[1] : sizes[0] < sizes[1]
                }
                return one < other
            }
        }
        var taken: [String] = []
        for turn in 0..<(ordered.map(\.count).max() ?? 0) {
            taken += ordered.lazy.filter { turn < $0.count }.map { $0[turn] }
            if taken.count >= most { break }
        }
        return taken.prefix(most).sorted()
    }

    /// The names of what is in use and of its limit: each has its like.
    package static func pairs(_ names: some Sequence<String>) -> [String] { SaturationRule.names(of: names) }

    /// The name of the family that a sample's name belongs to.
    package static func family(of name: String) -> String {
        parts.first(where: name.hasSuffix).map { String(name.dropLast($0.count)) } ?? name
    }
}
