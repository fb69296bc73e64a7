import ArgumentParser
import Dashboard
import PromModel
import ServiceKit
import UnixSignals

/// `sretop load`: the load driver alone.
struct LoadCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "load",
        abstract: "Drive a constant rate of requests at a service (open loop).",
        discussion: """
            Latency counts from the planned time of each request: a stalled service cannot hide behind a stalled \
            driver. Ctrl-C ends the run early and prints the summary.
            """
    )

    @Argument(help: "Where to send GET requests: http://127.0.0.1:PORT/PATH. Loopback addresses, or --allow-host.")
    var url: String

    @Option(help: "Requests a second; may be a fraction.")
    var rate = 50.0

    @Option(help: "How long, such as 30s or 5m; at most 1h.")
    var duration = DurationArgument(.seconds(30))

    @Option(help: "A host on another machine that may be loaded: the one in the URL, written the same way.")
    var allowHost: String?

    @Option(help: "Drive one part of the rate, such as 0/4, 1/4 …: the parts together make the whole.")
    var shard = ShardArgument.whole

    func validate() throws {
        guard rate.isFinite, rate >= 0.01, rate <= 100_000 else {
            throw ValidationError("--rate is between 0.01 and 100000 requests a second")
        }
        guard duration.duration <= .seconds(3600) else { throw ValidationError("--duration is at most 1h") }
    }

    func run() async throws {
        let target: LoadTarget
        do throws(LoadTarget.Refusal) {
            target = try LoadTarget(url: url, allowedHost: allowHost)
        } catch {
            StandardError.print("sretop load: \(error)")
            throw ExitCode(2)
        }
        let driver = LoadDriver(target: target)
        // Each part begins a step later and all end together: they are evenly spaced, and make the whole count.
        let offset = min(duration.duration, .seconds(shard.offset(rate: rate)))
        try? await Task.sleep(for: offset)
        if offset < duration.duration {
            await driver.start(rate: shard.share(of: rate), duration: duration.duration - offset)
        }
        let wasInterrupted = await watch(driver)
        if wasInterrupted { await driver.stop() }
        await driver.drain(limit: .seconds(2))
        let summary = await driver.summary()
        await driver.close()
        StandardOutput.print((StandardOutput.isTerminal ? "\r\u{1B}[K" : "") + LoadReport.text(summary))
        if wasInterrupted { throw ExitCode(130) }
        // A part may be too small for any request.
        if summary.count.done == 0, offset < duration.duration { throw ExitCode(3) }
    }

    /// Prints a live line a second until the run ends or Ctrl-C comes; true for the latter.
    private func watch(_ driver: LoadDriver) async -> Bool {
        let interrupts = await UnixSignalsSequence(trapping: [.sigint, .sigterm])
        return await withTaskGroup(of: Bool.self) { group in
            group.addTask {
                for await _ in interrupts { return true }
                return false
            }
            group.addTask {
                while !Task.isCancelled {
                    try? await Task.sleep(for: .milliseconds(250))
                    let reading = await driver.reading()
                    guard reading.isRunning else { return false }
                    LoadReport.live(reading)
                }
                return false
            }
            let first = await group.next() ?? false
            group.cancelAll()
            return first
        }
    }
}
