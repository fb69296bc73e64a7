/// How runs begin and end.
extension LoadShard {
    /// Begins a run with counts from zero; `start` is the same on each loop, in nanoseconds on the monotonic clock.
    func start(_ plan: LoadPlan, part: LoadPart, at start: Int64) {
        (startedAt, lastActive, endsAt) = (start, Self.now(), start + Int64(plan.duration / .nanoseconds(1)))
        (count, latencies) = (LoadCount(), LatencyRecorder(slice: slice.width, kept: slice.kept))
        kinds = Array(repeating: LoadKindCount(), count: kinds.count)
        retries.removeAll()
        waiting.removeAll()
        isStopped = false
        (isAtConnectionLimit, mostInUse, lastPlanned) = (false, 0, 0)
        run += 1
        phase = .running
        switch plan.loop {
        case .open(let curve, let arrivals):
            isClosedLoop = false
            schedule = LoadSchedule(curve, start: start, part: part, arrivals: arrivals)
        case .closed:
            isClosedLoop = true
            schedule = nil
        }
        effort = LoadEffort(start: start)
        lookAt = lastActive
        dropAt = limits.dropsEvery.map { lastActive + Int64($0 / .nanoseconds(1)) } ?? .max
        timerWentOff()
    }

    func change(rate: Double, at now: Int64) {
        lastRate = rate
        guard phase == .running, schedule != nil else { return }
        schedule?.change(rate: rate, at: now)
        tick()
    }

    /// Stops issuing.
    ///
    /// What waits for a connection is given up; what is under way may still be answered.
    func stop() {
        guard phase != .idle else { return }
        giveUpDue()
        endIssuing()
        closeIdle()
    }

    /// Gives up what is still under way, and closes every connection.
    func abandonAll() {
        giveUpDue()
        endIssuing()
        let now = Self.now()
        for connection in open.values {
            guard let request = connection.abandon(), request.run == run else { continue }
            latencies.recordUnanswered(planned: request.planned, sent: request.sent, now: now)
            count.unfinished += 1
        }
        latencies.finishSlices()
        phase = .idle
    }

    var isDrained: Bool {
        !hasDue(at: Self.now()) && waiting.isEmpty && open.values.allSatisfy { $0.request == nil }
    }

    func endIssuing() {
        guard phase == .running else { return }
        phase = .draining
        effort.end(at: Self.now(), answers: count.done)
    }

    private func giveUpDue() {
        let now = Self.now()
        isStopped = true
        while let due = takeDue(at: now, isFresh: true) { giveUp(due, now: now) }
        while let due = waiting.take(at: .max) { giveUp(due, now: now) }
        schedule = nil
    }

    private func giveUp(_ request: LoadConnection.Request, now: Int64) {
        count.unfinished += 1
        latencies.recordUnanswered(planned: request.planned, sent: nil, now: now)
    }
}
