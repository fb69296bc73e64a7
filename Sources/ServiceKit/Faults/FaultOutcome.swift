/// What one request is to go through.
package struct FaultOutcome: Sendable, Equatable {
    /// How a request ends without an answer.
    package enum Abort: String, Sendable, Equatable, CaseIterable {
        /// The connection is reset.
        case reset
        /// The connection is closed.
        case close
        /// Nothing happens until the client goes, or the fault ends.
        case hang
    }

    /// A place before which requests wait for one another.
    package struct Gate: Sendable, Equatable {
        /// Which one.
        package let key: FaultKey
        /// How many pass at a time.
        package let width: Int
        /// How many may wait.
        package let depth: Int
        /// How long one holds its place.
        package let hold: Duration
    }

    /// An answer instead of the route's own.
    package struct Answer: Sendable, Equatable {
        /// 400 to 599.
        package let status: Int
        /// Nil for the usual words.
        package let body: String?
    }

    /// How a call to what the service depends on ends.
    package struct Call: Sendable, Equatable {
        /// How long it takes.
        package let delay: Duration
        /// Whether it fails.
        package let fails: Bool

        /// Memberwise.
        package init(delay: Duration, fails: Bool) {
            self.delay = delay
            self.fails = fails
        }
    }

    /// How long to take, the route's own time included.
    package var latency = Duration.zero
    /// What to pass before.
    package var gates: [Gate] = []
    /// The call to the dependency; nil for none.
    package var call: Call?
    /// How to end without an answer; nil for not at all.
    package var abort: Abort?
    /// Until when a hanging request hangs.
    package var abortsBy: ContinuousClock.Instant?
    /// What to answer; nil for the route's own.
    package var answer: Answer?
    /// How fast to send the body, in bytes a second; nil for at once.
    package var bytesPerSecond: Double?
    /// After how many bytes of the body to break off; nil for never.
    package var cutAfter: Int?

    /// Nothing.
    package init() {}

    /// Whether the answer is an error of the server.
    package var fails: Bool { (answer?.status ?? 0) >= 500 }

    /// Whether there is nothing to do but to answer.
    var isPlain: Bool {
        latency == .zero && gates.isEmpty && call == nil && abort == nil && answer == nil && bytesPerSecond == nil
            && cutAfter == nil
    }
}

/// What tells faults apart: one of a kind a route, or a list of routes.
package struct FaultKey: Hashable, Comparable, Sendable {
    package let fault: Fault.Kind
    package let route: String

    static let defect = FaultKey(fault: .errors, route: "/risky")

    package static func < (left: FaultKey, right: FaultKey) -> Bool {
        (left.route, left.fault.rawValue) < (right.route, right.fault.rawValue)
    }
}
