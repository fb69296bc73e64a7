import PromModel

/// What the faults are, and what they do.
extension MetricsPage {
    func writeFaults(to writer: inout ExpositionWriter) {
        let gauges: [(name: String, help: String, value: (Fault) -> Double?)] = [
            ("unstable_api_fault_active", "1 while the fault acts on the route, else 0.", { $0.active ? 1 : 0 }),
            ("unstable_api_fault_share", "The share of requests that the fault hits.", { $0.share }),
            (
                "unstable_api_fault_delay_seconds", "By how much the fault delays a request.",
                { $0.delaySeconds }
            ),
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
        writer.family(total, type: .counter, help: "Requests that the fault has hit: failed, delayed or broken off.")
        for entry in hits {
            writer.sample(total, labels: Self.labels(entry.fault, entry.route), value: Double(entry.count))
        }
        writeUnanswered(to: &writer)
        writePools(to: &writer)
        writeDependency(to: &writer)
        writeStrain(to: &writer)
    }

    private static func labels(_ fault: Fault.Kind, _ route: String) -> String {
        ExpositionWriter.renderLabels([("fault", fault.rawValue), ("route", route)])
    }

    private func writeUnanswered(to writer: inout ExpositionWriter) {
        let name = "unstable_api_requests_cut_total"
        writer.family(name, type: .counter, help: "Requests that got no answer, or not all of it, by how.")
        for how in FaultAccounts.Cut.allCases {
            let labels = ExpositionWriter.renderLabels([("how", how.rawValue)])
            writer.sample(name, labels: labels, value: Double(readings.cuts[how] ?? 0))
        }
        writeGauge("unstable_api_requests_hanging", "Requests that hang.", Double(readings.hanging), to: &writer)
    }

    /// Places and room are told while a fault gives them: a pool of nothing is no pool.
    private func writePools(to writer: inout ExpositionWriter) {
        let (queue, lock) = (readings.queue, readings.lock)
        if queue.width > 0 {
            writeGauge("unstable_api_workers", "Workers that there are.", Double(queue.width), to: &writer)
            writeGauge("unstable_api_queue_capacity", "Requests that may wait.", Double(queue.depth), to: &writer)
        }
        writeGauge("unstable_api_workers_busy", "Workers at work.", Double(queue.busy), to: &writer)
        writeGauge("unstable_api_queue_depth", "Requests that wait for a worker.", Double(queue.waiting), to: &writer)
        let shed = "unstable_api_queue_shed_total"
        writer.family(shed, type: .counter, help: "Requests answered 503 since the queue was full.")
        writer.sample(shed, labels: "", value: Double(queue.shed))
        let waits: [(String, String, FaultReadings.Pool)] = [
            ("unstable_api_queue_wait_seconds", "How long requests waited for a worker.", queue),
            ("unstable_api_lock_wait_seconds", "How long requests waited for the lock.", lock),
        ]
        for (name, help, pool) in waits {
            writer.family(name, type: .histogram, help: help)
            writeHistogram(pool.waits, name, labels: "", bounds: pool.waits.bounds, to: &writer)
        }
        writeGauge("unstable_api_lock_waiting", "Requests that wait for the lock.", Double(lock.waiting), to: &writer)
    }

    private func writeDependency(to writer: inout ExpositionWriter) {
        let label = ("dependency", "database")
        let one = ExpositionWriter.renderLabels([label])
        let up = "unstable_api_dependency_up"
        writer.family(up, type: .gauge, help: "1 while what the service depends on can be reached, else 0.")
        writer.sample(up, labels: one, value: readings.isDependencyUp ? 1 : 0)
        let calls = "unstable_api_dependency_requests_total"
        writer.family(calls, type: .counter, help: "Calls to what the service depends on, by outcome.")
        for (outcome, count) in [("failure", readings.callsFailed), ("success", readings.callsFine)] {
            let labels = ExpositionWriter.renderLabels([label, ("outcome", outcome)])
            writer.sample(calls, labels: labels, value: Double(count))
        }
        let times = "unstable_api_dependency_request_duration_seconds"
        writer.family(times, type: .histogram, help: "How long calls to what the service depends on took.")
        writeHistogram(readings.callTimes, times, labels: one, bounds: readings.callTimes.bounds, to: &writer)
    }

    private func writeStrain(to writer: inout ExpositionWriter) {
        writeGauge("unstable_api_burnt_cpu_cores", "Processors burnt by a fault.", readings.burntCores, to: &writer)
        writeGauge("unstable_api_lost_bytes", "Memory lost by a fault.", Double(readings.lostBytes), to: &writer)
        let lost = Double(readings.lostDescriptors)
        writeGauge("unstable_api_lost_descriptors", "File descriptors lost by a fault.", lost, to: &writer)
        writeGauge("unstable_api_ready", "1 while /readyz answers 200, else 0.", readings.isReady ? 1 : 0, to: &writer)
    }

    private func writeGauge(_ name: String, _ help: String, _ value: Double, to writer: inout ExpositionWriter) {
        writer.family(name, type: .gauge, help: help)
        writer.sample(name, labels: "", value: value)
    }
}
