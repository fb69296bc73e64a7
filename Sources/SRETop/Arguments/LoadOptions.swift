import ArgumentParser
import ServiceKit
import Settings

/// What `sretop load` sends, how long, and over what.
struct LoadOptions: ParsableArguments {
    @Option(help: "Requests a second; may be a fraction. Without it and with --connections: as fast as answers come.")
    var rate: Double?

    @Option(
        help: """
            The rate's course instead of --rate and --duration: '30s@50,1m@50..200' goes on at 50, then up to 200. Also \
            sine(MEAN,AMPLITUDE,PERIOD), step(FIRST,MORE,EVERY), spike(BASE,PEAK,LENGTH), bursts(SIZE,EVERY).
            """
    )
    var profile: String?

    @Option(help: "How long, such as 30s or 5m; at most 1h. (default: 30s)")
    var duration: DurationArgument?

    @Option(
        help: "Connections: all of them at work without a rate; with one, at most so many. (default: 512 with a rate)"
    )
    var connections: Int?

    @Option(help: "Event loops, each a thread. (default: the processors less one, fewer where the rate needs no more)")
    var threads: Int?

    @Option(help: "How long a request may take, and may wait for a connection.")
    var timeout = DurationArgument(.seconds(10))

    @Flag(help: "Requests at random times about the planned rate (Poisson), as those of many independent callers.")
    var poisson = false

    @Option(help: "The same seed gives the same random times.")
    var seed: UInt64 = 1

    @Option(help: "Drive one part of the rate, such as 0/4, 1/4 …: the parts together make the whole.")
    var shard = ShardArgument.whole

    @Option(help: "Begin at this moment, such as 2026-11-28T03:12:30: parts of one load on several machines at once.")
    var startAt: MomentArgument?

    private static let defaultRate = 50.0
    private static let highestRate = 10_000_000.0
    private static let longest = Duration.seconds(3600)
    private static let mostConnections = 20_000
    /// What one loop does with ease.
    private static let ratePerThread = 5000.0

    /// Throws what is wrong with the options, naming the flag.
    func check() throws {
        if let rate {
            guard rate.isFinite, rate >= 0.01, rate <= Self.highestRate else {
                throw ValidationError("--rate is between 0.01 and \(Int(Self.highestRate)) requests a second")
            }
        }
        if let connections, !(1...Self.mostConnections).contains(connections) {
            throw ValidationError("--connections is between 1 and \(Self.mostConnections)")
        }
        if let threads, !(1...1024).contains(threads) { throw ValidationError("--threads is between 1 and 1024") }
        guard timeout.duration > .zero, timeout.duration <= .seconds(60) else {
            throw ValidationError("--timeout is above zero and at most 60s")
        }
        if profile != nil, rate != nil || duration != nil {
            throw ValidationError("--profile takes the place of --rate and --duration")
        }
        guard let length = try parsed()?.duration ?? duration?.duration else { return try checkLoop() }
        guard length > .zero, length <= Self.longest else {
            throw ValidationError("\(profile == nil ? "--duration" : "--profile") is at most 1h")
        }
        try checkLoop()
    }

    private func checkLoop() throws {
        guard isClosedLoop else { return }
        if poisson { throw ValidationError("--poisson needs a rate: without one the answers set the times") }
        if shard != .whole { throw ValidationError("--shard needs a rate: without one each driver loads as it can") }
    }

    private var isClosedLoop: Bool { connections != nil && rate == nil && profile == nil }

    private func parsed() throws -> LoadProfile? {
        guard let profile else { return nil }
        do throws(LoadProfile.Failure) {
            return try LoadProfile(profile, duration: DurationText.parse)
        } catch {
            throw ValidationError.quoting("--profile \(error)")
        }
    }

    /// The plan; valid after `check`.
    var loadPlan: LoadPlan {
        let part = LoadPart(index: shard.index, count: shard.count)
        let length = duration?.duration ?? .seconds(30)
        if isClosedLoop { return LoadPlan(loop: .closed, duration: length) }
        let arrivals = poisson ? LoadArrivals.random(seed: seed) : .even
        if let profile = try? parsed() {
            return LoadPlan(loop: .open(profile.curve, arrivals), duration: profile.duration, part: part)
        }
        return LoadPlan(
            loop: .open(LoadCurve(rate: rate ?? Self.defaultRate), arrivals),
            duration: length,
            part: part
        )
    }

    /// What bounds the run; valid after `check`.
    var limits: LoadLimits {
        var limits = LoadLimits()
        limits.timeout = timeout.duration
        if let connections { limits.connections = connections }
        let peak = (try? parsed())?.peak ?? rate ?? Self.defaultRate
        let needed =
            isClosedLoop ? limits.connections : Int((peak / Double(shard.count) / Self.ratePerThread).rounded(.up))
        limits.threads = threads ?? max(1, min(LoadLimits.usualThreads, needed))
        return limits
    }
}
