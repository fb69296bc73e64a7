import Randomness

/// What is sent next, and what goes out again.
extension LoadShard {
    /// Takes what a free connection sends next: first what goes out again, but only over a connection that the server has
    /// had no time to close.
    func takeDue(at now: Int64, isFresh: Bool) -> LoadConnection.Request? {
        if !retries.isEmpty, isFresh, var again = retries.popFirst() {
            again.isRetry = true
            return again
        }
        if waiting.nextDue <= now { return waiting.take(at: now) }
        return takePlanned(at: now).map(fresh)
    }

    /// A request that was not sent before.
    func fresh(planned: Int64) -> LoadConnection.Request {
        .init(planned: planned, sent: 0, run: run, kind: mix.next())
    }

    func takePlanned(at now: Int64) -> Int64? {
        guard let due = schedule?.nextDue, due <= now, due < endsAt else { return nil }
        lastPlanned = due
        return schedule?.takeDue(at: now)
    }

    /// What is so late already, in nanoseconds, loses nothing by leaving together with others.
    private static let lateness: Int64 = 1_000_000

    func send(_ due: LoadConnection.Request, over connection: LoadConnection, now: Int64, hasWaited: Bool) {
        if due.attempt > 0 {
            if !due.isRetry { count.repeated += 1 }
        } else if !due.isRetry {
            count.sent += 1
            if !isClosedLoop { latencies.recordSent(planned: due.planned, sent: now, hasWaited: hasWaited) }
        }
        mostInUse = max(mostInUse, open.count - idle.count)
        var request = due
        request.sent = now
        let isLate = hasWaited && now - due.planned > Self.lateness
        connection.send(request, isBodiless: mix.isBodiless(due.kind), mayWait: isClosedLoop || isLate)
    }

    /// Whether a request may go out twice.
    func isRepeatable(_ request: LoadConnection.Request) -> Bool { mix.isRepeatable(request.kind) }

    /// Lets a request go out again after a pause, where clients do that; false where it has failed for good.
    func repeats(_ request: LoadConnection.Request) -> Bool {
        guard request.attempt < limits.retries.limit, phase != .idle, !isStopped else { return false }
        var again = request
        again.attempt += 1
        again.isRetry = false
        let pause = limits.retries.pause(before: again.attempt, chance: random.nextUnitInterval())
        let due = Self.now() + Int64(pause / .nanoseconds(1))
        waiting.add(again, due: due)
        if due < armedFor { arm(now: Self.now()) }
        return true
    }
}
