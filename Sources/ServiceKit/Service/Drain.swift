import ServiceLifecycle
import UnixSignals

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Turns readiness off as soon as the shutdown begins, and lets the rest go on for the configured while.
///
/// Whoever sends requests has to see that the service is not ready any more before it stops taking them.
struct Drain: Service {
    let readiness: Readiness
    let faults: FaultBoard
    let configuration: ServiceConfiguration

    func run() async throws {
        try await gracefulShutdown()
        readiness.startDraining()
        configuration.log.write(.info, "draining", ["seconds": "\(configuration.drainDelay / .seconds(1))"])
        try? await Task.sleep(for: configuration.drainDelay)
        // A request that hangs would hold the end up.
        faults.reset()
    }
}

/// The signal after the one that began the drain: whoever sends it does not want to wait.
enum SecondSignal {
    /// Runs `body`; a second SIGTERM or SIGINT meanwhile ends the process with status 1.
    static func endingAtOnce(isWatched: Bool, _ body: @escaping @Sendable () async throws -> Void) async throws {
        guard isWatched else { return try await body() }
        let signals = await UnixSignalsSequence(trapping: [.sigterm, .sigint])
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                var count = 0
                for await _ in signals {
                    count += 1
                    if count == 2 { _exit(1) }
                }
            }
            group.addTask { try await body() }
            // The signals end only when they are cancelled.
            try await group.next()
            group.cancelAll()
        }
    }
}
