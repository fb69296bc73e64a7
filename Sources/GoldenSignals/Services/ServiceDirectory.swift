package import PromModel
import PromQL

/// The services that a source knows, with the profiles that fit them.
package struct ServiceDirectory: Sendable, Equatable {
    /// Every fit, by service name; of one service the preferred profile first.
    package let matches: [ServiceMatch]
    /// How many targets carry each set of service labels.
    package let targets: [Labels: Int]

    /// Sorts what was found; of one service's fits the order is kept.
    package init(matches: [ServiceMatch], targets: [Labels: Int]) {
        let order = matches.enumerated().sorted { left, right in
            let first = left.element.service
            let second = right.element.service
            // Two services of one name differ in their labels; chance must not order them.
            return (first.name, "\(first.labels)", left.offset) < (second.name, "\(second.labels)", right.offset)
        }
        self.matches = order.map(\.element)
        self.targets = targets
    }

    /// The services, each once, by name.
    package var services: [ServiceKey] {
        var seen: Set<ServiceKey> = []
        return matches.map(\.service).filter { seen.insert($0).inserted }
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
    /// Where another service has the same labels and one more, the absent one is asked to be absent.
    package func selector(of service: ServiceKey) -> String {
        let others = Set(matches.map(\.service.labels)).union(targets.keys).filter { other in
            other != service.labels && service.labels.allSatisfy { other[$0.name] == $0.value }
        }
        let absent = ServiceKey.labelNames.filter { name in
            service.labels[name].isEmpty && others.contains { !$0[name].isEmpty }
        }
        let parts = [service.selector] + absent.map { "\(PromQLName.label($0))=\"\"" }
        return parts.filter { !$0.isEmpty }.joined(separator: ",")
    }

    /// The matchers that select a service's targets.
    ///
    /// A label such as `service` may stand on the requests alone (a proxy's backends): its target is found by the
    /// others.
    package func targetSelector(of service: ServiceKey) -> String {
        var names = ServiceKey.labelNames
        while names.count > 1 {
            let labels = service.labels.keeping(only: names)
            if targets.keys.contains(where: { $0.keeping(only: names) == labels }) { break }
            // The job stays: it is the last of the names.
            names = names.count == ServiceKey.labelNames.count ? names.filter { $0 != "service" } : ["job"]
        }
        return ServiceKey.selector(service.labels, names: names)
    }
}
