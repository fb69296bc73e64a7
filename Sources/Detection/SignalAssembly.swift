/// Puts the signals together once it is known what counts the requests.
struct SignalAssembly {
    /// What counts them.
    enum Choice {
        case family(Candidate)
        /// What went well and what did not, and the first as a candidate.
        case pair(OutcomeRule.Pair, Candidate)
        /// A counter for each class of answers.
        case classes([MetricFamily])
        /// Counters of parts, told apart by a word of their names.
        case siblings([Candidate])

        /// Whether neither its name nor a protocol says what it counts, but that something went well or not.
        var isUnnamed: Bool {
            guard case .family(let candidate) = self else { return false }
            return !candidate.isNamed && candidate.reading?.grammar == .outcomes
        }
    }

    private let choice: Choice
    private let candidates: [Candidate]
    private let families: [MetricFamily]

    init(_ choice: Choice, _ candidates: [Candidate], _ families: [MetricFamily]) {
        self.choice = choice
        self.candidates = candidates
        self.families = families
    }

    var signals: ServiceSignals {
        switch choice {
        case .family(let candidate): family(candidate)
        case .pair(let pair, let candidate): self.pair(pair, candidate)
        case .classes(let group): classes(group)
        case .siblings(let group): siblings(group)
        }
    }

    private func siblings(_ group: [Candidate]) -> ServiceSignals {
        let first = group[0]
        let parts = group.map { SignalAssembly(.family($0), candidates, families).family($0) }
        let failures = parts.compactMap { part in
            if case .counted(let selections) = part.failures { selections } else { nil }
        }
        let names = group.map(\.family.counterName)
        let list = names.joined(separator: ", ")
        var signals = ServiceSignals(
            kind: first.kind,
            requests: parts.flatMap(\.requests),
            failures: failures.count == group.count
                ? .counted(failures.flatMap(\.self)) : .notJudged("not all of \(list) tell failures"),
            latency: nil,
            route: RouteRule.route(first.family, where: first.matchers, but: first.reading?.label),
            method: RouteRule.method(first.family, where: first.matchers),
            saturation: [],
            evidence: [.init("requests", names[0], because: "counts a part: \(list) are all")]
        )
        signals.notes.append("\(list) are added up; the latency of all of them together is not told")
        return signals
    }

    private func family(_ candidate: Candidate) -> ServiceSignals {
        let latency = LatencyRule.latency(of: candidate, in: families)
        var signals = ServiceSignals(
            kind: candidate.kind,
            requests: [candidate.selection],
            failures: .notJudged(""),
            latency: latency?.latency,
            route: RouteRule.route(candidate.family, where: candidate.matchers, but: candidate.reading?.label),
            method: RouteRule.method(candidate.family, where: candidate.matchers),
            saturation: [],
            evidence: [.init("requests", candidate.family.counterName, because: reason(candidate))]
        )
        judge(&signals, candidate)
        if let latency { signals.evidence.append(latency.finding) }
        if let (witness, finding) = DoublingRule.witness(candidate, in: families) {
            let matchers = DoublingRule.matchers(candidate, witness)
            signals.requests = [SignalSelection(metric: witness.counterName, matchers: matchers)]
            let reason = "\(finding.reason) by \(candidate.family.name), as \(witness.name) tells"
            signals.failures = .notJudged(reason)
            if finding == .failures { signals.latency = nil }
            signals.evidence = [.init("requests", witness.counterName, because: reason)]
            signals.notes.append(reason)
        }
        return signals
    }

    private func reason(_ candidate: Candidate) -> String {
        var parts = ["its name says \(candidate.kind.unit)"]
        if let reading = candidate.reading { parts.append("\(reading.label) tells how they ended") }
        if candidate.measures { parts.append("it measures them too") }
        for matcher in candidate.matchers { parts.append("only \(matcher.text)") }
        return parts.joined(separator: "; ")
    }

