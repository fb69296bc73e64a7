import GoldenSignals
import PromModel

extension Suspect {
    /// The same part with the method of its route, where that has but one: `POST /pay` is what it is called.
    func named(by told: TrafficParts) -> Suspect { withMethod(by: told).withInstance(by: told) }

    /// The same part with the instance that alone runs its version.
    private func withInstance(by told: TrafficParts) -> Suspect {
        let (version, instance) = ("version", "instance")
        guard labelNames == [version], parts.count == 1, let part = parts.first else { return self }
        let own = told.parts.filter { $0.requests > 0 && $0.labels[version] == part[version] }
        let names = Set(own.map { $0.labels[instance] })
        guard names.count == 1, let only = names.first, !only.isEmpty,
            Set(told.parts.map { $0.labels[instance] }).count > 1
        else { return self }
        return Suspect(
            labelNames: [version, instance],
            parts: [part.setting(instance, to: only)],
            shareOfNew: shareOfNew,
            shareOfTraffic: shareOfTraffic,
            excess: excess,
            bad: bad,
            firstShareOfNew: firstShareOfNew
        )
    }

    private func withMethod(by told: TrafficParts) -> Suspect {
        guard let route = told.routeLabel, let method = told.methodLabel, parts.count == 1, let part = parts.first,
            labelNames.contains(route), !labelNames.contains(method)
        else { return self }
        let own = told.parts.filter { candidate in
            candidate.requests > 0 && labelNames.allSatisfy { candidate.labels[$0] == part[$0] }
        }
        let methods = Set(own.map { $0.labels[method] })
        guard methods.count == 1, let only = methods.first, !only.isEmpty else { return self }
        let names = [method] + labelNames
        return Suspect(
            labelNames: names,
            parts: [Labels(names.map { ($0, $0 == method ? only : part[$0]) })],
            shareOfNew: shareOfNew,
            shareOfTraffic: shareOfTraffic,
            excess: excess,
            bad: bad,
            firstShareOfNew: firstShareOfNew
        )
    }
}
