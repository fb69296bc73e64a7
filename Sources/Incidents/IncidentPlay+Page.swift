package import PromModel

extension IncidentPlay {
    /// The page of a process as it is now; nil where it does not answer.
    ///
    /// `epoch` is when the play began: start times are of the world's clock.
    package func page(of instance: String, epoch: Timestamp) -> String? {
        guard let process = processes.first(where: { $0.instance.name == instance }) else { return nil }
        let isDown = incident.faults.contains { $0.isDown && $0.isActive(at: now) && $0.hits(process) }
        guard !isDown else { return nil }
        var writer = ExpositionWriter()
        writeRequests(of: process, &writer)
        writeLatency(of: process, &writer)
        writeCalls(of: process, &writer)
        writeProcess(process, epoch, &writer)
        return String(decoding: writer.bytes, as: UTF8.self)
    }

    private func labels(
        _ key: PlayedProcess.Key,
        of process: PlayedProcess,
        withStatus: Bool = true
    )
        -> [(String, String)]
    {
        let names = incident.metrics
        var labels: [(String, String)] = []
        if !names.method.isEmpty { labels.append((names.method, key.method)) }
        if !names.route.isEmpty { labels.append((names.route, key.route)) }
        if withStatus { labels.append((names.status, key.status)) }
        return labels + own(process)
    }

    private func own(_ process: PlayedProcess) -> [(String, String)] {
        process.instance.labels.sorted { $0.key < $1.key }.map { name, value in
            // The version is told by what runs.
            (name, name == "version" ? process.version ?? value : value)
        }
    }

    private func writeRequests(of process: PlayedProcess, _ writer: inout ExpositionWriter) {
        guard !incident.metrics.requests.isEmpty else { return }
        writer.family(incident.metrics.requests, type: .counter, help: "Requests.")
        var sums: [String: Double] = [:]
        for (key, count) in process.counts {
            sums[ExpositionWriter.renderLabels(labels(key, of: process)), default: 0] += count.requests
        }
        for (labels, sum) in sums.sorted(by: { $0.key < $1.key }) {
            writer.sample(incident.metrics.requests, labels: labels, value: sum)
        }
    }

    private func writeLatency(of process: PlayedProcess, _ writer: inout ExpositionWriter) {
        let names = incident.metrics
        guard !names.latency.isEmpty else { return }
        let isHistogram = !names.bounds.isEmpty
        writer.family(names.latency, type: isHistogram ? .histogram : .summary, help: "Seconds until answered.")
        var sums: [String: PlayedProcess.Count] = [:]
        for (key, count) in process.counts {
            let labels =
                names.isLatencyByRoute ? labels(key, of: process, withStatus: names.isLatencyByStatus) : own(process)
            let text = ExpositionWriter.renderLabels(labels)
            var sum = sums[text] ?? PlayedProcess.Count(buckets: Array(repeating: 0, count: names.bounds.count))
            sum.requests += count.requests
            sum.seconds += count.seconds
            for place in sum.buckets.indices { sum.buckets[place] += count.buckets[place] }
            sums[text] = sum
        }
        for (labels, sum) in sums.sorted(by: { $0.key < $1.key }) {
            let prefix = labels.isEmpty ? "" : "\(labels),"
            var below = 0.0
            for (bound, bucket) in zip(names.bounds, sum.buckets) {
                below += bucket
                let text = "\(prefix)le=\"\(writer.formatBound(bound))\""
                writer.sample("\(names.latency)_bucket", labels: text, value: below)
            }
            if isHistogram {
                writer.sample("\(names.latency)_bucket", labels: "\(prefix)le=\"+Inf\"", value: sum.requests)
            }
            writer.sample("\(names.latency)_sum", labels: labels, value: sum.seconds)
            writer.sample("\(names.latency)_count", labels: labels, value: sum.requests)
        }
    }

    /// What the process asked others: once for each request that it got, and what went wrong there did so here.
    private func writeCalls(of process: PlayedProcess, _ writer: inout ExpositionWriter) {
        let calls = incident.calls.filter { $0.from == process.instance.service && !$0.isWritten }
        guard !calls.isEmpty else { return }
        let name = "http_client_request_duration_seconds"
        writer.family(name, type: .summary, help: "Seconds until others answered.")
        var sums: [String: PlayedProcess.Count] = [:]
        for (key, count) in process.counts {
            let status = key.status.hasPrefix("5") ? "500" : "200"
            sums[status, default: PlayedProcess.Count(buckets: [])].requests += count.requests
            sums[status, default: PlayedProcess.Count(buckets: [])].seconds += count.seconds / 2
        }
        for call in calls {
            for (status, sum) in sums.sorted(by: { $0.key < $1.key }) {
                let labels = ExpositionWriter.renderLabels([
                    ("http_response_status_code", status), ("server_address", call.callee),
                ])
                writer.sample("\(name)_sum", labels: labels, value: sum.seconds)
                writer.sample("\(name)_count", labels: labels, value: sum.requests)
            }
        }
    }

    private func writeProcess(_ process: PlayedProcess, _ epoch: Timestamp, _ writer: inout ExpositionWriter) {
        writer.family("process_start_time_seconds", type: .gauge, help: "When it began.")
        writer.sample("process_start_time_seconds", labels: "", value: epoch.seconds + process.startedAt)
        if let version = process.version {
            writer.family("app_build_info", type: .gauge, help: "What runs.")
            let labels = ExpositionWriter.renderLabels([("version", version)])
            writer.sample("app_build_info", labels: labels, value: 1)
        }
        for (name, resource) in process.instance.resources.sorted(by: { $0.key < $1.key }) {
            var used = resource.used
            for fault in incident.faults where fault.isActive(at: now) && fault.hits(process) {
                guard let wanted = fault.resources[name] else { continue }
                used += (wanted - used) * fault.strength(at: now)
            }
            let names = Self.resourceMetrics[name] ?? (used: "\(name)_in_use", limit: "\(name)_max")
            writer.family(names.used, type: .gauge, help: "Used.")
            writer.sample(names.used, labels: "", value: used.rounded())
            guard resource.limit > 0 else { continue }
            writer.family(names.limit, type: .gauge, help: "The most there is.")
            writer.sample(names.limit, labels: "", value: resource.limit)
        }
    }

    private static let resourceMetrics: [String: (used: String, limit: String)] = [
        "fds": ("process_open_fds", "process_max_fds"),
        "memory": ("process_resident_memory_bytes", "process_virtual_memory_max_bytes"),
    ]
}
