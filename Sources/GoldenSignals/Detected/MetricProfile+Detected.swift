package import Detection
import PromModel

extension MetricProfile {
    /// The name of a profile that was found and not described.
    package static let detectedName = "detected"

    /// The profile of signals that were found; nil where nothing counts requests.
    ///
    /// `resources` are those of any process, beside the pairs that were found; of those that need some metrics the ones
    /// whose metrics are among the evidence are taken.
    package init?(detected signals: ServiceSignals, resources: [Resource], among evidence: MetricEvidence? = nil) {
        let gauge: SignalSelection? = if case .gauge(let selection) = signals.failures { selection } else { nil }
        guard let first = signals.requests.first ?? gauge else { return nil }
        self.init(
            name: Self.detectedName,
            title: "\(signals.kind.unit) found by their names, labels and numbers",
            requests: Metric(first),
            routeLabel: signals.route,
            methodLabel: signals.method,
            resources: signals.saturation.compactMap(Resource.init)
                + resources.filter { $0.needs.allSatisfy { evidence?.family($0) != nil } }
        )
        moreRequests = signals.requests.dropFirst().map(Metric.init)
        switch signals.failures {
        case .counted(let selections):
            failures = selections.map(Metric.init)
            statusLabel = selections.lazy.flatMap(\.matchers).compactMap(\.statusLabel).first
        case .gauge: isProbed = true
        case .notJudged(let reason):
            reasons[.successShare] = reason
            reasons[.errorShare] = reason
        }
        take(signals.latency)
        // There are durations, of which something is not known.
        let untold = signals.evidence.first { $0.about == "latency" && $0.obstacle != nil }
        if signals.latency == nil, let untold, let obstacle = untold.obstacle {
            for signal in [Signal.averageLatency, .p95Latency, .p99Latency] {
                reasons[signal] = "\(untold.chosen): \(obstacle)"
            }
        }
        note = (signals.notes + [note].compactMap { $0 }).joined(separator: "; ")
        if note?.isEmpty ?? false { note = nil }
        words = SignalWords(asked: signals.kind.unit, isHTTP: signals.isJudgedByHTTP)
        variant = fingerprint
        self.evidence = signals.evidence.map { "\($0.about) \($0.chosen): \($0.reason)" }
    }

    /// The profile of what was found, with what instances tell that speak by other names, however many names there are.
    package init?(
        detected signals: ServiceSignals,
        resources: [Resource],
        among evidence: MetricEvidence,
        elsewhere: [String: String]
    ) {
        self.init(detected: signals, resources: resources, among: evidence)
        var (rest, known) = (evidence, signals)
        for _ in 0..<Self.mostTongues {
            let names = Set(
                (known.requests.map(\.metric)).map { name in
                    evidence.families.first { $0.counterName == name }?.name ?? name
                }
            )
            guard let others = rest.lacking(names),
                let found = SignalDetector.detect(others, elsewhere: elsewhere).signals,
                let profile = MetricProfile(detected: found, resources: [])
            else { return }
            self = joined(by: profile)
            (rest, known) = (others, found)
        }
    }

    /// So many ways of counting are told apart within one service.
    private static let mostTongues = 3

    /// A word for everything that is asked by it: two services with the same have one profile (FNV-1a, 64 bits).
    private var fingerprint: String {
        let metrics =
            [requests] + moreRequests + failures
            + [latency, timeSpent?.time, timeSpent?.count, probeDuration].compactMap { $0 }
        let texts = metrics.map { "\($0.name){\($0.matchers)}" } + resources.map(\.expression)
        let hash = texts.joined(separator: " ").utf8.reduce(UInt64(0xcbf2_9ce4_8422_2325)) { hash, byte in
            (hash ^ UInt64(byte)) &* 0x100_0000_01b3
        }
        return String(hash, radix: 36)
    }

    private mutating func take(_ latency: Latency?) {
        guard let latency else { return }
        switch latency.form {
        case .histogram(let selection), .summary(let selection): self.latency = Metric(selection)
        case .counters(let time, let count): timeSpent = TimeSpent(time: Metric(time), count: Metric(count))
        case .gauge(let gauge): probeDuration = Metric(gauge)
        }
        latencyUnit = LatencyUnit.allCases.first { $0.perSecond == latency.perSecond }
        var notes: [String] = []
        if latency.isUnitGuessed { notes.append("that latency is in \(latencyUnit?.rawValue ?? "seconds") is a guess") }
        if let share = latency.leavesOut {
            notes.append("latency leaves out \((share * 1000).rounded() / 10) % of the requests")
        }
        note = notes.isEmpty ? nil : notes.joined(separator: "; ")
    }
}

extension MetricProfile.Metric {
    /// A selection as the catalogue takes it.
    init(_ selection: SignalSelection) {
        // What tells failures comes first: of matchers that are read again the first label is the status.
        let matchers =
            selection.matchers.filter { $0.statusLabel != nil } + selection.matchers.filter { $0.statusLabel == nil }
        self.init(name: selection.metric, matchers: matchers.map(\.text).joined(separator: ","))
    }
}

extension MetricProfile.Resource {
    /// The share in use of a pair; nil where a name needs quotes, which not every server reads.
    init?(_ pair: SaturationPair) {
        guard Labels.isPlainName(pair.used, colonAllowed: true), Labels.isPlainName(pair.limit, colonAllowed: true)
        else {
            return nil
        }
        self.init(name: pair.name, expression: "\(pair.used){$target} / (\(pair.limit){$target} > 0)")
    }
}

extension LabelMatcher {
    /// The label that tells failures, where the condition is about one.
    fileprivate var statusLabel: String? {
        if case .failing(let label, _) = self { label } else { nil }
    }
}
