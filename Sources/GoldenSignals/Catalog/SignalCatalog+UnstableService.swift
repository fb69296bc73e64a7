extension SignalCatalog {
    /// What the bundled unstable service tells of itself beyond its signals.
    package struct UnstableService: Sendable {
        private let catalog: SignalCatalog

        /// Nil for any other service.
        init?(_ catalog: SignalCatalog) {
            guard catalog.profile.name == MetricProfile.unstableName else { return nil }
            self.catalog = catalog
        }

        /// Requests that each process is answering now.
        package var requestsInFlight: String { catalog.ofTargets("http_requests_in_flight") }

        /// Processors that each process may use.
        package var processorLimit: String { catalog.ofTargets("unstable_api_cpu_cores") }

        /// Memory that each process may use, in bytes.
        package var memoryLimit: String { catalog.ofTargets("unstable_api_memory_limit_bytes") }

        /// How many processes run each version.
        package var versions: String { "count by (version) (\(catalog.ofTargets("unstable_api_build_info")))" }

        /// The versions that nobody ran one window ago.
        package var deploys: String { "\(versions) unless \(pastVersions)" }

        /// How long each injected fault still acts, in seconds.
        package var faultsRemaining: String { ofFaults("unstable_api_fault_remaining_seconds") }

        /// By how much each fault delays a request, in seconds.
        package var faultDelays: String { ofFaults("unstable_api_fault_delay_seconds") }

        /// Requests a second that each fault failed or delayed.
        package var faultsInjected: String {
            "sum by (fault, route) (rate(\(ofFaults("unstable_api_faults_injected_total"))[\(catalog.window)]))"
        }

        private var pastVersions: String {
            "count by (version) (\(catalog.ofTargets("unstable_api_build_info")) offset \(catalog.window))"
        }

        private func ofFaults(_ metric: String) -> String { metric + SignalCatalog.braces(catalog.selector) }
    }

    /// What only the bundled service tells; nil for any other.
    package var unstableService: UnstableService? { UnstableService(self) }
}
