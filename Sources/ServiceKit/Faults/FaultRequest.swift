/// The body of `POST /faults`: which fault to switch or inject.
///
/// With anything beyond kind, route and `active` a fault is injected, and ends by itself; without, one that the service
/// knows already is switched on or off.
package struct FaultRequest: Sendable, Equatable {
    /// How long an injected fault acts where nothing else is said.
    package static let defaultSeconds = 60.0
    /// The longest time that an injected fault may act.
    package static let longestSeconds = 900.0

    /// The fault's kind.
    package let fault: Fault.Kind
    /// A route template, several with commas between them, or ``Fault/everyRoute``.
    package var route = Fault.everyRoute
    /// False switches it off.
    package var active = true
    /// The share of the routes' requests to hit, 0 to 1; nil for all.
    package var share: Double?
    /// How long to act; nil for ``defaultSeconds``.
    package var seconds: Double?
    /// Over how long its share, or its strength, grows from nothing; nil for at once.
    package var rampSeconds: Double?
    /// The methods to act on; nil for all.
    package var methods: [String]?
    /// How to act, where the kind knows several ways; nil for the first of them.
    package var mode: String?
    /// The statuses of errors; one of them each, at random.
    package var statuses: [Int]?
    /// The body of errors.
    package var body: String?
    /// The same seed hits the same requests; nil for one that the service chooses.
    package var seed: UInt64?
    /// Who keeps the fault alive: it ends when this name is not renewed.
    package var lease: String?
    /// How long a lease lasts without being renewed.
    package var leaseSeconds: Double?
    /// Whether routes may be named that are no traffic: probes and the metrics page.
    package var probes: Bool?
    /// The kind's numbers.
    package var parameters: [FaultParameter: Double] = [:]

    /// Names a kind; everything else is as usual.
    package init(_ fault: Fault.Kind) {
        self.fault = fault
    }

    /// By how much to delay a request; nil where the fault delays none.
    package var delaySeconds: Double? { parameters[.delay] }

    /// Whether it says more than on or off.
    var injects: Bool {
        share != nil || seconds != nil || rampSeconds != nil || methods != nil || mode != nil || statuses != nil
            || body != nil || seed != nil || lease != nil || leaseSeconds != nil || probes != nil
            || !parameters.isEmpty
    }

    /// The routes by name; nil for every route that is traffic.
    var routes: [String]? {
        route == Fault.everyRoute ? nil : route.split(separator: ",").map(String.init)
    }

    /// A parameter, or what it is without a word; nil where the mode does not know it.
    func value(_ parameter: FaultParameter) -> Double? {
        if let given = parameters[parameter] { return given }
        let rule = fault.parameters.first { $0.parameter == parameter }
        guard let rule, rule.modes.map({ $0.contains(actingMode ?? "") }) ?? true else { return nil }
        return rule.standard
    }

    /// How it acts: what was said, or the kind's usual way; nil where there is one way.
    var actingMode: String? { mode ?? fault.modes.first }
}

extension FaultRequest {
    /// Switches a fault that the service knows.
    package init(switching fault: Fault.Kind, route: String, active: Bool) {
        self.init(fault)
        self.route = route
        self.active = active
    }

    /// Injects a fault.
    package init(injecting fault: Fault.Kind, route: String, share: Double?, delaySeconds: Double?, seconds: Double?) {
        self.init(fault)
        self.route = route
        self.share = share
        self.seconds = seconds ?? Self.defaultSeconds
        parameters[.delay] = delaySeconds
    }
}

/// Why a fault cannot be switched or injected.
package struct FaultProblem: Error, Sendable, Equatable, CustomStringConvertible {
    /// One line for a person: what is wrong, and what is allowed.
    package let description: String

    /// Wraps a line.
    package init(description: String) {
        self.description = description
    }
}
