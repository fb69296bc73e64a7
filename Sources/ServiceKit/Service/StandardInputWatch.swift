import Dispatch
import ServiceLifecycle

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Ends when standard input does: whoever held the other end of the pipe is gone, however it ended.
///
/// A pipe outlives any way of dying, `kill -9` of the parent included; a parent-death signal belongs to the parent's
/// thread and can come while the parent lives.
struct StandardInputWatch: Service {
    func run() async throws {
        let (ended, continuation) = AsyncStream<Void>.makeStream()
        // A thread that waits, not a dispatch source: one whose descriptor ends while the process does was seen to
        // crash in the event loop, in a third of all runs.
        DispatchQueue(label: "standard input").async { @Sendable in
            var discarded = [UInt8](repeating: 0, count: 512)
            while true {
                let count = read(0, &discarded, discarded.count)
                if count == 0 || (count < 0 && errno != EINTR && errno != EAGAIN) { break }
            }
            continuation.finish()
        }
        await cancelWhenGracefulShutdown {
            for await _ in ended {}
        }
    }
}
