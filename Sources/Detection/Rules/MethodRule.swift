/// A counter for each method that is called, `rpc_agent_v1_attest`: each is a part, and together they are what is asked.
enum MethodRule {
    private static let protocols: Set<String> = ["rpc", "grpc"]
    /// What may follow a protocol and is no method.
    private static let sides: Set<String> = ["server", "client"]

    /// The families of all methods, that of a candidate among them, by name; nil where its name tells no method, where it
    /// is the only one, or where another family counts all of them together.
    static func group(_ candidate: Candidate, _ candidates: [Candidate], in families: [MetricFamily]) -> [Candidate]? {
        guard let reading = candidate.reading, let whose = program(candidate.family.words) else { return nil }
        let group = candidates.filter { other in
            other.kind == candidate.kind && other.family.form == candidate.family.form && other.total > 0
                && program(other.family.words) == whose && other.reading == reading && !other.isSuccessOnly
                && other.family.labelNames == candidate.family.labelNames
                && ending(other.family.words) == ending(candidate.family.words)
        }
        // What counts the same may be a step of the same calls.
        let counts = group.map(\.total).sorted()
        guard group.count > 1,
            zip(counts, counts.dropFirst()).allSatisfy({ !LayerRule.agree($0, $1, within: 0.05) })
        else { return nil }
        let sum = counts.reduce(0, +)
        let isTold = families.contains { family in
            family.form != .gauge && family.words.all.first == candidate.family.words.all.first
                && LayerRule.agree(family.total(), sum, within: 0.02)
        }
        return isTold ? nil : group.sorted { $0.family.name < $1.family.name }
    }

    /// The words up to the protocol, where two words for a method follow it at least, and none for what is counted.
    private static func program(_ words: MetricWords) -> [String]? {
        guard let index = words.all.firstIndex(where: protocols.contains), index > 0 else { return nil }
        let rest = words.all[(index + 1)...].filter { !Vocabulary.manner.contains($0) }
        let isMethod =
            rest.count > 1 && !sides.contains(rest[0])
            && rest.allSatisfy { !Vocabulary.isNamed([Vocabulary.synonyms[$0] ?? $0]) }
        return isMethod ? Array(words.all[...index]) : nil
    }

    /// The words for how it is counted, behind the method.
    private static func ending(_ words: MetricWords) -> [String] {
        words.all.reversed().prefix { Vocabulary.manner.contains($0) }.reversed()
    }
}
