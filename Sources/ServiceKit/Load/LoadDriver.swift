import NIOCore
import NIOPosix

/// Drives a constant rate of requests at a target on this machine, whatever the target does with them (open loop).
///
/// Runs on a thread of its own. Rate and state can change while it runs; a run ends by itself after its duration.
package final class LoadDriver: Sendable {
    private let group: MultiThreadedEventLoopGroup
    private let shard: NIOLoopBoundBox<LoadShard>
    private let loop: any EventLoop
    /// Where the load goes.
    package let target: LoadTarget

    /// Prepares a driver; nothing is sent before `start`.
    ///
    /// `window` is what `reading` tells of the last moments.
    package init(target: LoadTarget, window: Duration = .seconds(5)) {
        self.target = target
        group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        let loop = group.next()
        self.loop = loop
        // The shard is made here and belongs to its loop from then on: no other reference to it is left.
        shard = NIOLoopBoundBox.makeBoxSendingValue(
            LoadShard(target: target, window: window, loop: loop),
            eventLoop: loop
        )
    }

    /// Begins a run, with counts from zero.
    package func start(rate: Double, duration: Duration) async {
        await onLoop { $0.start(rate: rate, duration: duration) }
    }

    /// Changes the rate, now if running, else for display.
    package func change(rate: Double) async {
        await onLoop { $0.change(rate: rate) }
    }

    /// Stops issuing requests at once.
    package func stop() async {
        await onLoop { $0.stop() }
    }

    /// Counts since the run began, and the last window.
    package func reading() async -> LoadReading {
        await onLoop { $0.reading() }
    }

    /// Waits, at most `limit`, for requests under way; gives the rest up and counts them as unfinished.
    package func drain(limit: Duration) async {
        let deadline = ContinuousClock.now + limit
        while ContinuousClock.now < deadline, await !onLoop({ $0.isDrained }) {
            try? await Task.sleep(for: .milliseconds(10))
        }
        await onLoop { $0.abandonAll() }
    }

    /// The percentiles of the run so far.
    package func summary() async -> LoadSummary {
        await onLoop { LoadSummary(count: $0.count, latencies: $0.latencies) }
    }

    /// Ends the driver's thread.
    ///
    /// Call it last.
    package func close() async {
        await onLoop { shard in
            shard.stop()
            shard.abandonAll()
        }
        try? await group.shutdownGracefully()
    }

    private func onLoop<Value: Sendable>(_ body: @escaping @Sendable (LoadShard) -> Value) async -> Value {
        let shard = shard
        return await withCheckedContinuation { continuation in
            loop.execute { continuation.resume(returning: body(shard.value)) }
        }
    }
}
