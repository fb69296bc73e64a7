// What a service asks others, where only the rest of the page tells.
extension SignalDetector {
    /// Takes out the candidates that count what the service asks others, and says why.
    static func setAside(
        _ candidates: inout [Candidate],
        _ families: [MetricFamily]
    ) -> [DetectionResult.Rejection] {
        var rejected: [DetectionResult.Rejection] = []
        // Without anything upstream, what is downstream of a service that counts its requests is what it asks.
        let isProxy = families.contains { $0.words.contains(any: ["upstream"]) }
        let asking = candidates.filter { candidate in
            LayerRule.namesWhomItAsks(candidate.family)
                || !isProxy && candidate.family.words.contains(any: ["downstream"])
        }
        .map(\.family.name)
        if asking.count < candidates.count(where: { $0.reading != nil }) {
            candidates.removeAll { asking.contains($0.family.name) }
            rejected += asking.map { .init(metric: $0, reason: "counts what the service asks others") }
        }
        let called = candidates.filter { AskedRule.isBesideCalls($0.family, in: families) }.map(\.family.name)
        candidates.removeAll { called.contains($0.family.name) }
        rejected += called.map { .init(metric: $0, reason: "counts what the service asks an API that it calls") }
        let program = ProgramName.words(of: families.map(\.words))
        let foreign = candidates.compactMap { candidate in
            AskedRule.foreignAPI(candidate.family, of: program).map { (metric: candidate.family.name, whose: $0) }
        }
        // Where nothing else counts anything it may be the only API that there is; several are parts of the service's own.
        if foreign.count < candidates.count, Set(foreign.map(\.whose)).count == 1 {
            candidates.removeAll { candidate in foreign.contains { $0.metric == candidate.family.name } }
            rejected += foreign.map {
                .init(metric: $0.metric, reason: "counts what the service asks others: the API of '\($0.whose)'")
            }
        }
        let tools = ToolRule.asked(candidates, in: families)
        candidates.removeAll { candidate in tools.contains { $0.metric == candidate.family.name } }
        rejected += tools.map { .init(metric: $0.metric, reason: $0.reason) }
        return rejected
    }
}
