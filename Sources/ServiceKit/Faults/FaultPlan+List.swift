extension FaultPlan {
    /// All faults that the service knows, on or off, by route.
    func faults(at now: ContinuousClock.Instant) -> [Fault] {
        var faults: [FaultKey: Fault] = [
            .defect: Fault(
                fault: .errors,
                route: FaultKey.defect.route,
                share: Self.defectShare,
                active: defectIsOn,
                builtin: true
            )
        ]
        for (key, injected) in injected {
            let isActive = isActive(injected, at: now)
            if key != .defect || isActive { faults[key] = fault(injected, isActive: isActive, at: now) }
        }
        return faults.sorted { $0.key < $1.key }.map(\.value)
    }

    private func fault(_ injected: InjectedFault, isActive: Bool, at now: ContinuousClock.Instant) -> Fault {
        let request = injected.request
        var fault = Fault(
            fault: request.fault,
            route: request.route,
            share: (request.share ?? 1) * (isActive ? injected.strength(at: now) : 1),
            active: isActive,
            builtin: false,
            remainingSeconds: isActive ? (injected.endsAt - now) / .seconds(1) : nil
        )
        fault.mode = request.actingMode
        fault.methods = request.methods
        for rule in request.fault.parameters { fault.parameters[rule.parameter] = request.value(rule.parameter) }
        return fault
    }
}
