import ServiceKit
import UnixSignals

/// A run of the driver on the command line: its live line, and how signals end it.
struct LoadSession: Sendable {
    /// How it ended.
    enum Ending: Sendable {
        case done
        /// By a signal.
        case interrupted
        /// Since nobody could be reached.
        case unreachable
    }

    /// So long may all connections fail before it is of no use to go on.
    private static let patience = Duration.seconds(5)
    private static let drainLimit = Duration.seconds(2)
    /// How often a line is written where no terminal is.
    private static let lineEvery = Duration.seconds(10)

    let driver: LoadDriver
    let duration: Duration

    /// Waits for the run's end and drains; a signal ends it early, a second one drops what is under way.
    func run() async -> Ending {
        let signals = await UnixSignalsSequence(trapping: [.sigint, .sigterm])
        return await withTaskGroup(of: Ending?.self) { group in
            group.addTask {
                var count = 0
                for await _ in signals {
                    count += 1
                    guard count == 1 else { break }
                    await driver.stop()
                }
                // The second signal: what is under way is not waited for.
                if count == 2 { await driver.drain(limit: .zero) }
                return count > 0 ? .interrupted : nil
            }
            group.addTask {
                let ending = await watch()
                if ending == .unreachable { await driver.stop() }
                await driver.drain(limit: Self.drainLimit)
                return ending
            }
            var ending = Ending.done
            if let first = await group.next() ?? nil { ending = first }
            group.cancelAll()
            // The other one says whether a signal came first.
            for await other in group where other == .interrupted { ending = .interrupted }
            return ending
        }
    }

    /// Prints a live line on a terminal, lines now and then elsewhere, until nothing is issued any more.
    private func watch() async -> Ending {
        let start = ContinuousClock.now
        var nextLine = start + Self.lineEvery
        while !Task.isCancelled {
            let reading = await driver.reading()
            guard reading.isRunning else { break }
            let isDue = ContinuousClock.now >= nextLine
            if isDue { nextLine += Self.lineEvery }
            LoadReport.live(reading, duration: duration, isDue: isDue)
            let count = reading.count
            if count.done == 0, count.connectionErrors > 0, count.connectionErrors == count.unanswered,
                ContinuousClock.now - start > Self.patience
            {
                return .unreachable
            }
            let pause = min(.milliseconds(250), reading.remaining ?? .zero) + .milliseconds(2)
            try? await Task.sleep(for: pause)
        }
        return .done
    }
}
