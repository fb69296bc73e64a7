import ArgumentParser
import Dashboard
import PromModel
import ServiceKit
import Settings
import UnixSignals

/// `sretop load`: the load driver alone.
struct LoadCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "load",
        abstract: "Send requests to a service at planned times (open loop), or as fast as it answers (closed loop).",
        discussion: """
            Latency counts from the planned time of each request: a stalled service cannot hide behind a stalled \
            driver. Ctrl-C ends the run early and prints the summary.

            Exit status: 0 done, 2 refused target or plan, 3 no answer at all, 4 a threshold was not met (or a file \
            not written), 5 thresholds cannot be judged since the generator was the limit, 130 ended by Ctrl-C.
            """
    )

    @Argument(help: "Where to send GET requests: http://127.0.0.1:PORT/PATH. Loopback addresses, or --allow-host.")
    var url: String

    @OptionGroup var plan: LoadOptions

    @Option(help: "A host on another machine that may be loaded: the one in the URL, written the same way.")
    var allowHost: String?

    @Option(help: "The same for one port of it: HOST:PORT, written as in the URL.")
    var allowTarget: String?

    @Option(help: "A condition that the run must meet: p99<250ms, errors<1%, rate>=1000. May be given several times.")
    var slo: [String] = []

    @Option(help: "Write the result as JSON to a file, or to standard output as '-'.")
    var json: String?

    @Option(help: "Write a line a second as CSV to a file, or to standard output as '-'.")
    var csv: String?

    @Option(help: "Write the response times' percentiles in HdrHistogram's text format to a file.")
    var hgrm: String?

    @Flag(help: "Print the plan and send nothing.")
    var dryRun = false

    func validate() throws {
        try plan.check()
        for text in slo { _ = try threshold(text) }
    }

    func run() async throws {
        let target: LoadTarget
        do throws(LoadTarget.Refusal) {
            target = try LoadTarget(url: url, allowedHost: allowHost, allowedTarget: allowTarget)
        } catch {
            StandardError.print("sretop load: \(error)")
            throw ExitCode(2)
        }
        let thresholds = try slo.map(threshold)
        if dryRun {
            StandardOutput.write(text: LoadPlanText.text(plan.loadPlan, plan.limits, url: url))
            return
        }
        let driver = LoadDriver(target: target, limits: plan.limits, keepsHistory: true)
        await driver.start(plan.loadPlan)
        let wasInterrupted = await watch(driver)
        if wasInterrupted { await driver.stop() }
        await driver.drain(limit: .seconds(2))
        let summary = await driver.summary()
        await driver.close()
        let outcomes = thresholds.map { $0.outcome(summary) }
        try write(summary, outcomes)
        if wasInterrupted { throw ExitCode(130) }
        // A part may be too small for any request.
        if summary.count.done == 0, summary.count.unanswered > 0 { throw ExitCode(3) }
        guard !outcomes.isEmpty else { return }
        // The generator's own lag makes nothing better: what is met is met.
        guard outcomes.contains(where: { !$0.isMet }) else { return }
        throw ExitCode(LoadVerdict(summary).limit == .generator ? 5 : 4)
    }

    private func threshold(_ text: String) throws -> LoadThreshold {
        do throws(LoadThreshold.Failure) {
            return try LoadThreshold(text, duration: DurationText.parse)
        } catch {
            throw ValidationError.quoting("--slo \(error)")
        }
    }

    private func write(_ summary: LoadSummary, _ outcomes: [LoadThreshold.Outcome]) throws {
        let report = LoadReport.text(summary, outcomes: outcomes)
        // A file on standard output is all that a program wants to read there.
        if [json, csv, hgrm].contains("-") {
            StandardError.print(report)
        } else {
            StandardOutput.print((StandardOutput.isTerminal ? "\r\u{1B}[K" : "") + report)
        }
        let command = "sretop load"
        if let json {
            try OutputFile.write(LoadRecord.json(summary, url: url, outcomes: outcomes), to: json, command: command)
        }
        if let csv { try OutputFile.write(LoadRecord.csv(summary), to: csv, command: command) }
        if let hgrm { try OutputFile.write(summary.response.percentileText(), to: hgrm, command: command) }
    }

    /// Prints a live line until the run ends or Ctrl-C comes; true for the latter.
    private func watch(_ driver: LoadDriver) async -> Bool {
        let interrupts = await UnixSignalsSequence(trapping: [.sigint, .sigterm])
        let duration = plan.loadPlan.duration
        return await withTaskGroup(of: Bool.self) { group in
            group.addTask {
                for await _ in interrupts { return true }
                return false
            }
            group.addTask {
                while !Task.isCancelled {
                    let reading = await driver.reading()
                    guard reading.isRunning else { return false }
                    LoadReport.live(reading, duration: duration)
                    let pause = min(.milliseconds(250), reading.remaining ?? .zero) + .milliseconds(2)
                    try? await Task.sleep(for: pause)
                }
                return false
            }
            let first = await group.next() ?? false
            group.cancelAll()
            return first
        }
    }
}
