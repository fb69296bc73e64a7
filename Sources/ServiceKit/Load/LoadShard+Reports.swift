/// What connections report to their shard.
extension LoadShard {
    /// A connection was opened, or has its answer.
    func becameIdle(_ connection: LoadConnection, now: Int64) {
        noteActive(now)
        if phase != .idle, wantsFresh(insteadOf: connection, now: now) { return replace(connection, now: now) }
        if phase != .idle, let due = takeDue(at: now, isFresh: connection.answers == 0) {
            // While others lie free it did not wait for this one, but for the loop.
            return send(due, over: connection, now: now, hasWaited: idle.isEmpty)
        }
        guard phase == .running, now < endsAt else { return connection.close() }
        if isClosedLoop {
            return send(fresh(planned: now), over: connection, now: now, hasWaited: false)
        }
        connection.isIdle = true
        idle.append(connection)
        if let due = schedule?.nextDue, due < armedFor { arm(now: now) }
    }

    /// An answer came; `connection` is free for another request, or nil where it ends.
    func answered(_ request: LoadConnection.Request, status: Int, over connection: LoadConnection?) {
        let now = Self.now()
        // An answer to a run that is over is no answer of this one.
        if request.run == run, status < 500 || !repeats(request) {
            count.byClass[status / 100 - 1] += 1
            kinds[request.kind].answered(status)
            latencies.record(
                planned: request.planned,
                sent: request.sent,
                done: now,
                isServerError: status >= 500
            )
        }
        if let connection { becameIdle(connection, now: now) }
    }

    /// The request goes out again, once, on another connection: its planned time stays.
    func retry(_ request: LoadConnection.Request) {
        guard request.run == run, phase != .idle, isRepeatable(request) else {
            return failed(request, how: .connectionError)
        }
        count.retried += 1
        retries.append(request)
        tick()
    }

    func failed(_ request: LoadConnection.Request, how: Failure) {
        guard request.run == run, !repeats(request) else { return }
        kinds[request.kind].unanswered += 1
        latencies.recordUnanswered(planned: request.planned, sent: request.sent, now: Self.now())
        switch how {
        case .timeout: count.timeouts += 1
        case .connectionError: count.connectionErrors += 1
        case .protocolError: count.protocolErrors += 1
        }
    }

    /// The target refuses connections and none is open: what is due fails now rather than pile up.
    func failDue() {
        let now = Self.now()
        while let due = takeDue(at: now, isFresh: true) {
            count.connectionErrors += 1
            kinds[due.kind].unanswered += 1
            latencies.recordUnanswered(planned: due.planned, sent: nil, now: now)
        }
        if isClosedLoop { count.connectionErrors += 1 }
    }
}
