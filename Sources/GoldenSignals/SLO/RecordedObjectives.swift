import PromModel
import PromQL

/// The objectives that the rules of a Prometheus record and alert on.
package struct RecordedObjectives: Sendable, Equatable {
    private let rules: [BurnRateRule]

    /// Objectives of these rules; none where no rule is about burn rates.
    package init(_ rules: [BurnRateRule]) {
        self.rules = rules
    }

    /// There are none.
    package var isEmpty: Bool { rules.isEmpty }

    /// At most so many are followed, those of the service on the screen first: a server may have hundreds.
    private static let most = 12
    private static let identities = ["sloth_id", "grafana_slo_uuid", "slo"]
    private static let names = ["sloth_slo", "grafana_slo_name", "slo"]
    private static let services = ["sloth_service", "grafana_slo_service", "service", "job"]
    /// The labels that groups are told apart by.
    private static let grouping = ["cluster", "namespace", "service", "job"]
    private static let usualPeriod = Duration.seconds(30 * 86_400)

    /// The question for the periods in seconds, by the names that rules record them under.
    package static let periodQuestion =
        "slo:period:seconds or slo:time_period:days * 86400 or pyrra_window or grafana_slo_objective_window_seconds"

    /// The periods of an answer to ``periodQuestion``, by what tells objectives apart.
    package static func periods(_ values: [InstantValue]) -> [String: Duration] {
        var periods: [String: Duration] = [:]
        for value in values where (3600...(400 * 86_400)).contains(value.value) {
            guard let identity = identity({ value.labels[$0] }) else { continue }
            periods[identity] = .seconds(value.value)
        }
        return periods
    }

    /// What is asked about each, those of a service first.
    package func followed(periods: [String: Duration], of service: String) -> [FollowedObjective] {
        var order: [String] = []
        var byIdentity: [String: [BurnRateRule]] = [:]
        for rule in rules {
            guard let identity = Self.identity({ rule.labels[$0] ?? "" }) else { continue }
            if byIdentity[identity] == nil { order.append(identity) }
            byIdentity[identity, default: []].append(rule)
        }
        let all = order.compactMap { identity in
            byIdentity[identity].flatMap {
                Self.objective(identity, $0, period: periods[identity] ?? Self.usualPeriod)
            }
        }
        let own = all.filter { $0.service == service || $0.objective.name.hasPrefix("\(service)-") }
        let others = all.filter { !own.contains($0) }
        return Array((own + others).prefix(Self.most))
    }

    private static func identity(_ label: (String) -> String) -> String? {
        identities.map(label).first { !$0.isEmpty }
    }

    private static func objective(_ identity: String, _ rules: [BurnRateRule], period: Duration) -> FollowedObjective? {
        guard let first = rules.first else { return nil }
        var pairs: [BurnRateRule.Pair] = []
        for pair in rules.flatMap(\.pairs) where !pairs.contains(where: { $0.window == pair.window }) {
            pairs.append(pair)
        }
        pairs.sort { $0.window.long < $1.window.long }
        let objective = ServiceLevelObjective(
            name: names.compactMap { first.labels[$0] }.first { !$0.isEmpty } ?? identity,
            objective: BurnRateWindow.tidied(1 - first.budget),
            indicator: .recorded,
            period: period,
            windows: pairs.map(\.window),
            minimumEvents: Int(pairs.compactMap { $0.events?.least }.max() ?? 0)
        )
        return FollowedObjective(
            objective,
            service: services.compactMap { first.labels[$0] }.first { !$0.isEmpty } ?? "",
            grouping: grouping,
            questions: questions(pairs, first, objective, selector(first.labels)),
            curves: curves(objective, selector(first.labels))
        )
    }

    /// The matcher that picks the objective's other series.
    private static func selector(_ labels: [String: String]) -> String {
        guard let name = identities.first(where: { labels[$0]?.isEmpty == false }), let value = labels[name] else {
            return ""
        }
        return "{\(name)=\(Labels.quoted(value))}"
    }

    private static func questions(
        _ pairs: [BurnRateRule.Pair],
        _ rule: BurnRateRule,
        _ objective: ServiceLevelObjective,
        _ selector: String
    ) -> [ObjectiveQuestions.Question] {
        var questions: [ObjectiveQuestions.Question] = []
        func ask(_ subject: ObjectiveQuestions.Subject, recorded: String?, direct: String? = nil) {
            guard !questions.contains(where: { $0.subject == subject }) else { return }
            questions.append(ObjectiveQuestions.Question(subject: subject, recorded: recorded, direct: direct))
        }
        for pair in pairs {
            ask(.ratio(pair.window.long), recorded: pair.long)
            ask(.ratio(pair.window.short), recorded: pair.short)
            if let events = pair.events { ask(.events(pair.window.long), recorded: events.expression) }
            // That a share was recorded says that the source held what it is about.
            let fullness = ObjectiveQuestions.fullness(of: pair.window.long, pair.short, by: grouping)
            ask(.fullness(pair.window.long), recorded: nil, direct: fullness)
        }
        let left = left(objective, selector)
        ask(.ratio(objective.period), recorded: "(1 - (\(left))) * \(NumberText.formatPlain(objective.budget))")
        if let short = pairs.first?.short {
            let fullness = ObjectiveQuestions.fullness(of: objective.period, short, by: grouping)
            ask(.fullness(objective.period), recorded: nil, direct: fullness)
        }
        return questions
    }

    /// The share of the budget that is left, by the names that rules record it under.
    private static func left(_ objective: ServiceLevelObjective, _ selector: String) -> String {
        let (share, budget) = (NumberText.formatPlain(objective.objective), NumberText.formatPlain(objective.budget))
        return "\(ObjectiveRecordings.budgetLeftMetric)\(selector)"
            + " or (pyrra_availability\(selector) - \(share)) / \(budget)"
            + " or (grafana_slo_sli_window\(selector) - \(share)) / \(budget)"
    }

    private static func curves(_ objective: ServiceLevelObjective, _ selector: String) -> [BudgetCurveQuestion] {
        [BudgetCurveQuestion(expression: left(objective, selector), period: objective.period, kind: .left)]
    }
}
