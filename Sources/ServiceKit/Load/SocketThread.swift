#if os(Linux)
import CPoller
import NIOPosix
import Synchronization

/// A thread with a loop over sockets of its own.
final class SocketThread: LoadThread {
    private typealias Job = @Sendable (LoadShard) -> Void

    private struct Inbox: Sendable {
        var jobs: [Job] = []
        var isOver = false
    }

    private let poller: cpoller
    private let inbox = Mutex(Inbox())
    private let pool = NIOThreadPool(numberOfThreads: 1)

    /// Starts it, and its shard on it; nil where the system gives no descriptors for it.
    init?(_ share: LoadShare) {
        var poller = cpoller()
        guard cpoller_open(&poller) == 0 else { return nil }
        self.poller = poller
        pool.start()
        pool.submit { [self] _ in
            let loop = SocketLoop(self.poller, to: share.target.address)
            let shard = LoadShard(share, on: loop)
            loop.run(shard) { work(shard) }
        }
    }

    func run<Value: Sendable>(_ body: @escaping @Sendable (LoadShard) -> Value) async -> Value {
        await withCheckedContinuation { continuation in
            inbox.withLock { inbox in
                inbox.jobs.append { continuation.resume(returning: body($0)) }
                if !inbox.isOver { cpoller_ring(poller) }
            }
        }
    }

    func end() async {
        inbox.withLock { inbox in
            inbox.isOver = true
            cpoller_ring(poller)
        }
        // Waits until the loop has returned.
        try? await pool.shutdownGracefully()
        cpoller_close(poller)
    }

    /// Runs what others asked for; false where it is over.
    private func work(_ shard: LoadShard) -> Bool {
        let (jobs, isOver) = inbox.withLock { inbox in
            defer { inbox.jobs.removeAll(keepingCapacity: true) }
            return (inbox.jobs, inbox.isOver)
        }
        for job in jobs { job(shard) }
        return !isOver
    }
}
#endif
