import AlertRules
import Foundation
import GoldenSignals
import PromModel
import PromQL
import Settings
import Testing

/// Samples of a service into the generated rules, as promtool evaluates them, and into the screen's computation.
///
/// promtool's `test rules` is Prometheus's own engine and rule manager, at exactly the instants that a group has.
struct ObjectiveDrill: Sendable, CustomTestStringConvertible {
    /// A stretch of equal steps.
    struct Phase: Sendable {
        let steps: Int
        /// Requests in a step, and how many of them fail; none where the service does not answer.
        let requests: Int?
        var failures = 0
        /// Of those that do not fail, how many take longer than 0.3 s.
        var slow = 0
        /// The process began anew.
        var isRestart = false

        /// Those that do not fail.
        var answered: Int { (requests ?? 0) - failures }
    }

    let name: String
    /// One objective as the file of objectives has it.
    let objective: String
    /// Between two scrapes, and two evaluations.
    let step: Int
    let phases: [Phase]
    /// Somebody is called.
    var callsSomebody = true

    var testDescription: String { name }

    /// The alerts that fire, by their long windows, at each instant.
    typealias States = [Set<String>]

    private static let labels: Labels = ["job": "shop", "instance": "a:80"]

    private var yaml: String {
        """
        service: shop
        profile: go
        by: [job]
        interval: \(step)s
        objectives:
          - \(objective)
        """
    }

    /// A counter's metric, its labels beside those of the target, and what it says at each step; nil where no scrape
    /// succeeded.
    private typealias Counter = (metric: String, labels: String, values: [Int?])

    /// The service's counters: what fails is fast, and neither slow nor in time.
    private var counters: [Counter] {
        let (requests, latency) = ("http_requests_total", "http_request_duration_seconds")
        return [
            counter(requests, "code=\"200\"") { $0.answered }, counter(requests, "code=\"500\"") { $0.failures },
            counter("\(latency)_bucket", "code=\"200\",le=\"0.3\"") { $0.answered - $0.slow },
            counter("\(latency)_bucket", "code=\"200\",le=\"+Inf\"") { $0.answered },
            counter("\(latency)_count", "code=\"200\"") { $0.answered },
            counter("\(latency)_bucket", "code=\"500\",le=\"0.3\"") { $0.failures },
            counter("\(latency)_bucket", "code=\"500\",le=\"+Inf\"") { $0.failures },
            counter("\(latency)_count", "code=\"500\"") { $0.failures },
        ]
    }

    private func counter(_ metric: String, _ labels: String, counting: (Phase) -> Int) -> Counter {
        var total = 0
        var values: [Int?] = []
        for phase in phases {
            if phase.isRestart { total = 0 }
            for _ in 0..<phase.steps {
                if phase.requests != nil { total += counting(phase) }
                values.append(phase.requests == nil ? nil : total)
            }
        }
        return (metric, labels, values)
    }

    /// How many steps there are in all.
    private var count: Int { phases.reduce(0) { $0 + $1.steps } }

    private func read() throws -> (service: ServiceObjectives, objective: ServiceLevelObjective) {
        let service = try SLOFile.read(yaml, name: "slo.yaml")
        return (service, try #require(service.objectives.first))
    }

    /// Whether an alert that calls somebody is among those that fire.
    func pages(_ states: States) throws -> Bool {
        let critical = try read().objective.windows.filter { $0.severity == .critical }
        return !states.allSatisfy { $0.isDisjoint(with: critical.map { PromQLDuration.format($0.long) }) }
    }

    /// What fires by the screen's computation.
    func screen(_ semantics: PromQLEngine.WindowSemantics) async throws -> States {
        let (service, objective) = try read()
        let followed = FollowedObjective(objective, of: service, origin: .given)
        let engine = EmbeddedQueryEngine(
            options: PromQLEngine.Options(windowSemantics: semantics),
            retention: .seconds(400 * 86_400),
            countsFromZero: false
        )
        let counters = counters
        for index in 0..<count {
            let lines = counters.compactMap { counter in
                counter.values[index].map { "\(counter.metric){\(counter.labels)} \($0)\n" }
            }
            let page = lines.isEmpty ? nil : lines.joined()
            let outcome: Scrape.Outcome =
                page.map { .success(ExpositionParser.parse(Array($0.utf8), format: .text)) }
                ?? .failure(reason: "connection refused")
            let start = moment(index)
            await engine.ingest(Scrape(target: Self.labels, start: start, duration: .zero, outcome: outcome))
        }
        var states: States = []
        for index in 0..<count {
            var readings = ObjectiveReadings(group: Labels())
            for question in followed.questions {
                // How full a window is decides nothing.
                if case .fullness = question.subject { continue }
                guard let expression = question.direct else { continue }
                for value in try await engine.instant(expression, at: moment(index)) where !value.value.isNaN {
                    readings.take(value.value, of: question.subject)
                }
            }
            let firing = ObjectiveStatus(objective, readings).pairs.filter(\.isFiring)
            states.append(Set(firing.map { PromQLDuration.format($0.window.long) }))
        }
        return states
    }

    /// Whether promtool's evaluation of the generated rules is in these states at each instant; what it says else.
    func judged(_ states: States, by promtool: String, in folder: RuleFolder) throws -> String? {
        try folder.write(yaml, to: "slo.yaml")
        let made = try folder.rules("--format", "rules", "--output", "rules.yml")
        try #require(made.status == 0, "\(made.output)")
        try folder.write(test(states), to: "drill.yml")
        let result = try folder.run([promtool, "test", "rules", "drill.yml"])
        return result.status == 0 ? nil : String(result.output.suffix(4000))
    }

    /// The moments at which the firing alerts change, in words.
    func transitions(_ states: States) -> [String] {
        var before: Set<String> = []
        return states.enumerated().compactMap { index, firing in
            defer { before = firing }
            guard firing != before else { return nil }
            return "\(index * step)s: \(firing.isEmpty ? "none" : firing.sorted().joined(separator: " "))"
        }
    }

    /// Instants are counted from the epoch, as promtool counts them.
    private func moment(_ index: Int) -> Timestamp { Timestamp(seconds: Double(index * step)) }

    private func test(_ states: States) -> String {
        let series = counters.map { counter in
            let values = counter.values.map { $0.map(String.init) ?? "stale" }.joined(separator: " ")
            return """
                      - series: '\(counter.metric){job="shop",instance="a:80",\(counter.labels)}'
                        values: '\(values)'
                """
        }
        let expression = "count by (long_window) (ALERTS{alertname=\"ShopMainErrorBudgetBurn\",alertstate=\"firing\"})"
        let instants = states.enumerated().map { index, firing in
            let samples = firing.sorted().map { "{labels: '{long_window=\"\($0)\"}', value: 1}" }
            return """
                    - expr: '\(expression)'
                      eval_time: \(index * step)s
                      exp_samples: [\(samples.joined(separator: ", "))]
                """
        }
        return """
            rule_files: [rules.yml]
            evaluation_interval: \(step)s
            # Else promtool takes groups in any order, and alerts may see what was recorded an instant before.
            group_eval_order: [shop-main-recordings, shop-main-alerts, shop-guards]
            tests:
              - interval: \(step)s
                input_series:
            \(series.joined(separator: "\n"))
                promql_expr_test:
            \(instants.joined(separator: "\n"))

            """
    }
}
