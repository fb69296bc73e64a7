/// A number that says how a fault acts, by its name in JSON and on `/metrics`.
package enum FaultParameter: String, Sendable, CaseIterable, Codable {
    /// By how much a request is delayed: the mean, the median or the least, by the distribution.
    case delay = "delay_seconds"
    /// The other end of a uniform distribution; the slow ones of a bimodal.
    case upper = "upper_seconds"
    /// How wide: of a normal distribution as a share of its mean, of a lognormal its logarithm's standard deviation.
    case spread
    /// How thin the tail of a Pareto distribution is: above 2 its variance is finite.
    case shape
    /// The share of a bimodal distribution's requests that are slow, 0 to 1.
    case slowShare = "slow_share"
    /// How long a worker, or the lock, is held.
    case hold = "hold_seconds"
    /// How many requests are worked on at the same time.
    case workers
    /// How many more may wait for a worker.
    case depth
    /// How fast a body is sent, or memory lost.
    case bytesPerSecond = "bytes_per_second"
    /// Where a body is cut, or where the loss of memory stops.
    case bytes
    /// Descriptors lost a second.
    case perSecond = "per_second"
    /// Where the loss of descriptors stops.
    case count
    /// Processors to burn; a fraction is a part of the time of one.
    case cores
    /// How long after the start it happens.
    case after = "after_seconds"
    /// How long a dependency takes to go and come back once.
    case period = "period_seconds"
}

extension Fault {
    /// What a parameter may be for a kind of fault, and what it is where nothing is said.
    package struct ParameterRule: Sendable, Equatable {
        /// The parameter.
        package let parameter: FaultParameter
        /// What it may be, before the service's own limits.
        package let range: ClosedRange<Double>
        /// What it is without a word; nil where it has to be said, or where the mode does not know it.
        package let standard: Double?
        /// The modes that know it; nil for all of them.
        package let modes: Set<String>?

        init(
            _ parameter: FaultParameter,
            _ range: ClosedRange<Double>,
            standard: Double? = nil,
            modes: Set<String>? = nil
        ) {
            self.parameter = parameter
            self.range = range
            self.standard = standard
            self.modes = modes
        }
    }
}

extension Fault.Kind {
    /// The parameters of each kind.
    package var parameters: [Fault.ParameterRule] {
        switch self {
        case .errors, .abort, .notReady: []
        case .latency:
            [
                .init(.delay, 0.001...60),
                .init(.upper, 0.001...60, modes: ["uniform", "bimodal"]),
                .init(.spread, 0.01...3, standard: 0.5, modes: ["normal", "lognormal"]),
                .init(.shape, 1.05...10, standard: 2, modes: ["pareto"]),
                .init(.slowShare, 0.001...0.999, standard: 0.1, modes: ["bimodal"]),
            ]
        case .slowMetrics: [.init(.delay, 0.001...60)]
        case .slowBody: [.init(.bytesPerSecond, 1...1_000_000, standard: 64)]
        case .truncatedBody: [.init(.bytes, 0...1_000_000, standard: 10)]
        case .cpu: [.init(.cores, 0.05...64, standard: 1)]
        case .memoryLeak:
            [
                .init(.bytesPerSecond, 1...1e9, standard: 1_048_576),
                .init(.bytes, 1...1e10, standard: 67_108_864),
            ]
        case .descriptorLeak: [.init(.perSecond, 0.1...1000, standard: 10), .init(.count, 1...100_000, standard: 100)]
        case .lock: [.init(.hold, 0.001...5, standard: 0.02)]
        case .queue:
            [
                .init(.workers, 1...1000, standard: 4),
                .init(.depth, 0...10_000, standard: 16),
                .init(.hold, 0.001...5, standard: 0.05),
            ]
        case .dependency:
            [
                .init(.delay, 0.001...60, standard: 1, modes: ["slow"]),
                .init(.period, 1...300, standard: 10, modes: ["flapping"]),
            ]
        case .crash: [.init(.after, 0...900, standard: 1)]
        case .crashLoop: [.init(.after, 0.5...900, standard: 5)]
        }
    }

    /// The ways in which the kind can act; the first is the usual one.
    package var modes: [String] {
        switch self {
        case .latency: ["fixed", "uniform", "normal", "lognormal", "pareto", "bimodal"]
        case .abort: ["reset", "close", "hang"]
        case .dependency: ["down", "slow", "flapping"]
        default: []
        }
    }

    /// What it does, in words.
    package var about: String {
        switch self {
        case .errors: "answers an error: 500, or one of the statuses given"
        case .latency: "answers later, by a distribution"
        case .abort: "answers nothing: resets the connection, closes it, or lets the client hang"
        case .slowBody: "sends the answer's body slowly"
        case .truncatedBody: "breaks the connection off within the answer's body"
        case .cpu: "burns processor time beside the requests"
        case .memoryLeak: "loses memory until its end"
        case .descriptorLeak: "loses file descriptors until its end"
        case .lock: "one request after the other holds the same lock"
        case .queue: "few workers, a queue before them, and 503 where it is full"
        case .dependency: "what the service depends on is down, slow, or comes and goes"
        case .notReady: "/readyz answers 503"
        case .crash: "the process ends with status 1"
        case .crashLoop: "the process ends again each time it was started; needs a state file"
        case .slowMetrics: "/metrics answers later"
        }
    }
}
