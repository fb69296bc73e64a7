import NIOCore

/// What a run sends and for how long.
package struct LoadPlan: Sendable, Equatable {
    /// How requests come to be sent.
    package enum Loop: Sendable, Equatable {
        /// At their planned times, whatever the target does.
        case open(LoadCurve, LoadArrivals)
        /// Each connection sends the next request when the last was answered: the target sets the rate.
        case closed
    }

    /// How requests come to be sent.
    package let loop: Loop
    /// How long.
    package let duration: Duration
    /// Which part of it this driver sends.
    package let part: LoadPart

    /// Memberwise; a closed loop has no parts.
    package init(loop: Loop, duration: Duration, part: LoadPart = .whole) {
        self.loop = loop
        self.duration = duration
        self.part = part
    }

    /// A constant rate in requests a second.
    package init(rate: Double, duration: Duration) {
        self.init(loop: .open(LoadCurve(rate: rate), .even), duration: duration)
    }
}

/// What bounds a run whatever its plan.
package struct LoadLimits: Sendable, Equatable {
    /// Connections open at the same time; in a closed loop all of them are opened.
    package var connections = 512
    /// How long a request may take, and how long one may wait for a connection.
    package var timeout = Duration.seconds(10)
    /// Event loops, each on a thread of its own with its part of the plan and of the connections.
    package var threads = 1

    /// Answers after which a connection is closed and another opened; nil for no limit.
    package var requestsPerConnection: Int?
    /// How old a connection may become; nil for no limit.
    package var connectionAge: Duration?
    /// How often all connections are dropped at once, to be opened again at once; nil for never.
    package var dropsEvery: Duration?
    /// What clients do that try again.
    package var retries = LoadRetries()
    /// Clients beside the load that read their answers slowly.
    package var slowReaders = 0
    /// Seeds the choice of requests and what is left to chance of pauses.
    package var seed: UInt64 = 1

    /// As many loops as there are processors, less one for whatever is loaded on the same machine.
    package static var usualThreads: Int { max(1, System.coreCount - 1) }

    /// The usual ones.
    package init() {}
}
