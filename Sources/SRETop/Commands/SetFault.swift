import ArgumentParser
import PromClient
import ServiceKit
import UnixSignals

/// `sretop faults set`.
struct SetFault: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "set", abstract: "Inject a fault; it ends by itself.")
    @OptionGroup var name: FaultNameOptions
    @OptionGroup var target: FaultTargetOptions

    @Option(help: "The share of the route's requests to hit, such as 20% or 0.2; all of them without it.")
    var share: ShareArgument?

    @Option(help: "By how much a fault delays what it delays; at most what the service allows, 5s without a word.")
    var delay: DurationArgument?

    @Option(name: .customLong("for"), help: "How long it acts; at most 15m.")
    var time = DurationArgument(.seconds(60))

    @Option(help: "Over how long it grows from nothing to its full strength.")
    var ramp: DurationArgument?

    @Option(
        help: "How it acts, where its kind knows several ways, such as lognormal, hang or flapping.",
        completion: .list(Fault.Kind.allCases.flatMap(\.modes))
    )
    var mode: String?

    @Option(
        name: .customLong("with"),
        help: "A number of its kind, such as workers=4; may be given several times.",
        completion: .list(FaultParameter.allCases.map { "\($0.rawValue)=" })
    )
    var numbers: [FaultNumberArgument] = []

    @Option(name: .customLong("method"), help: "A method that it acts on; all without it.")
    var methods: [String] = []

    @Option(name: .customLong("status"), help: "A status that errors answer, one at random of several.")
    var statuses: [Int] = []

    @Option(help: "The body that errors have.")
    var body: String?

    @Option(help: "The same seed hits the same requests.")
    var seed: UInt64?

    @Flag(help: "It may act on /healthz, /readyz and /metrics, where --route names them.")
    var probes = false

    @Option(help: "Stay, and keep it alive from here: it ends so long after this command has gone, however it went.")
    var lease: DurationArgument?

    func validate() throws {
        // In the words of the flags; everything else the service says.
        guard name.fault != .latency || delay != nil else { throw ValidationError("a latency fault needs --delay") }
        guard name.fault != .errors || delay == nil else { throw ValidationError("an errors fault has no --delay") }
    }

    var request: FaultRequest {
        var request = FaultRequest(
            injecting: name.fault,
            route: name.route,
            share: share?.share,
            delaySeconds: delay.map { $0.duration / .seconds(1) },
            seconds: time.duration / .seconds(1)
        )
        request.rampSeconds = ramp.map { $0.duration / .seconds(1) }
        request.mode = mode
        for number in numbers { request.parameters[number.parameter] = number.value }
        if !methods.isEmpty { request.methods = methods }
        if !statuses.isEmpty { request.statuses = statuses }
        request.body = body
        request.seed = seed
        request.probes = probes ? true : nil
        return request
    }

    func run() async throws {
        guard let lease else { return try await target.apply(request) }
        var request = request
        let holder = "sretop-\(UInt64.random(in: 0...UInt64.max))"
        request.lease = holder
        request.leaseSeconds = lease.duration / .seconds(1)
        try await target.apply(request)
        try await keep(holder, every: lease.duration / 3)
    }

    /// Renews the lease until the fault's time is over or a signal comes, which ends the fault.
    private func keep(_ holder: String, every pause: Duration) async throws {
        let interrupts = await UnixSignalsSequence(trapping: [.sigint, .sigterm])
        let end = ContinuousClock.now + time.duration
        let wasInterrupted = try await withThrowingTaskGroup(of: Bool.self) { group in
            group.addTask {
                for await _ in interrupts { return true }
                return false
            }
            group.addTask {
                while ContinuousClock.now < end {
                    try await Task.sleep(for: min(pause, max(.milliseconds(1), end - .now)))
                    guard ContinuousClock.now < end else { break }
                    try await target.ask { control throws(FaultControl.Failure) in try await control.renew(holder) }
                }
                return false
            }
            defer { group.cancelAll() }
            return try await group.next() ?? false
        }
        guard wasInterrupted else { return }
        try await target.apply(FaultRequest(switching: name.fault, route: name.route, active: false))
    }
}

/// A number of a fault on the command line: `workers=4`.
struct FaultNumberArgument: ExpressibleByArgument, Sendable, Equatable {
    let parameter: FaultParameter
    let value: Double

    init?(argument: String) {
        guard let equals = argument.firstIndex(of: "="),
            let parameter = FaultParameter(rawValue: String(argument[..<equals])),
            let value = Double(argument[argument.index(after: equals)...]), value.isFinite
        else {
            ArgumentForm.refuse("NAME=NUMBER, such as workers=4")
            return nil
        }
        (self.parameter, self.value) = (parameter, value)
    }
}
