import GoldenSignals
import PromModel

/// The targets that a server lists, by the services that they belong to.
struct TargetIndex: Sendable {
    /// All of them, in the server's order.
    let all: [APITarget]
    private let byService: [ServiceKey: [APITarget]]
    private let byJob: [String: [APITarget]]

    /// Targets, by what tells services apart.
    init(_ targets: [APITarget] = [], labels: ServiceLabels = .standard) {
        all = targets
        byService = Dictionary(grouping: targets) { labels.key(of: $0.labels) }
        byJob = Dictionary(grouping: targets.filter { !$0.labels["job"].isEmpty }) { $0.labels["job"] }
    }

    /// The targets of a service; where none has all of its labels those of its job.
    func targets(of service: ServiceKey) -> [APITarget] {
        byService[service] ?? byJob[service.labels["job"]] ?? []
    }

    /// Those that carry all of a service's labels.
    func exactTargets(of service: ServiceKey) -> [APITarget] { byService[service] ?? [] }
}
