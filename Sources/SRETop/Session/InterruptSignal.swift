import Dispatch

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Ctrl-C and SIGTERM as a stream, for commands without a screen.
enum InterruptSignal {
    static func stream() -> AsyncStream<Void> {
        AsyncStream { continuation in
            let sources = [SIGINT, SIGTERM].map { number in
                signal(number, SIG_IGN)
                let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
                source.setEventHandler { @Sendable in continuation.yield() }
                source.resume()
                return SignalSource(source: source)
            }
            continuation.onTermination = { _ in for source in sources { source.cancel() } }
        }
    }

    /// Dispatch's source is not declared Sendable on Linux.
    private struct SignalSource: Sendable {
        // Unsafe only to the compiler: nothing but cancel() is called after resume(), and Dispatch allows that from any
        // thread.
        nonisolated(unsafe) let source: any DispatchSourceSignal

        func cancel() {
            source.cancel()
        }
    }
}
