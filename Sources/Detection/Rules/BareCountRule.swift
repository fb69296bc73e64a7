/// Counters that say no more than how many: one is believed where nothing says more and it holds all others.
enum BareCountRule {
    /// Words for what comes to a service, and for what leaves it.
    private static let inbound: Set<String> = [
        "in", "received", "recv", "incoming", "publish", "published", "enqueued", "added", "produced", "ingested",
    ]
    private static let outbound: Set<String> = [
        "out", "sent", "outgoing", "delivered", "deliver", "acknowledged", "acked", "confirmed", "consumed",
        "dequeued", "expired", "killed", "redelivered", "returned", "routed", "unroutable", "get", "got",
    ]
    /// Answers are told where questions are not.
    private static let answers: Set<String> = ["responses", "response", "resp", "replies"]

    /// The one that counts all that was asked; nil where none can be told from its parts.
    static func whole(_ candidates: [Candidate]) -> Candidate? {
        let plain = candidates.filter { candidate in
            let words = candidate.family.words
            return candidate.family.form == .counter && candidate.isNamed && !candidate.isSuccessOnly
                && candidate.total > 0 && candidate.onlyVerb == nil && LayerRule.rank(words) != 2
                && !words.contains(any: outbound) && endsInSubject(words)
                // Of messages only what comes is asked: what leaves may be more, or less.
                && (candidate.kind != .messages || words.contains(any: inbound))
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
        guard let best, !candidates.contains(where: { isSibling($0, of: best) }) else { return nil }
        return best
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
        guard candidate.kind == best.kind, candidate.family.name != best.family.name,
            candidate.total > 0.02 * best.total, !candidate.family.words.contains(any: outbound)
        else { return false }
        let (own, others) = (best.family.words.all, candidate.family.words.all)
        guard own.count == others.count else { return false }
        let differing = zip(own, others).filter { $0 != $1 }
        guard differing.count == 1, let pair = differing.first else { return false }
        let isSubject = { (word: String) in Vocabulary.isNamed([Vocabulary.synonyms[word] ?? word]) }
        return !(isSubject(pair.0) && isSubject(pair.1)) && !inbound.contains(pair.0)
    }
}
