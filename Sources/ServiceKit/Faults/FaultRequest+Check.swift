extension FaultRequest {
    /// Where a request comes to, and what it may not exceed.
    package struct Rules: Sendable {
        /// The routes that are traffic.
        package var routes: [String]
        /// Routes that are hit only where the request says so.
        package var probes: [String] = []
        /// What no fault may exceed.
        package var limits = FaultLimits()
        /// Whether the service keeps its state across a crash.
        package var keepsState = false

        /// Rules for some routes; everything else is as usual.
        package init(routes: [String]) {
            self.routes = routes
        }
    }

    /// Refuses what no fault can be.
    package func check(routes: [String]) throws(FaultProblem) {
        try check(Rules(routes: routes))
    }

    /// Refuses what no fault can be, or may be here.
    package func check(_ rules: Rules) throws(FaultProblem) {
        try checkRoutes(rules)
        guard active || !injects else {
            throw FaultProblem(description: "a fault that is switched off has no share, delay or time")
        }
        try Self.check(share, "share", 0...1)
        try Self.check(seconds, "seconds", 1...rules.limits.seconds)
        try Self.check(rampSeconds, "ramp_seconds", 0...rules.limits.seconds)
        try Self.check(leaseSeconds, "lease_seconds", 1...60)
        guard (lease == nil) == (leaseSeconds == nil), (lease ?? "x").count <= 64, lease != "" else {
            throw FaultProblem(description: "a lease is a name of at most 64 characters, and lease_seconds")
        }
        try checkMode()
        try checkParameters(rules.limits)
        try checkAnswer()
        if fault == .crash || fault == .crashLoop, active {
            guard rules.limits.allowsCrash else {
                throw FaultProblem(description: "this service may not be crashed: UNSTABLE_API_ALLOW_CRASH is false")
            }
            guard fault == .crash || rules.keepsState else {
                throw FaultProblem(description: "a crash_loop needs a service that was started with --state-file")
            }
        }
    }

    private func checkRoutes(_ rules: Rules) throws(FaultProblem) {
        guard let routes else { return }
        let article = fault.rawValue.first.map { "aeiou".contains($0) } == true ? "an" : "a"
        guard !fault.isOfProcess else {
            throw FaultProblem(description: "\(article) \(fault.rawValue) fault acts on the process: it has no route")
        }
        let allowed = rules.routes + (probes == true ? rules.probes : [])
        for route in routes.isEmpty ? [route] : routes where !allowed.contains(route) {
            throw FaultProblem(description: "no route '\(route)' takes faults: \(allowed.joined(separator: ", "))")
        }
    }

    private func checkMode() throws(FaultProblem) {
        guard let mode, !fault.modes.contains(mode) else { return }
        let known = fault.modes.isEmpty ? "it has none" : fault.modes.joined(separator: ", ")
        throw FaultProblem(description: "there is no mode '\(mode)' of \(fault.rawValue): \(known)")
    }

    private func checkParameters(_ limits: FaultLimits) throws(FaultProblem) {
        let article = fault.rawValue.first.map { "aeiou".contains($0) } == true ? "an" : "a"
        let rules = fault.parameters.filter { $0.modes.map { $0.contains(actingMode ?? "") } ?? true }
        for (parameter, value) in parameters.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
            guard let rule = rules.first(where: { $0.parameter == parameter }) else {
                let of = mode.map { " of mode \($0)" } ?? ""
                throw FaultProblem(description: "\(article) \(fault.rawValue) fault\(of) has no \(parameter.rawValue)")
            }
            let most = max(rule.range.lowerBound, min(rule.range.upperBound, limits.most(parameter, of: fault)))
            try Self.check(value, parameter.rawValue, rule.range.lowerBound...most)
        }
        guard injects else { return }
        for rule in rules where rule.standard == nil && parameters[rule.parameter] == nil {
            let needed = "\(article) \(fault.rawValue) fault needs \(rule.parameter.rawValue)"
            throw FaultProblem(description: needed)
        }
        if let delay = parameters[.delay], let upper = parameters[.upper], upper < delay {
            throw FaultProblem(description: "upper_seconds is below delay_seconds")
        }
    }

    private func checkAnswer() throws(FaultProblem) {
        if statuses != nil || body != nil, fault != .errors {
            throw FaultProblem(description: "only an errors fault has statuses and a body")
        }
        if let statuses {
            guard (1...20).contains(statuses.count), statuses.allSatisfy({ (400...599).contains($0) }) else {
                throw FaultProblem(description: "statuses are one to twenty from 400 to 599")
            }
        }
        guard (body ?? "").utf8.count <= 4096 else { throw FaultProblem(description: "a body has at most 4096 bytes") }
        for method in methods ?? [] where !method.allSatisfy({ $0.isASCII && $0.isUppercase }) || method.isEmpty {
            throw FaultProblem(description: "'\(method)' is no method: methods are written in capitals")
        }
    }

    private static func check(_ value: Double?, _ name: String, _ range: ClosedRange<Double>) throws(FaultProblem) {
        guard let value, !range.contains(value) else { return }
        let bounds = "\(plain(range.lowerBound)) to \(plain(range.upperBound))"
        throw FaultProblem(description: "\(name) is \(plain(value)): it may be \(bounds)")
    }

    static func plain(_ value: Double) -> String {
        value == value.rounded() && abs(value) < 1e12 ? String(Int(value)) : String(value)
    }
}
