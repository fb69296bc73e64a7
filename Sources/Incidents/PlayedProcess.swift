/// One process of a played incident: what it has counted since it began.
struct PlayedProcess: Sendable {
    /// What requests are counted by.
    struct Key: Sendable, Hashable {
        let route: String
        let method: String
        let status: String
    }

    /// Requests of a kind, and how long they took.
    struct Count: Sendable {
        var requests = 0.0
        var seconds = 0.0
        var buckets: [Double]
    }

    let instance: Incident.Instance
    private(set) var startedAt: Double
    private(set) var version: String?
    private(set) var counts: [Key: Count] = [:]

    init(_ instance: Incident.Instance, startedAt: Double) {
        self.instance = instance
        self.startedAt = startedAt
        version = instance.version
    }

    /// What it is told apart by: its name, service, version, or one of its labels.
    func label(_ name: String) -> String {
        switch name {
        case "instance": instance.name
        case "service", "job": instance.service
        case "version": version ?? instance.labels[name] ?? ""
        default: instance.labels[name] ?? ""
        }
    }

    mutating func count(_ key: Key, _ latency: Double, _ bounds: [Double]) {
        past(key, 1, latency, bounds)
    }

    mutating func past(_ key: Key, _ requests: Double, _ latency: Double, _ bounds: [Double]) {
        var count = counts[key] ?? Count(buckets: Array(repeating: 0, count: bounds.count))
        count.requests += requests
        count.seconds += requests * latency
        if let place = bounds.firstIndex(where: { latency <= $0 }) { count.buckets[place] += requests }
        counts[key] = count
    }

    /// Whole requests: the past was spread over some latencies.
    mutating func roundPast() {
        for (key, count) in counts {
            var whole = count
            whole.buckets = count.buckets.map { $0.rounded() }
            whole.requests = max(count.requests.rounded(), whole.buckets.reduce(0, +))
            counts[key] = whole
        }
    }

    mutating func restart(at moment: Double, version: String?) {
        startedAt = moment
        counts = [:]
        if let version { self.version = version }
    }
}
