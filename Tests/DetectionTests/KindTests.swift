import Detection
import PromModel
import Randomness
import Testing

/// Detection against pages of programs whose names and labels are documented.
@Suite struct KindTests {
    /// What is known to count something else, as the profiles say.
    private static let elsewhere = Dictionary(
        uniqueKeysWithValues: [
            "argocd_app_k8s_request_total", "argocd_redis_request_total", "argocd_redis_request_duration",
            "promtail_request_duration_seconds", "gitlab_runner_api_request_statuses_total",
            "argo_workflows_k8s_request_total", "argo_workflows_k8s_request_duration", "temporal_request_total",
            "temporal_request_latency_seconds", "smokeping_requests_total", "smokeping_response_duration_seconds",
            "executor_completed_tasks_total", "executor_seconds", "executor_idle_seconds",
            "spring_data_repository_invocations_seconds", "mongodb_driver_commands_seconds",
        ]
        .map { ($0, "counts what it asks others") }
    )

    @Test("There are pairs") func pairs() { #expect(ServicePair.kinds.count > 100) }

    @Test(
        "Each page alone leads to the right signals, or to silence where only a profile can know",
        arguments: ServicePair.kinds
    )
    func kind(_ pair: ServicePair) {
        for page in [pair.first, pair.second] {
            let signals = detect(page)
            #expect(pair.mistakes(signals, isSilenceRight: pair.truth.by == "profile") == [])
            guard pair.truth.also?.hasQuantiles == nil, pair.truth.by == nil else { continue }
            let hasBuckets = if case .histogram = signals?.latency?.form { true } else { false }
            #expect(hasBuckets == pair.truth.hasQuantiles)
        }
    }

    @Test("What nothing declares leads to no wrong number", arguments: ServicePair.kinds)
    func withoutTypes(_ pair: ServicePair) {
        let samples = pair.second.samples.map { ($0.labels, $0.value) }
        let evidence = MetricEvidence(samples: samples) { _ in nil }
        let signals = SignalDetector.detect(evidence, elsewhere: Self.elsewhere).signals
        #expect(pair.mistakes(signals, isSilenceRight: true) == [])
    }

    @Test(
        "What a Prometheus is asked for leads to no wrong number",
        arguments: ServicePair.kinds
    )
    func asked(_ pair: ServicePair) {
        let samples = pair.second.samples.map { (labels: $0.labels, value: $0.value) }
        let known = Set(samples.map(\.labels.metricName))
        let names = Set(NameFilter.counters(known)).union(NameFilter.pairs(known)).union(NameFilter.others(known))
        let families = Set(names.map(NameFilter.family(of:)))
        let kept = samples.filter { sample in
            let name = sample.labels.metricName
            return names.contains(name) || name.hasSuffix("_bucket") && families.contains(NameFilter.family(of: name))
        }
        let some = SignalDetector.detect(MetricEvidence(samples: kept) { _ in nil }, elsewhere: Self.elsewhere)
        #expect(pair.mistakes(some.signals, isSilenceRight: true) == [])
    }

    /// Those of which a part is no page of another kind.
    private static let plain = ServicePair.kinds.filter { $0.truth.misleads != true }

    @Test(
        "A page that is not as it was leads to no wrong number, and what it cannot tell has a reason",
        arguments: 0..<400
    )
    func mutated(seed: Int) {
        var random = SeededRandom(seed: UInt64(seed))
        guard let pair = Self.plain.randomElement(using: &random) else { return }
        let mutation = PageMutation.random(pair, using: &random)
        let changed = mutation.applied(to: pair)
        let result = SignalDetector.detect(MetricEvidence(page: changed.second), elsewhere: Self.elsewhere)
        #expect(changed.mistakes(result.signals, isSilenceRight: true) == [], "\(pair.truth.name), \(mutation)")
        if case .notJudged(let reason) = result.signals?.failures { #expect(!reason.isEmpty) }
        guard result.signals == nil, pair.truth.requests ?? 0 > 0, !changed.second.samples.isEmpty else { return }
        #expect(result.rejected.allSatisfy { !$0.reason.isEmpty } && result.familyCount > 0)
    }

    private func detect(_ page: Exposition) -> ServiceSignals? {
        SignalDetector.detect(MetricEvidence(page: page), elsewhere: Self.elsewhere).signals
    }
}
