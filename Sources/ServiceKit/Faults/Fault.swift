/// One fault of the unstable service, as the control routes show it.
package struct Fault: Sendable, Equatable, Codable {
    /// What a fault does.
    package enum Kind: String, Sendable, CaseIterable, Codable {
        /// Answers 500.
        case errors
        /// Answers later.
        case latency
    }

    /// Its kind.
    package let fault: Kind
    /// The route template that it acts on.
    package let route: String
    /// The share of that route's requests that it hits, 0 to 1.
    package let share: Double
    /// By how much it delays a request; nil for a fault that delays none.
    package let delaySeconds: Double?
    /// Whether it acts now.
    package let active: Bool
    /// A built-in fault is the service's own defect: it has no end, unlike an injected one.
    package let builtin: Bool
    /// How long it still acts; nil for the built-in one, and for one that does not act.
    package let remainingSeconds: Double?

    /// Memberwise, for the board and for tests.
    package init(
        fault: Kind,
        route: String,
        share: Double,
        delaySeconds: Double? = nil,
        active: Bool,
        builtin: Bool,
        remainingSeconds: Double? = nil
    ) {
        self.fault = fault
        self.route = route
        self.share = share
        self.delaySeconds = delaySeconds
        self.active = active
        self.builtin = builtin
        self.remainingSeconds = remainingSeconds
    }

    enum CodingKeys: String, CodingKey {
        case fault, route, share, active, builtin
        case delaySeconds = "delay_seconds"
        case remainingSeconds = "remaining_seconds"
    }
}

/// The answer of `GET /faults`.
package struct FaultList: Sendable, Equatable, Codable {
    /// Every fault that the service knows.
    package let faults: [Fault]

    /// Wraps a list.
    package init(faults: [Fault]) {
        self.faults = faults
    }
}
