package import PromModel

/// Writes the service's `/metrics` page.
package struct MetricsPage: Sendable {
    let requests: RequestMetrics.Snapshot
    private let process: ProcessReadings
    let faults: [Fault]
    let hits: [FaultBoard.Hits]
    let readings: FaultReadings
    private let version: String
    let style: MetricsStyle

    /// A page of the values given.
    package init(
        requests: RequestMetrics.Snapshot,
        process: ProcessReadings,
        faults: [Fault],
        hits: [FaultBoard.Hits],
        readings: FaultReadings = FaultReadings(),
        version: String,
        style: MetricsStyle = .standard
    ) {
        self.requests = requests
        self.process = process
        self.faults = faults
        self.hits = hits
        self.readings = readings
        self.version = version
        self.style = style
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
}
