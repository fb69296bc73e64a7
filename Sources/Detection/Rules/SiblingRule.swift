/// Counters that differ in one word alone, each with a status of its own: what they count together is what the service is
/// asked, and the largest of them is only a part.
enum SiblingRule {
    /// The siblings of a candidate, itself among them, by name; nil where it has none, or where another family counts all
    /// of them together.
    static func group(_ candidate: Candidate, _ candidates: [Candidate], in families: [MetricFamily]) -> [Candidate]? {
        // One piece of work is done by others: runs of tasks by runs of pipelines.
        let isAsked = [ServiceKind.http, .grpc, .rpc, .dns, .requests].contains(candidate.kind)
        guard isAsked, candidate.isNamed, candidate.family.form == .counter, candidate.reading != nil else {
            return nil
        }
        let told = candidates.filter { $0.family.name == candidate.family.name || isSibling($0, candidate) }
        guard told.count > 1 else { return nil }
        // Where some of them tell how they ended one that does not is a part all the same.
        let group = told + candidates.filter { isUntold($0, candidate) }
        let sum = group.reduce(0) { $0 + $1.total }
        let isTold = families.contains { family in
            family.form != .gauge && !family.words.stem.isDisjoint(with: candidate.stem)
                && LayerRule.agree(family.total(), sum, within: 0.02)
        }
        return isTold ? nil : group.sorted { $0.family.name < $1.family.name }
    }

    private static func isUntold(_ one: Candidate, _ other: Candidate) -> Bool {
        guard one.kind == other.kind, one.family.form == other.family.form, one.status == .none, !one.isSuccessOnly,
            one.family.labelNames == other.family.labelNames.filter({ $0 != other.reading?.label }),
            LayerRule.rank(one.family.words) == LayerRule.rank(other.family.words), one.total > 0,
            !LayerRule.agree(one.total, other.total, within: 0.05)
        else { return false }
        let (left, right) = (one.family.words, other.family.words)
        // Words that only say how it is counted make no part.
        return one.stem != other.stem && one.stem.count == other.stem.count && left.all.count == right.all.count
            && zip(left.all, right.all).count { $0 != $1 } == 1
    }

    private static func isSibling(_ one: Candidate, _ other: Candidate) -> Bool {
        guard one.kind == other.kind, one.family.form == other.family.form,
            one.family.labelNames == other.family.labelNames, !one.isSuccessOnly,
            one.reading?.label == other.reading?.label, one.reading?.grammar == other.reading?.grammar,
            LayerRule.rank(one.family.words) == LayerRule.rank(other.family.words)
        else { return false }
        // What counts the same may be another layer of it.
        guard one.total > 0, !LayerRule.agree(one.total, other.total, within: 0.05) else { return false }
        let (left, right) = (one.family.words.all, other.family.words.all)
        let words = zip(left, right).filter { $0 != $1 }
        guard left.count == right.count, words.count == 1, let (word, another) = words.first else { return false }
        // What comes over HTTP is counted there as well.
        return transports.contains(word) == transports.contains(another)
    }

    private static let transports: Set<String> = ["http", "https"]
}
