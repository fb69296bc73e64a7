/// Sends a plan's requests to a target, whatever the target does with them (open loop), or as fast as it answers
/// (closed loop).
///
/// Runs on threads of its own, each with its part of the plan and of the connections. Rate and state can change while
/// it runs; a run ends by itself after its duration.
package final class LoadDriver: Sendable {
    private let threads: [any LoadThread]
    private let window: Duration
    /// Where the load goes.
    package let target: LoadTarget
    /// What its requests carry in `X-Sretop-Run`.
    package let runName: String
    /// Clients beside the load that read slowly; nil without a limit that says so.
    private let slowReaders: LoadSlowReaders?
    /// What bounds its runs.
    package let limits: LoadLimits

    /// Prepares a driver; nothing is sent before `start`.
    ///
    /// `window` is what `reading` tells of the last moments. With `keepsHistory` each second of an hour is kept, else
    /// what the window needs.
    package init(
        target: LoadTarget,
        window: Duration = .seconds(5),
        limits: LoadLimits = LoadLimits(),
        keepsHistory: Bool = false,
        tls: LoadTLS? = nil
    ) {
        let runName = String(UInt64.random(in: 0...UInt64.max), radix: 36)
        self.runName = runName
        self.target = target
        self.window = window
        self.limits = limits
        // Over TLS they would read in records, not in bytes.
        let isSlow = limits.slowReaders > 0 && !target.isSecure
        slowReaders = isSlow ? LoadSlowReaders(target: target, count: limits.slowReaders, run: runName) : nil
        let slice: (width: Duration, kept: Int) =
            keepsHistory ? (.seconds(1), 3700) : (max(.milliseconds(500), window / 30), 64)
        // No more of them than connections: one without any could send nothing.
        let count = max(1, min(limits.threads, limits.connections))
        threads = (0..<count).map { index in
            let connections = limits.connections / count + (index < limits.connections % count ? 1 : 0)
            let share = LoadShare(
                target: target,
                limits: limits,
                connections: connections,
                slice: slice,
                number: index,
                run: runName
            )
            return Self.thread(share, tls: tls)
        }
    }

    /// A thread on which a shard lives: with the system's own calls where it can be.
    private static func thread(_ share: LoadShare, tls: LoadTLS?) -> any LoadThread {
        #if os(Linux)
        if tls == nil, let thread = SocketThread(share) { return thread }
        #endif
        return ChannelThread(share, tls: tls)
    }

    /// Begins a run at a constant rate in requests a second, with counts from zero.
    package func start(rate: Double, duration: Duration) async {
        await change(rate: rate)
        await start(LoadPlan(rate: rate, duration: duration))
    }

    /// Begins a run, with counts from zero.
    package func start(_ plan: LoadPlan) async {
        let (start, count) = (LoadShard.now(), threads.count)
        for (index, thread) in threads.enumerated() {
            await thread.run { $0.start(plan, part: plan.part.part(index, of: count), at: start) }
        }
        slowReaders?.start()
    }

    /// Changes the rate, now if running, else for display.
    package func change(rate: Double) async {
        // The same moment on each loop keeps their requests evenly spaced.
        let now = LoadShard.now()
        for thread in threads { await thread.run { $0.change(rate: rate, at: now) } }
    }

    /// Stops issuing requests at once.
    package func stop() async {
        slowReaders?.stop()
        for thread in threads { await thread.run { $0.stop() } }
    }

    /// Counts since the run began, and the last window.
    package func reading() async -> LoadReading {
        let (now, span) = (LoadShard.now(), Int64(window / .nanoseconds(1)))
        var (count, sum) = (LoadCount(), LoadSliceSum())
        var (isRunning, rate, remaining, covered) = (false, 0.0, Int64(0), Int64(0))
        for thread in threads {
            let part = await thread.run { shard in
                (
                    shard.isRunning, shard.lastRate, shard.endsAt - now, shard.count,
                    shard.window(before: now, span: span),
                    shard.latencies.slices.covered(before: now, span: span, since: shard.startedAt)
                )
            }
            isRunning = isRunning || part.0
            (rate, remaining) = (part.1, max(remaining, part.2))
            count.add(part.3)
            sum.add(part.4)
            covered = max(covered, part.5)
        }
        return LoadReading(
            isRunning: isRunning,
            rate: rate,
            remaining: isRunning ? .nanoseconds(max(0, remaining)) : nil,
            count: count,
            window: sum.window(span: covered)
        )
    }

    /// Waits, at most `limit`, for requests under way; gives the rest up and counts them as unfinished.
    package func drain(limit: Duration) async {
        slowReaders?.stop()
        let deadline = ContinuousClock.now + limit
        while ContinuousClock.now < deadline, await !isDrained() {
            try? await Task.sleep(for: .milliseconds(10))
        }
        for thread in threads { await thread.run { $0.abandonAll() } }
    }

    private func isDrained() async -> Bool {
        for thread in threads where await !thread.run({ $0.isDrained }) { return false }
        return true
    }

    /// What came of the run so far.
    package func summary() async -> LoadSummary {
        var parts: [LoadSummary.Part] = []
        for thread in threads { parts.append(await thread.run { LoadSummary.Part($0) }) }
        return LoadSummary(parts, slowReaders: slowReaders?.account() ?? .init())
    }

    /// Ends the driver's threads.
    ///
    /// Call it last.
    package func close() async {
        for thread in threads {
            await thread.run { shard in
                shard.stop()
                shard.abandonAll()
            }
            await thread.end()
        }
        await slowReaders?.close()
    }
}