    /// How the failures are told.
    private func judge(_ signals: inout ServiceSignals, _ candidate: Candidate) {
        let same = candidates.filter {
            $0.kind == candidate.kind && LayerRule.agree($0.total, candidate.total, within: 0.005)
        }
        let counters =
            ([candidate] + same).lazy.map { FailureRule.counters(of: $0, in: families) }.first { !$0.isEmpty } ?? []
        guard let reading = candidate.reading else {
            judgeByCounters(&signals, candidate, counters)
            return
        }
        let failing = candidate.matchers + [.failing(reading.label, reading.grammar)]
        var failures = [SignalSelection(metric: candidate.family.counterName, matchers: failing)]
        for others in [reading.unanswered, reading.failedWithin].compactMap({ $0 }) {
            failures.append(
                SignalSelection(metric: candidate.family.counterName, matchers: candidate.matchers + others)
            )
        }
        signals.failures = .counted(failures)
        signals.evidence.append(
            .init("failures", reading.label, because: "every value of it is known (\(reading.grammar.rawValue))")
        )
        if let beside = ExceptionRule.beside(candidate, in: families) {
            // What counts both has the requests whose end is still to come, too.
            signals.requests = beside.isCounter ? [beside.whole] : signals.requests + [beside.exceptions]
            signals.failures = .counted(failures + [beside.exceptions])
            let reason = "beside the answers: \(beside.whole.metric) counts both"
            signals.evidence.append(.init("failures", beside.exceptions.metric, because: reason))
            return
        }
        switch FailureRule.beside(candidate, reading, counters) {
        case .beside(let selections):
            signals.requests.append(selections[0])
            signals.failures = .counted(failures + selections.suffix(1))
            signals.evidence.append(.init("failures", selections[0].metric, because: "counted beside the requests"))
            return
        case .unclear(let reason, let requests):
            signals.failures = .notJudged(reason)
            signals.requests += requests
        case .among, .none: break
        }
        takeWhole(&signals, candidate)
    }

    /// Where another counter of the same requests counts more, the rest of them has no status.
    private func takeWhole(_ signals: inout ServiceSignals, _ candidate: Candidate) {
        let all = candidate.family.total()
        let whole = candidates.filter { other in
            other.stem == candidate.stem && other.kind == candidate.kind && !other.measures
                && LayerRule.rank(other.family.words) == LayerRule.rank(candidate.family.words)
        }
        .max { $0.total < $1.total }
        guard let whole, whole.total > all * 1.005 + 2, whole.family.name != candidate.family.name else { return }
        // Each try at a worker is counted there, and each request here: the durations are as many as these.
        let isOfTries = whole.family.labelNames.contains { MetricWords($0).contains(any: Self.triedLabels) }
        if isOfTries, LatencyRule.agrees(with: candidate, in: families) { return }
        let share = StatusRule.percent(1 - candidate.total / whole.total)
        signals.requests = [whole.selection]
        signals.failures = .notJudged(
            "\(share) of what \(whole.family.counterName) counts is not in \(candidate.family.name)"
        )
        signals.evidence.append(
            .init("requests", whole.family.counterName, because: "it counts \(share) that have no status")
        )
    }

    /// Words of labels that tell who was tried.
    private static let triedLabels: Set<String> = ["worker", "backend", "attempt", "upstream", "replica", "target"]

