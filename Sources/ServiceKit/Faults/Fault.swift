/// One fault of the unstable service, as the control routes show it.
package struct Fault: Sendable, Equatable, Codable {
    /// What a fault does.
    package enum Kind: String, Sendable, CaseIterable, Codable {
        case errors
        case latency
        case abort
        case slowBody = "slow_body"
        case truncatedBody = "truncated_body"
        case cpu
        case memoryLeak = "memory_leak"
        case descriptorLeak = "descriptor_leak"
        case lock
        case queue
        case dependency
        case notReady = "not_ready"
        case crash
        case crashLoop = "crash_loop"
        case slowMetrics = "slow_metrics"

        /// Whether it acts on the process as a whole, not on requests.
        package var isOfProcess: Bool {
            switch self {
            case .cpu, .memoryLeak, .descriptorLeak, .notReady, .crash, .crashLoop, .slowMetrics: true
            default: false
            }
        }
    }

    /// The route of a fault that acts on every route that is traffic, and of one that acts on the process.
    package static let everyRoute = "*"

    /// Its kind.
    package let fault: Kind
    /// The route template that it acts on, several with commas between them, or ``everyRoute``.
    package let route: String
    /// The share of those routes' requests that it hits, 0 to 1.
    package let share: Double
    /// Whether it acts now.
    package let active: Bool
    /// A built-in fault is the service's own defect: it has no end, unlike an injected one.
    package let builtin: Bool
    /// How long it still acts; nil for the built-in one, and for one that does not act.
    package let remainingSeconds: Double?
    /// How it acts, where its kind knows several ways.
    package var mode: String?
    /// Its numbers.
    package var parameters: [FaultParameter: Double] = [:]
    /// The methods that it acts on; nil for all.
    package var methods: [String]?

    /// By how much it delays a request; nil for a fault that delays none.
    package var delaySeconds: Double? { parameters[.delay] }

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
        self.active = active
        self.builtin = builtin
        self.remainingSeconds = remainingSeconds
        parameters[.delay] = delaySeconds
    }

    enum CodingKeys: String, CodingKey {
        case fault, route, share, active, builtin, mode, methods
        case remainingSeconds = "remaining_seconds"
    }

    /// Reads one; a parameter that this version does not know is left out.
    package init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        fault = try values.decode(Kind.self, forKey: .fault)
        route = try values.decode(String.self, forKey: .route)
        share = try values.decode(Double.self, forKey: .share)
        active = try values.decode(Bool.self, forKey: .active)
        builtin = try values.decode(Bool.self, forKey: .builtin)
        remainingSeconds = try values.decodeIfPresent(Double.self, forKey: .remainingSeconds)
        mode = try values.decodeIfPresent(String.self, forKey: .mode)
        methods = try values.decodeIfPresent([String].self, forKey: .methods)
        parameters = try decoder.container(keyedBy: FaultParameter.JSONKey.self).parameters()
    }

    /// Writes one, its parameters beside its other keys.
    package func encode(to encoder: any Encoder) throws {
        var values = encoder.container(keyedBy: CodingKeys.self)
        try values.encode(fault, forKey: .fault)
        try values.encode(route, forKey: .route)
        try values.encode(share, forKey: .share)
        try values.encode(active, forKey: .active)
        try values.encode(builtin, forKey: .builtin)
        try values.encodeIfPresent(remainingSeconds, forKey: .remainingSeconds)
        try values.encodeIfPresent(mode, forKey: .mode)
        try values.encodeIfPresent(methods, forKey: .methods)
        var others = encoder.container(keyedBy: FaultParameter.JSONKey.self)
        try others.encode(parameters)
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
