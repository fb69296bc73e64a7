/// What no fault may exceed, whoever asks for it.
package struct FaultLimits: Sendable, Equatable {
    /// The longest delay of a request; with the service's own latency it stays below the histogram's last bound.
    package var delaySeconds = 5.0
    /// The longest time that an injected fault may act.
    package var seconds = FaultRequest.longestSeconds
    /// Processors that may be burnt.
    package var cores = 2.0
    /// Memory that may be lost.
    package var leakBytes = 268_435_456.0
    /// File descriptors that may be lost.
    package var leakDescriptors = 256.0
    /// Requests that may wait or hang at the same time.
    package var waiting = 1000.0
    /// Whether the process may be ended.
    package var allowsCrash = true

    /// The usual ones.
    package init() {}

    private typealias Number = any WritableKeyPath<Self, Double> & Sendable

    private static let numbers: [(variable: String, range: ClosedRange<Double>, path: Number)] = [
        ("UNSTABLE_API_MAX_DELAY_SECONDS", 0.001...60, \.delaySeconds),
        ("UNSTABLE_API_MAX_FAULT_SECONDS", 1...FaultRequest.longestSeconds, \.seconds),
        ("UNSTABLE_API_MAX_CPU_CORES", 0...64, \.cores),
        ("UNSTABLE_API_MAX_LEAK_BYTES", 0...10_000_000_000, \.leakBytes),
        ("UNSTABLE_API_MAX_LEAK_DESCRIPTORS", 0...100_000, \.leakDescriptors),
        ("UNSTABLE_API_MAX_WAITING", 1...100_000, \.waiting),
    ]
    private static let crash = "UNSTABLE_API_ALLOW_CRASH"

    /// The variables that set them.
    package static var variables: [String] { numbers.map(\.variable) + [crash] }

    /// Takes what the environment says.
    ///
    /// - Throws: where a variable's value is none.
    package init(environment: [String: String]) throws(FaultProblem) {
        for (variable, range, path) in Self.numbers {
            guard let text = environment[variable], !text.isEmpty else { continue }
            guard let value = Double(text), range.contains(value) else {
                let bounds = "\(FaultRequest.plain(range.lowerBound)) to \(FaultRequest.plain(range.upperBound))"
                throw FaultProblem(description: "\(variable) is '\(text)': it may be \(bounds)")
            }
            self[keyPath: path] = value
        }
        switch environment[Self.crash] {
        case nil, "", "1", "true", "yes": break
        case "0", "false", "no": allowsCrash = false
        case let text?: throw FaultProblem(description: "\(Self.crash) is '\(text)': it may be true or false")
        }
    }

    /// The most that a parameter of a kind may be.
    func most(_ parameter: FaultParameter, of kind: Fault.Kind) -> Double {
        switch (kind, parameter) {
        case (.latency, .delay), (.latency, .upper), (.dependency, .delay), (.slowMetrics, .delay), (_, .hold):
            delaySeconds
        case (.cpu, .cores): cores
        case (.memoryLeak, .bytes): leakBytes
        case (.descriptorLeak, .count): leakDescriptors
        case (.queue, .depth): waiting
        default: .infinity
        }
    }
}
