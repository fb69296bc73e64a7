package import GoldenSignals
import PromModel
import PromQL

/// The rules of a service: what is recorded for its objectives, and what alerts.
///
/// Only what Prometheus 2.42 knows already: no group labels, no query offset.
package struct ServiceRules: Sendable {
    /// What the rules are for.
    package let service: ServiceObjectives

    /// Rules for a service's objectives.
    package init(_ service: ServiceObjectives) {
        self.service = service
    }

    /// All groups: for each objective what is recorded and what alerts, then the guards.
    package var groups: [RuleGroup] {
        let ofObjectives = service.objectives.flatMap { objective in
            [
                RuleGroup(
                    name: "\(service.identifier(of: objective))-recordings",
                    interval: service.interval,
                    rules: recordings(objective)
                ),
                RuleGroup(
                    name: "\(service.identifier(of: objective))-alerts",
                    interval: service.interval,
                    rules: burnAlerts(objective)
                ),
            ]
        }
        let guards = RuleGroup(name: "\(service.service)-guards", interval: service.interval, rules: guards)
        return ofObjectives + [guards]
    }

    /// A service's or objective's name within an alert's: `unstable-api` is `UnstableApi`.
    static func camelCase(_ name: String) -> String {
        name.split { $0 == "-" || $0 == "_" }.map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined()
    }

    /// A duration as rules spell it: `5m`, `6h`, `30d`.
    static func text(_ duration: Duration) -> String { PromQLDuration.format(duration) }

    /// A number without an exponent and without the noise of binary fractions.
    static func text(_ number: Double) -> String { NumberText.formatPlain((number * 1e9).rounded() / 1e9) }

    /// A share in percent: `0.001` is `0.1%`.
    static func percent(_ share: Double) -> String { text(share * 100) + "%" }

    /// The labels that pick an objective's recorded series.
    func selector(_ objective: ServiceLevelObjective) -> String { "{slo=\"\(service.identifier(of: objective))\"}" }
}
