import GoldenSignals
import PromQL

/// Counters of a service with a known share of bad events, for unit tests of rules.
struct Traffic {
    /// A stretch of time with one share of bad events.
    struct Phase {
        let badShare: Double
        let steps: Int
        var eventsPerStep = Traffic.eventsPerStep
    }

    /// What the events of one kind are counted in.
    private struct Counter {
        let name: String
        /// How many of a step's events it counts, of so many bad ones.
        let amount: (_ events: Int, _ bad: Int) -> Int
        /// Whether it is there only once something failed.
        let isFailures: Bool
    }

    /// Enough for a share of a few millionths.
    static let eventsPerStep = 1_000_000
    private let counters: [Counter]
    /// Between two samples.
    let step: Duration
    /// The labels that the numbers are kept apart by.
    let groupingLabels: [(name: String, value: String)]?
    /// Recorded series are fed where the raw ones are not known.
    private let recorded: [(series: String, window: Duration, isRatio: Bool)]

    /// Nil where no series that the indicator counts could be made up.
    init?(_ objective: ServiceLevelObjective, of service: ServiceObjectives) {
        guard let shortest = objective.allWindows.first else { return nil }
        let steps: [Duration] = [.seconds(300), .seconds(60), .seconds(15), .seconds(5)]
        step = steps.first { $0 <= shortest / 4 } ?? .seconds(1)
        let example = ExampleSeries(service: service)
        groupingLabels = example.groupingLabels
        switch objective.indicator {
        // A series of whole histograms is not written down as numbers are.
        case .availability where service.profile.map { $0.storage.hasNative && $0.countsByHistogram } ?? false,
            .latency where service.profile?.storage.hasNative ?? false:
            (counters, recorded) = ([], Self.records(objective, of: service, groupingLabels ?? []))
        case .availability:
            guard let counters = Self.requests(example) else { return nil }
            (self.counters, recorded) = (counters, [])
        case .latency(let seconds):
            guard let counters = Self.latencies(within: seconds, example) else { return nil }
            (self.counters, recorded) = (counters, [])
        case .expressions, .recorded:
            (counters, recorded) = ([], Self.records(objective, of: service, groupingLabels ?? []))
        }
    }

    /// Whether raw counters are fed, so that everything before the alerts is proven too.
    var canBeFed: Bool { !counters.isEmpty }

    /// A share that is surely over a threshold, and not so far that windows fill at once; nil where there is none.
    static func share(over threshold: Double) -> Double? {
        let shares = [
            0.000_01, 0.000_1, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1,
        ]
        return shares.first { $0 > threshold }
    }

    /// A duration in whole steps, rounded up.
    func whole(_ duration: Duration) -> Duration { step * steps(duration) }

    /// How many steps a duration has, rounded up.
    func steps(_ duration: Duration) -> Int { Int((duration / step).rounded(.up)) }

    /// All series for some phases, one after the other; those of failures are there only where something failed.
    func series(_ phases: [Phase]) -> [RuleTestCase.Series] {
        guard canBeFed else { return recordedSeries(phases) }
        let hasFailures = phases.contains { $0.badShare > 0 }
        return counters.filter { !$0.isFailures || hasFailures }.map { counter in
            var values = CounterValues()
            for phase in phases {
                let bad = Int((phase.badShare * Double(phase.eventsPerStep)).rounded())
                values.rise(by: counter.amount(phase.eventsPerStep, bad), steps: phase.steps)
            }
            return .init(name: counter.name, values: values.text)
        }
    }

    /// Counters that stand still.
    func constant(steps: Int) -> [RuleTestCase.Series] {
        counters.map { .init(name: $0.name, values: "\($0.amount(500, 5))x\(steps)") }
    }