    /// Failures of requests without a status.
    private func judgeByCounters(_ signals: inout ServiceSignals, _ candidate: Candidate, _ counters: [MetricFamily]) {
        if case .notJudged(let reason) = candidate.status {
            takeWhole(&signals, candidate)
            signals.failures = .notJudged(reason)
            return
        }
        if let failures = ExceptionRule.apart(from: candidate, in: families) {
            signals.failures = .counted(failures)
            let reason = "answers by status" + (failures.count > 1 ? ", and exceptions beside them" : "")
            signals.evidence.append(.init("failures", failures[0].metric, because: "\(reason), are all requests"))
            return
        }
        if let failed = ClassRule.failedByCode(of: candidate, in: families) {
            signals.failures = .counted(failed.map { SignalSelection(metric: $0.name) })
            let reason = "a counter for each code, which are all \(candidate.kind.unit) together"
            signals.evidence.append(.init("failures", failed[0].name, because: reason))
            return
        }
        if let failed = ThreefoldRule.failed(of: candidate, in: families) {
            signals.failures = .counted([SignalSelection(metric: failed.counterName, matchers: [])])
            let reason = "with what went well they are all \(candidate.kind.unit)"
            signals.evidence.append(.init("failures", failed.counterName, because: reason))
            return
        }
        switch FailureRule.judge(candidate, counters, all: candidates, families) {
        case .among(let selections):
            signals.failures = .counted(selections)
            signals.evidence.append(
                .init("failures", selections[0].metric, because: "a counter of its own, among the requests")
            )
        case .beside(let selections):
            signals.requests += selections
            signals.failures = .counted(selections)
            signals.evidence.append(
                .init("failures", selections[0].metric, because: "a counter of its own, beside the requests")
            )
        case .unclear(let reason, _):
            takeWhole(&signals, candidate)
            signals.failures = .notJudged(reason)
        case .none:
            takeWhole(&signals, candidate)
            signals.failures = .notJudged(obstacle(candidate))
        }
    }

    /// Why nothing tells the failures: a status of the same requests that is not understood says most.
    private func obstacle(_ candidate: Candidate) -> String {
        for other in candidates where other.stem == candidate.stem {
            if case .notJudged(let reason) = other.status { return reason }
        }
        return "\(candidate.family.counterName) has no status, and no counter tells of failures"
    }

    private func pair(_ pair: OutcomeRule.Pair, _ candidate: Candidate) -> ServiceSignals {
        let others = pair.others.map { SignalSelection(metric: $0.name) }
        let names = pair.others.map(\.name).joined(separator: ", ")
        let both = Candidate(
            family: candidate.family,
            kind: candidate.kind,
            matchers: candidate.matchers,
            status: .none,
            total: candidate.total + pair.total,
            isNamed: true,
            isSuccessOnly: false
        )
        let latency = LatencyRule.latency(of: both, in: families)
        return ServiceSignals(
            kind: candidate.kind,
            requests: [candidate.selection] + others,
            failures: pair.failed.map { .counted($0.map { SignalSelection(metric: $0.name) }) }
                ?? .notJudged("what \(names) counts may be what the client \(Self.word(of: pair))"),
            latency: latency?.latency,
            route: RouteRule.route(candidate.family, where: candidate.matchers, but: nil),
            method: RouteRule.method(candidate.family, where: candidate.matchers),
            saturation: [],
            evidence: [
                .init("requests", candidate.family.name, because: "what went well, and beside it \(names)")
            ] + (latency.map { [$0.finding] } ?? [])
        )
    }

    private static func word(of pair: OutcomeRule.Pair) -> String {
        pair.others.contains { $0.words.contains(any: Vocabulary.undone) } ? "wanted" : "did wrong"
    }

    /// All classes together are what was asked.
    private func classes(_ group: [MetricFamily]) -> ServiceSignals {
        let selections = group.map { SignalSelection(metric: $0.name) }
        let all = Candidate(
            family: group[0],
            kind: .http,
            matchers: [],
            status: .none,
            total: group.reduce(0) { $0 + $1.total() },
            isNamed: true,
            isSuccessOnly: false
        )
        let latency = LatencyRule.latency(of: all, in: families)
        let failed = ClassRule.failed(group).map { [SignalSelection(metric: $0.name)] }
        return ServiceSignals(
            kind: .http,
            requests: selections,
            failures: failed.map { .counted($0) } ?? .notJudged("no counter of answers of class 5"),
            latency: latency?.latency,
            route: RouteRule.route(group[0], where: [], but: nil),
            method: RouteRule.method(group[0], where: []),
            saturation: [],
            evidence: [.init("requests", group[0].name, because: "a counter for each class of answers")]
                + (latency.map { [$0.finding] } ?? [])
        )
    }
}
