internal import Randomness

/// Makes incidents by chance: other rates, shares, names and parts, with the truth that follows from them.
///
/// The same seed makes the same incidents.
package struct IncidentGenerator: Sendable {
    var random: SeededRandom
    private var count = 0

    /// Begins the sequence of a seed.
    package init(seed: UInt64) { random = SeededRandom(seed: seed) }

    /// When the trouble begins, in seconds: so long it is calm.
    static let onset = 90.0

    /// The next incident; kinds take turns.
    package mutating func next() -> Incident {
        let kind = Kind.allCases[count % Kind.allCases.count]
        count += 1
        var incident = service()
        incident.name = "\(kind.rawValue)-\(count)"
        incident.kind = kind.rawValue
        incident.seed = random.next() >> 1
        stage(kind, &incident)
        return incident
    }

    /// What goes wrong.
    enum Kind: String, Sendable, CaseIterable {
        case fewFail, allFail, routeFails, methodFails, instanceFails, versionFails, zoneFails, pairFails
        case overload, routeSlow, instanceSlow, allSlow, saturated, stopped, fell, rose, partFell, refused
        case innocentDeploy, guiltyDeploy, recovered, pulse, small, calm
    }

    mutating func pick<Value>(_ values: [Value]) -> Value { values[Int(random.next() % UInt64(values.count))] }

    /// A number between two, evenly by its logarithm.
    mutating func between(_ low: Double, _ high: Double) -> Double {
        let ratio = high / low
        var value = low
        // The power by halves: no library is needed for it.
        var (rest, factor) = (random.nextUnitInterval(), ratio)
        for _ in 0..<24 {
            factor = factor.squareRoot()
            rest *= 2
            if rest >= 1 {
                value *= factor
                rest -= 1
            }
        }
        return (value * 1000).rounded() / 1000
    }

    /// A service that is well: two to seven kinds of requests at one to five processes.
    mutating func service() -> Incident {
        var metrics = Incident.Spelling()
        metrics.route = pick(["route", "handler", "endpoint", "path", "http_route", "uri"])
        metrics.method = pick(["method", "verb", "http_request_method"])
        metrics.status = pick(["status", "code", "status_code", "http_response_status_code"])
        if pick([true, false, false]) {
            metrics.requests = ""
            metrics.latency = "http_server_request_duration_seconds"
            metrics.isLatencyByStatus = true
        }
        let count = pick([1, 2, 2, 3, 3, 4, 5])
        let place = pick(["web", "pod", "api", "10.0.0."])
        let instances = (1...count).map { number in
            let name = place.hasSuffix(".") ? "\(place)\(number):9090" : "\(place)-\(number):8080"
            return Incident.Instance(name: name)
        }
        let kinds = [
            ("/cart", "GET"), ("/cart", "POST"), ("/pay", "POST"), ("/items", "GET"), ("/search", "GET"),
            ("/user/{id}", "GET"), ("/login", "POST"), ("/upload", "PUT"),
        ]
        let first = Int(random.next() % 8)
        let traffic = (0..<pick([2, 3, 4, 5, 6])).map { offset in
            let (route, method) = kinds[(first + offset) % kinds.count]
            var traffic = Incident.Traffic(rate: 0)
            (traffic.route, traffic.method) = (route, method)
            traffic.latency = between(0.01, 0.12)
            traffic.failures = pick([0, 0, 0.001, 0.002])
            return traffic
        }
        var incident = Incident(
            name: "",
            kind: "",
            seed: 1,
            seconds: 160,
            metrics: metrics,
            instances: instances,
            traffic: traffic,
            faults: [],
            sources: [],
            watch: nil,
            expect: []
        )
        share(between(8, 300), &incident)
        return incident
    }

    /// Shares a rate among the kinds of requests.
    mutating func share(_ rate: Double, _ incident: inout Incident) {
        let weights = incident.traffic.map { _ in between(1, 8) }
        let total = weights.reduce(0, +)
        for index in incident.traffic.indices {
            incident.traffic[index].rate = (rate * weights[index] / total * 1000).rounded() / 1000
        }
    }
}
