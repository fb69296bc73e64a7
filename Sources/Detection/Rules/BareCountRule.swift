/// Counters that say no more than how many: one is believed where nothing says more and it holds all others.
enum BareCountRule {
    /// Words for what comes to a service, and for what leaves it.
    private static let inbound: Set<String> = [
        "in", "received", "recv", "rcv", "incoming", "topic", "publish", "published", "enqueued", "added", "produced",
        "ingested",
    ]
    private static let outbound: Set<String> = [
        "out", "sent", "outgoing", "channel", "subscription", "delivered", "deliver", "acknowledged", "acked",
        "confirmed", "consumed",
        "dequeued", "expired", "killed", "redelivered", "returned", "routed", "unroutable", "get", "got",
    ]
    /// Answers are told where questions are not.
    private static let answers: Set<String> = ["responses", "response", "resp", "replies"]

    /// Who sends messages to whom within one service.
    private static let between: Set<String> = ["node", "nodes", "peer", "peers", "gossip", "raft", "cluster"]
    /// What every process tells of itself.
    private static let runtime: Set<String> = [
        "go", "process", "promhttp", "python", "jvm", "nodejs", "dotnet", "scrape", "target", "otel", "system", "net",
    ]

    /// Who does the work within one process: what is handed to them is no task that somebody asked for.
    private static let workers: Set<String> = ["pool", "pools", "thread", "threads", "executor", "executors"]

    /// Calls of an API are what somebody asks it, and as often what the service asks one; paths are its own.
    private static func isOfAPI(_ words: MetricWords) -> Bool {
        words.all.indices.dropFirst().contains { words.all[$0] == "calls" && words.all[$0 - 1] == "api" }
    }

    /// Whether no other first word is that of more than twice as many families.
    static func isAtHome(_ family: MetricFamily, _ families: [MetricFamily]) -> Bool {
        var counts: [String: Int] = [:]
        for each in families { counts[each.words.all.first ?? "", default: 0] += 1 }
        let own = counts[family.words.all.first ?? ""] ?? 0
        return !counts.contains { !runtime.contains($0.key) && $0.value > 2 * own }
    }

    /// The one that counts all that was asked; nil where none can be told from its parts.
    ///
    /// One that is called otherwise than most of the page is the exporter's own.
    static func whole(_ candidates: [Candidate], in families: [MetricFamily]) -> Candidate? {
        let plain = candidates.filter { candidate in
            let words = candidate.family.words
            return candidate.family.form == .counter && candidate.isNamed && !candidate.isSuccessOnly
                && candidate.total > 0 && candidate.onlyVerb == nil && LayerRule.rank(words) != 2
                && !words.contains(any: outbound) && endsInSubject(words)
                && (!isOfAPI(words) || RouteRule.hasPaths(candidate.family))
                && !(candidate.kind == .tasks && words.contains(any: workers))
                // Of messages only what comes is asked: what leaves may be more, or less.
                && (candidate.kind != .messages || words.contains(any: inbound) && !words.contains(any: between))
        }
        let best = plain.min { one, other in
            let ranks = [one, other].map { candidate in
                [
                    -candidate.total, candidate.family.words.contains(any: answers) ? 1 : 0,
                    Double(candidate.family.words.all.count), Double(candidate.family.name.utf8.count),
                ]
            }
            return ranks[0].lexicographicallyPrecedes(ranks[1])
        }
        guard let best, !candidates.contains(where: { isSibling($0, of: best) }), isAtHome(best.family, families)
        else { return nil }
        return best
    }

    /// A counter of messages that come, called after the same as a duration, where it counts more: the duration is one
    /// of batches.
    static func messages(beside candidate: Candidate, in families: [MetricFamily]) -> MetricFamily? {
        families.first { family in
            family.form == .counter && family.words.stem.contains("message")
                && family.words.all.first == candidate.family.words.all.first
                && !family.words.contains(any: outbound.union(Vocabulary.states).union(["produced", "published"]))
                && CandidateRule.foreign(family.words) == nil && family.total() > 1.2 * candidate.total
        }
    }

    /// Nothing but how it is counted, and which way it goes, follows the word for what is counted.
    private static func endsInSubject(_ words: MetricWords) -> Bool {
        guard let subject = words.all.lastIndex(where: { Vocabulary.isNamed([Vocabulary.synonyms[$0] ?? $0]) }) else {
            return false
        }
        return words.all[(subject + 1)...].allSatisfy {
            Vocabulary.manner.contains($0) || inbound.contains($0) || $0 == "all" || $0 == "handled"
        }
    }

    /// Whether two names differ in one word that says which part: neither is the whole.
    private static func isSibling(_ candidate: Candidate, of best: Candidate) -> Bool {
        guard candidate.isNamed, candidate.kind == best.kind, candidate.family.name != best.family.name,
            candidate.total > 0.02 * best.total, !candidate.family.words.contains(any: outbound)
        else { return false }
        let (own, others) = differing(best.family.words.all, candidate.family.words.all)
        guard let part = own.first, let other = others.first, own.count < 3, others.count < 3 else { return false }
        let isSubject = { (word: String) in Vocabulary.isNamed([Vocabulary.synonyms[word] ?? word]) }
        return !(isSubject(part) && isSubject(other)) && !own.contains(where: inbound.contains)
    }

    /// The words between what two names begin with and what they end with.
    private static func differing(_ one: [String], _ other: [String]) -> (ArraySlice<String>, ArraySlice<String>) {
        let head = zip(one, other).prefix { $0 == $1 }.count
        let rests = (one.dropFirst(head), other.dropFirst(head))
        let tail = zip(rests.0.reversed(), rests.1.reversed()).prefix { $0 == $1 }.count
        return (rests.0.dropLast(tail), rests.1.dropLast(tail))
    }
}
