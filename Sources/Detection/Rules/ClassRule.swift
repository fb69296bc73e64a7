/// Answers with a counter for each of their classes: `2xx`, `4xx`, `5xx` in the names.
enum ClassRule {
    private static let classes: Set<String> = ["1xx", "2xx", "3xx", "4xx", "5xx"]

    /// The counters that differ in the class alone, by what they are called besides; only where successes and failures are
    /// among them.
    static func groups(_ families: [MetricFamily]) -> [[MetricFamily]] {
        let counters = families.filter { family in
            family.form == .counter && family.words.contains(any: classes)
                && CandidateRule.foreign(family.words) == nil
        }
        let groups = Dictionary(grouping: counters) { family in family.words.all.filter { !classes.contains($0) } }
        return groups.values.filter { group in
            ["2xx", "5xx"].allSatisfy { part in group.contains { $0.words.contains(any: [part]) } }
        }
        .map { group in group.sorted { $0.name < $1.name } }.sorted { $0[0].name < $1[0].name }
    }

    /// The counters of a candidate's answers that failed, where there is one for each code, `status_500`, or each of DNS's
    /// answers, `servfail`, and all of them are what the candidate counts; nil where there are none.
    static func failedByCode(of candidate: Candidate, in families: [MetricFamily]) -> [MetricFamily]? {
        let coded = families.compactMap { family in code(family).map { (family: family, code: $0) } }
        let groups = Dictionary(grouping: coded, by: \.code.rest).values.filter { group in
            let sum = group.reduce(0) { $0 + $1.family.total() }
            return group.count > 1 && sum > 100 && LayerRule.agree(sum, candidate.total, within: 0.01)
                && group[0].code.rest.first == candidate.family.words.all.first
                && group.contains { $0.code.verdict == .success }
        }
        guard groups.count == 1, let group = groups.first else { return nil }
        let failed = group.filter { $0.code.verdict == .failure }.map(\.family)
        return failed.isEmpty ? nil : failed.sorted { $0.name < $1.name }
    }

    /// What a counter's name says of how what it counts ended, and what else it says; nil where it says nothing of it.
    private static func code(_ family: MetricFamily) -> (rest: [String], verdict: StatusGrammar.Verdict)? {
        guard family.form == .counter else { return nil }
        var rest = family.words.all
        if let place = rest.lastIndex(where: isCode), place > 0,
            ["status", "code", "codes", "response", "responses", "http"].contains(rest[place - 1])
        {
            let verdict = StatusGrammar.codes.verdict(rest.remove(at: place))
            return verdict.map { (rest, $0) }
        }
        guard let last = rest.popLast(), !rest.isEmpty else { return nil }
        return StatusGrammar.dns.verdict(last.uppercased()).map { (rest, $0) }
    }

    private static func isCode(_ word: String) -> Bool {
        word.count == 3 && word.allSatisfy(\.isASCIIDigit) && StatusGrammar.codes.verdict(word) != nil
    }

    /// The one of class 5 of a group.
    static func failed(_ group: [MetricFamily]) -> MetricFamily? {
        group.first { $0.words.contains(any: ["5xx"]) }
    }

    /// The counter of the failures of a candidate: that of the group whose sum is what the candidate counts.
    static func failed(of candidate: Candidate, in families: [MetricFamily]) -> MetricFamily? {
        let groups = groups(families).filter { group in
            let sum = group.reduce(0) { $0 + $1.total() }
            return sum > 0 && LayerRule.agree(sum, candidate.total, within: 0.01)
                && group[0].words.all.first == candidate.family.words.all.first
        }
        return groups.count == 1 ? failed(groups[0]) : nil
    }
}
