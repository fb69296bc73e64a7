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
        let source = DispatchSource.makeReadSource(fileDescriptor: 0, queue: .global())
        source.setEventHandler { @Sendable in
            var discarded = [UInt8](repeating: 0, count: 512)
            let count = read(0, &discarded, discarded.count)
            if count == 0 || (count < 0 && errno != EINTR && errno != EAGAIN) { continuation.finish() }
        }
        source.resume()
        defer { source.cancel() }
        await cancelWhenGracefulShutdown {
            for await _ in ended {}
        }
    }
}
