// Protocols beside what a program is there for: its scrapes, its console, its peers.
extension SignalDetector {
    /// Whether what comes over a protocol is next to nothing beside what else is asked of the same program, of which it is
    /// told how it ended: a protocol alone makes a handful of requests no service.
    static func isAside(_ candidate: Candidate, _ candidates: [Candidate], _ families: [MetricFamily]) -> Bool {
        guard candidate.kind.standsAlone else { return false }
        return candidates.contains { other in
            guard other.kind != candidate.kind, other.reading != nil, !other.isSuccessOnly, !isAmongPeers(other),
                LayerRule.rank(other.family.words) <= LayerRule.rank(candidate.family.words)
            else { return false }
            if other.kind.standsAlone {
                return candidate.total < leastShare * other.total && LatencyRule.latency(of: other, in: families) != nil
            }
            // A web application asks its database for many things a request: only what is called as it is.
            return candidate.total < leastShareOfWork * other.total && isOfOneProgram(other, candidate)
        }
    }

    /// Beside another protocol.
    private static let leastShare = 0.1
    /// Beside work of another kind.
    private static let leastShareOfWork = 0.04

    /// Names of services by which members of a cluster speak to each other.
    private static let peers: Set<String> = [
        "raft", "gossip", "peer", "peers", "replica", "replication", "replicator", "consensus", "membership", "paxos",
        "swim", "serf", "memberlist",
    ]

    /// Whether all calls that are counted are for services by which members of a cluster speak to each other.
    static func isAmongPeers(_ candidate: Candidate) -> Bool {
        guard candidate.kind == .grpc || candidate.kind == .rpc else { return false }
        let labels = candidate.family.labelNames.filter { ["grpc_service", "service", "rpc_service"].contains($0) }
        return labels.contains { label in
            let named = candidate.family.values(of: label, where: candidate.matchers).keys.filter { !$0.isEmpty }
            return !named.isEmpty && named.allSatisfy { !peers.isDisjoint(with: MetricWords($0).all) }
        }
    }

    private static func isOfOneProgram(_ one: Candidate, _ other: Candidate) -> Bool {
        one.family.words.all.first == other.family.words.all.first
    }
}
