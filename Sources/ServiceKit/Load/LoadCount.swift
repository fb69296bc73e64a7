/// How many requests ended in which way.
///
/// Each that became due ends as an answer or as one of the others.
package struct LoadCount: Sendable, Equatable {
    /// Requests given to a connection.
    package var sent = 0
    /// Answers by class: index 0 is 1xx, index 4 is 5xx.
    package var byClass = [Int](repeating: 0, count: 5)
    /// No answer within the time limit.
    package var timeouts = 0
    /// The connection could not be opened, or broke before the answer.
    package var connectionErrors = 0
    /// The answer was not HTTP.
    package var protocolErrors = 0
    /// Due, but never sent: no connection was free within the time limit.
    package var shed = 0
    /// Due while the whole process stood still, and left out so that no burst follows.
    package var skipped = 0
    /// Sent or waiting when the run ended, and never answered.
    package var unfinished = 0

    /// Requests that were sent again, since the server had closed the connection of the first time.
    ///
    /// Each still ends in one of the other ways.
    package var retried = 0
    /// Times that a request was sent again since it had failed or was answered 5xx.
    ///
    /// Each still ends in one of the other ways.
    package var repeated = 0
    /// Connections that the driver dropped on purpose.
    package var dropped = 0
    /// Connections that were opened.
    package var opened = 0
    /// Connections that the target's system refused to open: nobody listens there.
    package var refused = 0

    /// Nothing counted yet.
    package init() {}

    /// Answers of any status.
    package var done: Int { byClass.reduce(0, +) }
    /// Answers of class 5xx.
    package var serverErrors: Int { byClass[4] }
    /// How many requests reach the target for each one that was meant: 1 without retries; nil before the first.
    package var amplification: Double? { sent > 0 ? Double(sent + repeated) / Double(sent) : nil }
    /// Requests that got no answer.
    package var unanswered: Int { timeouts + connectionErrors + protocolErrors + shed + unfinished }

    /// What another loop counted in the same run.
    mutating func add(_ other: LoadCount) {
        sent += other.sent
        for index in byClass.indices { byClass[index] += other.byClass[index] }
        timeouts += other.timeouts
        connectionErrors += other.connectionErrors
        protocolErrors += other.protocolErrors
        shed += other.shed
        skipped += other.skipped
        unfinished += other.unfinished
        retried += other.retried
        repeated += other.repeated
        dropped += other.dropped
        opened += other.opened
        refused += other.refused
    }
}

/// What the driver itself saw during the last moments: the measured numbers are checked against it.
package struct LoadWindow: Sendable, Equatable {
    /// The time it covers.
    package var span: Duration
    /// Answers in that time.
    package var done: Int
    /// Of these, 5xx.
    package var serverErrors: Int
    /// 95th percentile from sent to answered; nil without answers.
    package var p95: Duration?
    /// 99th percentile from sent to answered; nil without answers.
    package var p99: Duration?

    /// Memberwise, for the driver and for tests.
    package init(span: Duration, done: Int, serverErrors: Int, p95: Duration?, p99: Duration?) {
        self.span = span
        self.done = done
        self.serverErrors = serverErrors
        self.p95 = p95
        self.p99 = p99
    }

    /// Answers a second; nil for an empty span.
    package var perSecond: Double? {
        span > .zero ? Double(done) / (span / .seconds(1)) : nil
    }

    /// The share of 5xx among the answers, 0 to 1; nil without answers.
    package var serverErrorShare: Double? {
        done > 0 ? Double(serverErrors) / Double(done) : nil
    }
}

/// The state of the load driver at one moment.
package struct LoadReading: Sendable, Equatable {
    /// Whether requests are being issued.
    package var isRunning: Bool
    /// The planned rate in requests a second.
    package var rate: Double
    /// Until the run ends by itself; nil when not running.
    package var remaining: Duration?
    /// Since the run began.
    package var count: LoadCount
    /// The last moments.
    package var window: LoadWindow

    /// Memberwise, for the driver and for tests.
    package init(isRunning: Bool, rate: Double, remaining: Duration?, count: LoadCount, window: LoadWindow) {
        self.isRunning = isRunning
        self.rate = rate
        self.remaining = remaining
        self.count = count
        self.window = window
    }
}
