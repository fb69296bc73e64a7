/// What the faults of the process want of it at one moment.
package struct FaultStrain: Sendable, Equatable {
    /// Processors to burn.
    package var cores = 0.0
    /// Memory to have lost.
    package var bytes = 0
    /// File descriptors to have lost.
    package var descriptors = 0
    /// Whether `/readyz` answers 503.
    package var isNotReady = false
    /// By how much `/metrics` is delayed.
    package var metricsDelay = Duration.zero
    /// Whether the process is to end now.
    package var crashes = false
    /// Whether what the service depends on can be reached.
    package var isDependencyUp = true
    /// The faults before which requests may still wait.
    package var gates: Set<FaultKey> = []

    /// Nothing.
    package init() {}
}

extension FaultPlan {
    /// What the process is to go through now.
    func strain(at now: ContinuousClock.Instant) -> FaultStrain {
        var strain = FaultStrain()
        guard !injected.isEmpty else { return strain }
        for (key, fault) in injected where isActive(fault, at: now) {
            let (elapsed, request) = ((now - fault.startsAt) / .seconds(1), fault.request)
            switch request.fault {
            case .cpu: strain.cores += (request.value(.cores) ?? 0) * fault.strength(at: now)
            case .memoryLeak:
                strain.bytes = Int(lost(elapsed, request.value(.bytesPerSecond), request.value(.bytes)))
            case .descriptorLeak:
                strain.descriptors = Int(lost(elapsed, request.value(.perSecond), request.value(.count)))
            case .notReady: strain.isNotReady = true
            case .slowMetrics: strain.metricsDelay = .seconds(request.value(.delay) ?? 0)
            case .crash, .crashLoop: if elapsed >= request.value(.after) ?? 0 { strain.crashes = true }
            case .dependency: if fault.isDependencyDown(at: now) { strain.isDependencyUp = false }
            case .lock, .queue: strain.gates.insert(key)
            case .errors, .latency, .abort, .slowBody, .truncatedBody: break
            }
        }
        // What several ask for together is bounded like what one does; and what was asked for was bounded already.
        strain.cores = min(strain.cores, limits.cores)
        strain.bytes = min(strain.bytes, Int(limits.leakBytes))
        strain.descriptors = min(strain.descriptors, Int(limits.leakDescriptors))
        return strain
    }

    private func lost(_ elapsed: Double, _ rate: Double?, _ most: Double?) -> Double {
        min(elapsed * (rate ?? 0), most ?? 0)
    }
}
