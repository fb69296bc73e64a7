package import PromModel

/// Writes the service's `/metrics` page.
package struct MetricsPage: Sendable {
    private let requests: RequestMetrics.Snapshot
    private let process: ProcessReadings
    private let faults: [Fault]
    private let hits: [FaultBoard.Hits]
    private let version: String

    /// A page of the values given.
    package init(
        requests: RequestMetrics.Snapshot,
        process: ProcessReadings,
        faults: [Fault],
        hits: [FaultBoard.Hits],
        version: String
    ) {
        self.requests = requests
        self.process = process
        self.faults = faults
        self.hits = hits
        self.version = version
    }

    /// The page's bytes, ending in a line feed.
    package func render(as format: ExpositionFormat = .text) -> [UInt8] {
        var writer = ExpositionWriter(format: format)
        writeRequests(to: &writer)
        writeProcess(to: &writer)
        writeService(to: &writer)
        writeFaults(to: &writer)
        writer.finish()
        return writer.bytes
    }

    private func writeRequests(to writer: inout ExpositionWriter) {
        let labels = requests.series.map { key, _ in
            ExpositionWriter.renderLabels([
                ("method", key.method), ("route", key.route), ("status", String(key.status)),
            ])
        }
        writer.family("http_requests_total", type: .counter, help: "HTTP requests answered.")
        for (index, entry) in requests.series.enumerated() {
            writer.sample("http_requests_total", labels: labels[index], value: Double(entry.counts.requests))
        }
        writer.family(
            "http_request_duration_seconds",
            type: .histogram,
            help: "Time from a request's arrival to its answer, in seconds."
        )
        for (index, entry) in requests.series.enumerated() {
            writeHistogram(entry.counts, labels: labels[index], to: &writer)
        }
        writer.family("http_requests_in_flight", type: .gauge, help: "HTTP requests being answered now.")
        writer.sample("http_requests_in_flight", labels: "", value: Double(requests.inFlight))
    }

    private func writeHistogram(_ counts: RequestMetrics.Counts, labels: String, to writer: inout ExpositionWriter) {
        let name = "http_request_duration_seconds"
        var cumulative = 0
        for (bound, count) in zip(LatencyBuckets.upperBoundsSeconds, counts.buckets) {
            cumulative += count
            let bucket = "\(labels),le=\"\(writer.formatBound(bound))\""
            writer.sample("\(name)_bucket", labels: bucket, value: Double(cumulative))
        }
        writer.sample("\(name)_bucket", labels: "\(labels),le=\"+Inf\"", value: Double(counts.requests))
        writer.sample("\(name)_sum", labels: labels, value: counts.seconds)
        writer.sample("\(name)_count", labels: labels, value: Double(counts.requests))
    }

    /// Names and help texts are the ones that Prometheus's client libraries share.
    private func writeProcess(to writer: inout ExpositionWriter) {
        let families: [(name: String, type: MetricType, help: String, value: Double?)] = [
            (
                "process_cpu_seconds_total", .counter, "Total user and system CPU time spent in seconds.",
                process.cpuSeconds
            ),
            (
                "process_start_time_seconds", .gauge, "Start time of the process since unix epoch in seconds.",
                process.startTimeSeconds
            ),
            ("process_virtual_memory_bytes", .gauge, "Virtual memory size in bytes.", process.virtualMemoryBytes),
            ("process_resident_memory_bytes", .gauge, "Resident memory size in bytes.", process.residentMemoryBytes),
            ("process_open_fds", .gauge, "Number of open file descriptors.", process.openFileDescriptors),
            ("process_max_fds", .gauge, "Maximum number of open file descriptors.", process.maxFileDescriptors),
            ("process_threads", .gauge, "Number of OS threads in the process.", process.threads),
        ]
        for family in families {
            guard let value = family.value else { continue }
            writer.family(family.name, type: family.type, help: family.help)
            writer.sample(family.name, labels: "", value: value)
        }
    }

    private func writeService(to writer: inout ExpositionWriter) {
        if let cores = process.cpuCores {
            writer.family("unstable_api_cpu_cores", type: .gauge, help: "Processors that the service may use.")
            writer.sample("unstable_api_cpu_cores", labels: "", value: cores)
        }
        if let limit = process.memoryLimitBytes {
            writer.family("unstable_api_memory_limit_bytes", type: .gauge, help: "Memory that the service may use.")
            writer.sample("unstable_api_memory_limit_bytes", labels: "", value: limit)
        }
        writer.family("unstable_api_build_info", type: .gauge, help: "The service's version; always 1.")
        writer.sample(
            "unstable_api_build_info",
            labels: ExpositionWriter.renderLabels([("version", version)]),
            value: 1
        )
    }

    private func writeFaults(to writer: inout ExpositionWriter) {
        let gauges: [(name: String, help: String, value: (Fault) -> Double?)] = [
            (
                "unstable_api_fault_active", "1 while the fault acts on the route, else 0.",
                { $0.active ? 1 : 0 }
            ),
            ("unstable_api_fault_share", "The share of requests that the fault hits.", { $0.share }),
            ("unstable_api_fault_delay_seconds", "By how much the fault delays a request.", { $0.delaySeconds }),
            (
                "unstable_api_fault_remaining_seconds", "How long an injected fault still acts; 0 where none does.",
                { $0.remainingSeconds ?? 0 }
            ),
        ]
        for gauge in gauges {
            writer.family(gauge.name, type: .gauge, help: gauge.help)
            for fault in faults {
                guard let value = gauge.value(fault) else { continue }
                writer.sample(gauge.name, labels: Self.labels(fault.fault, fault.route), value: value)
            }
        }
        let total = "unstable_api_faults_injected_total"
        writer.family(total, type: .counter, help: "Requests that the fault has failed or delayed.")
        for entry in hits {
            writer.sample(total, labels: Self.labels(entry.fault, entry.route), value: Double(entry.count))
        }
    }

    private static func labels(_ fault: Fault.Kind, _ route: String) -> String {
        ExpositionWriter.renderLabels([("fault", fault.rawValue), ("route", route)])
    }
}
