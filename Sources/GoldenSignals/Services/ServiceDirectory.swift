package import PromModel
import PromQL

/// The services that a source knows, with the profiles that fit them.
package struct ServiceDirectory: Sendable, Equatable {
    /// Every fit, by service name; of one service the preferred profile first.
    package let matches: [ServiceMatch]
    /// How many targets carry each set of service labels.
    package let targets: [Labels: Int]
    /// How many of them did not answer their last scrape.
    package let down: [Labels: Int]
    /// What tells the services apart.
    package let labels: ServiceLabels
    /// Series that several replicas of one observer bring: one of them is taken.
    package var replicas: [ServiceKey: ReplicaLabel] = [:]

    /// Sorts what was found; of one service's fits the order is kept.
    package init(
        matches: [ServiceMatch],
        targets: [Labels: Int],
        down: [Labels: Int] = [:],
        labels: ServiceLabels = .standard
    ) {
        let order = Self.named(matches).enumerated().sorted { left, right in
            let first = left.element.service
            let second = right.element.service
            // Two services of one name differ in their labels; chance must not order them.
            return (first.name, "\(first.labels)", left.offset) < (second.name, "\(second.labels)", right.offset)
        }
        self.matches = order.map(\.element)
        self.targets = targets
        self.down = down
        self.labels = labels
    }

    /// The same fits, where two services have one name under names that tell them apart.
    private static func named(_ matches: [ServiceMatch]) -> [ServiceMatch] {
        var result = matches
        for naming in [ServiceKey.Naming.full, .labelled] {
            let sharing = Dictionary(grouping: Set(result.map(\.service)), by: \.name).filter { $0.value.count > 1 }
            guard !sharing.isEmpty else { break }
            result = result.map { match in
                guard sharing[match.service.name] != nil else { return match }
                var match = match
                match.service.naming = naming
                return match
            }
        }
        return result
    }

    /// The same directory with more fits.
    package func adding(_ more: [ServiceMatch]) -> ServiceDirectory { with(matches + more) }

    /// The same directory with other fits.
    func with(_ matches: [ServiceMatch]) -> ServiceDirectory {
        var result = ServiceDirectory(matches: matches, targets: targets, down: down, labels: labels)
        result.replicas = replicas
        return result
    }

    /// The services, each once, by name.
    package var services: [ServiceKey] {
        var seen: Set<ServiceKey> = []
        return matches.map(\.service).filter { seen.insert($0).inserted }
    }

    /// The services whose targets are there and do not answer, none of them.
    package var unanswered: [ServiceKey] {
        down.filter { targets[$0.key] == $0.value }.keys.sorted().map { labels.key(of: $0) }
    }

    /// The fits of a service.
    package func matches(of service: ServiceKey) -> [ServiceMatch] { matches.filter { $0.service == service } }

    /// The services that a user who writes `name` may mean.
    package func services(called name: String) -> [ServiceKey] {
        let exact = services.filter { $0.name == name }
        return exact.isEmpty ? services.filter { $0.isCalled(name) } : exact
    }

    /// The matchers that select a service's series and no other's.
    ///
    /// Where another service has the same labels and one more, the absent one is asked to be absent; of replicas one is
    /// taken.
    package func selector(of service: ServiceKey) -> String {
        let others = Set(matches.map(\.service.labels)).union(targets.keys).filter { other in
            other != service.labels && service.labels.allSatisfy { other[$0.name] == $0.value }
        }
        let names = matches.reduce(into: service.names) { names, match in
            names += match.service.names.filter { !names.contains($0) }
        }
        let absent = names.filter { name in
            service.labels[name].isEmpty && others.contains { !$0[name].isEmpty }
        }
        let parts =
            [service.selector] + absent.map { "\(PromQLName.label($0))=\"\"" } + [replicaMatcher(of: service)]
        return parts.filter { !$0.isEmpty }.joined(separator: ",")
    }

    /// The matchers that select a service's targets.
    ///
    /// A label such as `service` may stand on the requests alone (a proxy's backends): its target is found by the
    /// others.
    package func targetSelector(of service: ServiceKey) -> String {
        let names = service.names
        let carried = names.filter { name in
            name == "job" || targets.keys.contains { $0["job"] == service.labels["job"] && !$0[name].isEmpty }
        }
        let found = [names, names.filter { $0 != "service" }, carried, ["job"]].first { names in
            let labels = service.labels.keeping(only: names)
            return !labels.isEmpty && targets.keys.contains { $0.keeping(only: names) == labels }
        }
        // Without a job nothing else tells its targets: all of its labels then select none.
        let least = service.labels["job"].isEmpty ? names : ["job"]
        let parts = [ServiceKey.selector(service.labels, names: found ?? least), replicaMatcher(of: service)]
        return parts.filter { !$0.isEmpty }.joined(separator: ",")
    }

    /// The matcher that takes one of several replicas; empty where there are none.
    func replicaMatcher(of service: ServiceKey) -> String { replicas[service]?.matcher ?? "" }
}
