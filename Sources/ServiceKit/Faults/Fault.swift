/// One fault of the unstable service, as the control routes show it.
package struct Fault: Sendable, Equatable, Codable {
    /// Its kind: `errors`.
    package let fault: String
    /// The route template that it acts on.
    package let route: String
    /// The share of that route's requests that it hits, 0 to 1.
    package let share: Double
    /// Whether it acts now.
    package let active: Bool
    /// A built-in fault is the service's own defect: it has no end, unlike an injected one.
    package let builtin: Bool

    /// Memberwise, for the board and for tests.
    package init(fault: String, route: String, share: Double, active: Bool, builtin: Bool) {
        self.fault = fault
        self.route = route
        self.share = share
        self.active = active
        self.builtin = builtin
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

/// The body of `POST /faults`: which fault to switch, and which way.
package struct FaultSwitch: Sendable, Equatable, Codable {
    /// The fault's kind.
    package let fault: String
    /// The route that it acts on.
    package let route: String
    /// True switches it on.
    package let active: Bool

    /// Names a fault and its new state.
    package init(fault: String, route: String, active: Bool) {
        self.fault = fault
        self.route = route
        self.active = active
    }
}
