package import GoldenSignals
import PromModel

// Who is told of an alert: asked when somebody looks at it, of the Alertmanager that was named or that the server names.
extension PrometheusSource {
    /// What the Alertmanager says of an alert; a failure is an answer too.
    package func routing(of alert: AlertStatus) async -> AlertRouting {
        var places = [options.alertmanager].compactMap { $0 }
        if places.isEmpty {
            let api = api
            let answer = await Self.attempt { () async throws(APIFailure) in try await api.alertmanagers() }
            switch answer {
            case .success(let success): places = success.value
            case .failure(let failure):
                var routing = AlertRouting(place: "")
                routing.failure = "which Alertmanager it has the server does not say: \(failure)"
                return routing
            }
        }
        var routing = AlertRouting(place: "")
        routing.failure = "the server has no Alertmanager; --alertmanager names one"
        // Of several that know the same alerts the first one that answers will do.
        guard let plain else { return routing }
        for place in places.prefix(3) {
            let api = AlertmanagerAPI(
                url: place,
                transport: plain,
                timeout: .seconds(3),
                userAgent: self.api.userAgent
            )
            routing = await api.routing(of: alert)
            if routing.failure == nil { break }
        }
        return routing
    }

    /// The alert that a user wants to look at, by its name or its expression: one that fires, else the one that began
    /// last, else what its rule says; the service that it is about is the one to show, unless another was asked for.
    package func open(_ wanted: WantedAlert) async -> AlertStatus? {
        if knowledge.alertsAt == nil { await askAlerts() }
        func rank(_ alert: AlertStatus) -> (Int, Int64) { (alert.isFiring ? 1 : 0, alert.since?.milliseconds ?? .min) }
        let active = alertStatuses.filter { wanted.isFor($0.name, $0.expression) }.max { rank($0) < rank($1) }
        let rule = knowledge.alerts.first { wanted.isFor($0.name, $0.query) }
        guard let alert = active ?? rule.map({ Self.inactive($0, concernsService: false) }) else { return nil }
        guard options.service == nil, selection == nil else { return alert }
        if active != nil, let named = ["service", "job"].map({ alert.labels[$0] }).first(where: { !$0.isEmpty }) {
            options.service = named
            return alert
        }
        alertServices = await services(of: alert)
        guard active == nil, let rule, !alertServices.isEmpty else { return alert }
        return Self.inactive(rule, concernsService: true)
    }

    /// What a rule says of itself while it has no alert.
    static func inactive(_ rule: APIRule, concernsService: Bool, failure: String? = nil) -> AlertStatus {
        AlertStatus(
            name: rule.name,
            isFiring: false,
            since: nil,
            labels: rule.labels,
            summary: "",
            signal: nil,
            concernsService: concernsService,
            failure: failure,
            annotations: rule.annotations,
            expression: rule.query,
            holdsFor: rule.forDuration
        )
    }
}