    /// What the rules would have recorded: for each window the bad share of what is within it.
    private func recordedSeries(_ phases: [Phase]) -> [RuleTestCase.Series] {
        let shares = phases.flatMap { Array(repeating: $0.badShare, count: $0.steps) }
        return recorded.map { series, window, isRatio in
            guard isRatio else { return .init(name: series, values: "\(Self.eventsPerStep)x\(shares.count)") }
            let length = max(1, steps(window))
            let ratios = (0...shares.count).map { index in
                let within = shares[max(0, index - length)..<index]
                return within.isEmpty ? shares.first ?? 0 : within.reduce(0, +) / Double(within.count)
            }
            return .init(name: series, values: Self.values(ratios))
        }
    }

    /// Numbers in promtool's notation, equal ones in a row as one.
    private static func values(_ numbers: [Double]) -> String {
        var runs: [(text: String, repetitions: Int)] = []
        for text in numbers.map(ServiceRules.text) {
            if let last = runs.indices.last, runs[last].text == text {
                runs[last].repetitions += 1
            } else {
                runs.append((text, 0))
            }
        }
        return runs.map { $0.repetitions > 0 ? "\($0.text)x\($0.repetitions)" : $0.text }.joined(separator: " ")
    }
}

extension Traffic {
    /// Requests by whether they failed.
    private static func requests(_ example: ExampleSeries) -> [Counter]? {
        guard let profile = example.service.profile, let failed = profile.failures.first,
            let bad = example.series(failed.name, matchers: failed.matchers)
        else { return nil }
        let requests = profile.requests
        guard failed.name == requests.name else {
            let hidden = profile.hiddenRoutes.map { "\(PromQLName.label(profile.routeLabel ?? ""))=~\"\($0)\"" } ?? ""
            return example.series(requests.name, matchers: requests.matchers, avoiding: hidden).map { all in
                [
                    Counter(name: all, amount: { events, _ in events }, isFailures: false),
                    Counter(name: bad, amount: { _, bad in bad }, isFailures: true),
                ]
            }
        }
        let hasStatus = profile.statusLabel.map { "\(PromQLName.label($0))!=\"\"" } ?? ""
        let good = example.series(
            requests.name,
            matchers: [requests.matchers, hasStatus].filter { !$0.isEmpty }.joined(separator: ","),
            avoiding: failed.matchers
        )
        guard let good, good != bad else { return nil }
        return [
            Counter(name: good, amount: { events, bad in events - bad }, isFailures: false),
            Counter(name: bad, amount: { _, bad in bad }, isFailures: true),
        ]
    }

    /// Requests by whether they took longer than a bound.
    private static func latencies(within seconds: Double, _ example: ExampleSeries) -> [Counter]? {
        guard let profile = example.service.profile, let latency = profile.latency,
            let failed = profile.failures.first, let bound = example.service.bucketBound(seconds: seconds),
            let all = example.series("\(latency.name)_count", matchers: latency.matchers, avoiding: failed.matchers),
            let quick = example.series(
                "\(latency.name)_bucket",
                matchers: latency.matchers,
                avoiding: failed.matchers,
                adding: ["le": bound]
            )
        else { return nil }
        return [
            Counter(name: all, amount: { events, _ in events }, isFailures: false),
            Counter(name: quick, amount: { events, bad in events - bad }, isFailures: false),
        ]
    }

    /// What is recorded over windows: shares of bad events, and numbers of events.
    private static func records(
        _ objective: ServiceLevelObjective,
        of service: ServiceObjectives,
        _ groupingLabels: [(name: String, value: String)]
    ) -> [(series: String, window: Duration, isRatio: Bool)] {
        ServiceRules(service).recordings(objective).compactMap { rule in
            guard case .record(let name) = rule.kind,
                let window = rule.labels.first(where: { $0.name == "window" }).map(\.value),
                let duration = PromQLDuration.parse(window)
            else { return nil }
            let labels = (groupingLabels + rule.labels).map { "\($0.name)=\"\($0.value)\"" }.joined(separator: ",")
            return ("\(name){\(labels)}", duration, name.hasPrefix("slo:sli_error:"))
        }
    }
}
