package import GoldenSignals

/// Which service calls which.
package struct ServiceCalls: Sendable, Equatable {
    private var callees: [ServiceKey: [ServiceKey]] = [:]

    /// No service is known to call another.
    package init() {}

    /// What calls are known among some services, by the names that callers use for those that they call.
    ///
    /// `written` are those of the configuration file, by the caller's name.
    package init(_ calls: [ServiceCall], written: [String: [String]] = [:], among services: [ServiceKey]) {
        guard !calls.isEmpty || !written.isEmpty else { return }
        // Names are looked up often: each service by all that it may be called.
        var byName: [String: ServiceKey] = [:]
        for service in services {
            for name in [service.name] + service.ownValues where byName[name] == nil { byName[name] = service }
        }
        func service(called text: String) -> ServiceKey? {
            Self.names(in: text).lazy.compactMap { byName[$0] }.first
        }
        for call in calls {
            let caller = call.callerName.isEmpty ? call.caller : service(called: call.callerName)
            guard let caller, let callee = service(called: call.callee) else { continue }
            add(caller, callee)
        }
        for (name, names) in written {
            for caller in services where caller.isCalled(name) {
                for callee in names.compactMap(service(called:)) { add(caller, callee) }
            }
        }
    }

    /// No call is known.
    package var isEmpty: Bool { callees.isEmpty }

    private mutating func add(_ caller: ServiceKey, _ callee: ServiceKey) {
        guard caller != callee, callees[caller]?.contains(callee) != true else { return }
        callees[caller, default: []].append(callee)
    }

    /// The ways a host, an address or a cluster of a proxy may name a service, the longest first.
    ///
    /// `http://payments.shop.svc:8080` may be `payments.shop.svc` or `payments`; `outbound|80||cart.shop.svc` is Istio's
    /// name of the cluster behind which `cart` stands.
    static func names(in text: String) -> [String] {
        var rest = Substring(text)
        if let scheme = rest.firstRange(of: "://") { rest = rest[scheme.upperBound...] }
        if let bar = rest.lastIndex(of: "|") { rest = rest[rest.index(after: bar)...] }
        let host = rest.prefix { $0 != ":" && $0 != "/" }
        let first = host.prefix { $0 != "." }
        var names = [text, String(rest), String(host)]
        // The parts of an address name nobody.
        if !(first.allSatisfy(\.isNumber)) { names.append(String(first)) }
        return names.filter { !$0.isEmpty }
    }

    /// The services among `broken` that a service calls, directly or through others that are broken, with the number of
    /// calls on the way: what is broken at the end of a chain of broken ones explains those before it.
    func reach(from caller: ServiceKey, among broken: Set<ServiceKey>) -> [ServiceKey: Int] {
        var depths: [ServiceKey: Int] = [:]
        var ends = [caller]
        var depth = 0
        while !ends.isEmpty {
            depth += 1
            let next = ends.flatMap { callees[$0] ?? [] }.filter {
                $0 != caller && broken.contains($0) && depths[$0] == nil
            }
            for service in next { depths[service] = depth }
            ends = Array(Set(next))
        }
        return depths
    }
}
