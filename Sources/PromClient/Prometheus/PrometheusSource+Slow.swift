import GoldenSignals
import PromModel

/// What is asked less often than the numbers.
enum SlowQuestion: Sendable, Hashable, CaseIterable {
    case targets
    case alerts
    case services
    case objectives
    case habits

    /// The least time between two questions.
    var interval: Duration {
        switch self {
        case .targets, .alerts, .objectives: .seconds(30)
        case .services: .seconds(60)
        case .habits: .seconds(600)
        }
    }
}

extension PrometheusSource {
    /// Asks one of the slow questions, the one that is most overdue: never several at once.
    ///
    /// A failure here is no news about the numbers.
    package func askSlowly() async {
        guard backOff.failures == 0, knowledge.dialect != nil else { return }
        let present = monotonic()
        let due = SlowQuestion.allCases.compactMap { question -> (SlowQuestion, Duration)? in
            // Where nothing is promised there is nothing to ask.
            if question == .objectives, !hasObjectives { return nil }
            guard let last = knowledge.asked[question] else { return (question, .seconds(86_400)) }
            // A reload may have put the scrapes further apart: that is no loss, and the list says so.
            // Once: what is late for longer is asked about no more often than ever.
            if question == .targets, let late = samplesAreLateFor, present - last > late {
                return (question, .seconds(3600))
            }
            let overdue = present - last - question.interval
            return overdue >= .zero ? (question, overdue) : nil
        }
        guard let question = knowledge.isDirectoryOld ? .services : due.max(by: { $0.1 < $1.1 })?.0 else { return }
        knowledge.asked[question] = present
        switch question {
        case .targets:
            await askTargets()
            await reviseInterval()
            await reviseRenewals()
        case .alerts: await askAlerts()
        case .services:
            let before = knowledge.directory
            do throws(APIFailure) { try await detect() } catch { knowledge.directory = before }
            // A service that went quiet keeps its place: its absence is shown, not another's numbers.
            if knowledge.directory.matches.isEmpty { knowledge.directory = before }
            keepSilent(before)
            keepPast()
            await recognize()
            await reviseMatch()
        case .objectives: await askObjectives(withCurves: areObjectivesShown)
        case .habits: await askHabits()
        }
    }

    /// For how long the newest sample has been older than two scrapes; nil while it is not.
    private var samplesAreLateFor: Duration? {
        guard let chosen = selection, let newest = chosen.newestSample else { return nil }
        let late = serverNow - newest - chosen.scrapeInterval * 2 - chosen.delay
        return late > .zero ? late : nil
    }

    /// A service whose targets are all down has no series any more, and is the one to look at: it stays as long as its
    /// targets are listed.
    private func keepSilent(_ before: ServiceDirectory) {
        let found = knowledge.directory
        let silent = before.matches.filter { match in
            found.matches(of: match.service).isEmpty && !targets(of: match.service).isEmpty
        }
        guard !silent.isEmpty else { return }
        knowledge.directory = found.adding(silent)
    }

    func askAlerts() async {
        let api = api
        do throws(APIFailure) {
            let answer = try await api.rules()
            note(answer)
            if answer.value.map(\.query) != knowledge.alerts.map(\.query) {
                knowledge.recorded = RecordedObjectives(
                    answer.value.compactMap { BurnRateRule($0.query, labels: $0.labels) }
                )
            }
            knowledge.alerts = answer.value
            knowledge.alertsAt = serverNow
            knowledge.alertsFailure = nil
        } catch {
            if case .notFound = error {
                // Some servers have no rules: then there are no alerts to show.
                knowledge.alerts = []
                knowledge.alertsAt = serverNow
                knowledge.alertsFailure = nil
            } else {
                knowledge.alertsFailure = "\(error)"
            }
        }
    }

    /// The alerts that are pending or firing, those about the service first.
    var alertStatuses: [AlertStatus] {
        knowledge.alerts.flatMap { rule -> [AlertStatus] in
            let signal = selection.flatMap { Self.signal(of: rule.query, $0.match.profile) }
            let failure = rule.health == "err" ? rule.lastError.isEmpty ? "no reason given" : rule.lastError : nil
            let active = rule.alerts.filter { $0.state == .firing || $0.state == .pending }.map { alert in
                AlertStatus(
                    name: rule.name,
                    isFiring: alert.state == .firing,
                    since: alert.activeAt,
                    labels: alert.labels.dropping(["alertname"]),
                    summary: Self.summary(alert.annotations),
                    signal: signal,
                    concernsService: concerns(alert.labels),
                    failure: failure,
                    annotations: alert.annotations,
                    expression: rule.query,
                    holdsFor: rule.forDuration
                )
            }
            guard active.isEmpty, failure != nil else { return active }
            // An alert that cannot be found out about is worth as much as one that fires.
            return [Self.inactive(rule, concernsService: concerns(rule.labels) || signal != nil, failure: failure)]
        }
        .sorted { left, right in
            if left.concernsService != right.concernsService { return left.concernsService }
            if (left.failure == nil) != (right.failure == nil) { return left.failure != nil }
            if left.isFiring != right.isFiring { return left.isFiring }
            return left.name < right.name
        }
    }

    private static func summary(_ annotations: Labels) -> String {
        ["summary", "description", "message"].map { annotations[$0] }.first { !$0.isEmpty } ?? ""
    }

    /// The signal that an alert's expression is about, by the metrics in it; nil where they tell nothing.
    static func signal(of query: String, _ profile: MetricProfile) -> Signal? {
        let quantiles = ["histogram_quantile", "histogram_fraction"]
        if let latency = profile.latency?.name,
            query.contains("\(latency)_bucket")
                || profile.storage.hasNative && query.contains(latency) && quantiles.contains(where: query.contains)
        {
            return query.contains("0.95") ? .p95Latency : .p99Latency
        }
        let counters = profile.failures.map(\.name).filter { $0 != profile.requests.name && $0 != profile.latencyCount }
        if counters.contains(where: { query.contains($0) }) { return .errorShare }
        if let latency = profile.latency?.name, profile.storage.hasNative, query.contains(latency),
            query.contains("histogram_avg") || query.contains("histogram_sum")
        {
            return .averageLatency
        }
        if query.contains(profile.storedName(profile.requests)) {
            guard let status = profile.statusLabel else { return .requestRate }
            return query.contains(status) ? .errorShare : .requestRate
        }
        if let latency = profile.latency?.name, query.contains("\(latency)_sum") { return .averageLatency }
        return query.contains("process_") ? .saturation : nil
    }

    /// Whether an alert is about the service on the screen: it says nothing else.
    private func concerns(_ labels: Labels) -> Bool {
        guard let service = selection?.match.service else { return false }
        let named = service.names.filter { !labels[$0].isEmpty }
        return named.contains { !service.labels[$0].isEmpty && $0 != "cluster" && $0 != "namespace" }
            && named.allSatisfy { service.labels[$0].isEmpty || service.labels[$0] == labels[$0] }
    }
}
