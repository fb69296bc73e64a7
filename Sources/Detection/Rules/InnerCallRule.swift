/// Servers of one program call each other: calls of which nobody says how they ended are those, beside queries or commands
/// of which status and duration are told.
enum InnerCallRule {
    private static let asked: Set<ServiceKind> = [.queries, .commands, .transactions]

    /// Whether a candidate counts what parts of the program call each other for.
    static func isWithin(_ candidate: Candidate, _ candidates: [Candidate], in families: [MetricFamily]) -> Bool {
        guard candidate.kind == .rpc, candidate.status == .none,
            FailureRule.counters(of: candidate, in: families).isEmpty
        else { return false }
        return candidates.contains { other in
            guard asked.contains(other.kind), !other.isSuccessOnly, other.total > 100,
                other.family.words.all.first == candidate.family.words.all.first,
                other.reading != nil || !FailureRule.counters(of: other, in: families).isEmpty
            else { return false }
            return LatencyRule.latency(of: other, in: families)?.latency != nil
        }
    }
}
