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
            driver. Ctrl-C ends the run early, waits for answers under way and prints the summary; once more drops \
            what is under way.

            'sretop load merge FILE …' makes one report of several that --json wrote, of the parts of one load.

            Exit status: 0 done, 2 refused target or plan, 3 no answer at all, 4 a threshold was not met (or a file \
            not written), 5 thresholds cannot be judged since the generator was the limit, 130 ended by Ctrl-C.
            """
    )

    @Argument(help: "Where to send requests: http://127.0.0.1:PORT/PATH. Loopback, or --allow-host. Or 'merge'.")
    var url: String

    @Argument(help: ArgumentHelp("With 'merge': the files to merge.", valueName: "file"))
    var files: [String] = []

    @OptionGroup var plan: LoadOptions

    @OptionGroup var client: LoadClientOptions

    @Option(help: "A host on another machine that may be loaded: the one in the URL, written the same way.")
    var allowHost: String?

    @Option(help: "The same for one port of it: HOST:PORT, written as in the URL.")
    var allowTarget: String?

    @Option(help: "A condition that the run must meet: p99<250ms, errors<1%, rate>=1000. May be given several times.")
    var slo: [String] = []

    @Flag(help: "Compare with what the target's own /metrics counts meanwhile, as the bundled service's does.")
    var bothEnds = false

    @OptionGroup var output: LoadOutputOptions

    @Flag(help: "Print the plan and send nothing.")
    var dryRun = false

    /// Whether reports are merged instead.
    private var merges: Bool { url == "merge" }

    func validate() throws {
        guard merges || files.isEmpty else {
            throw ValidationError("one URL at a time; --requests gives several paths")
        }
        guard !merges || !files.isEmpty else { throw ValidationError("'merge' needs files that --json wrote") }
        try plan.check()
        try client.check()
        for text in slo { _ = try threshold(text) }
    }

    func run() async throws {
        let thresholds = try slo.map(threshold)
        if merges { return try report(try LoadMerge.summary(files), of: "merge", thresholds) }
        let target = try loadTarget()
        var limits = plan.limits
        client.apply(to: &limits, seed: plan.seed)
        if dryRun {
            StandardOutput.write(text: LoadPlanText.text(plan.loadPlan, limits, url: url, requests: target.requests))
            return
        }
        try checkDescriptors(limits)
        let driver = LoadDriver(target: target, limits: limits, keepsHistory: true, tls: try client.tls(for: target))
        let session = LoadSession(driver: driver, duration: plan.loadPlan.duration)
        let page = try await output.metricsPage(of: driver)
        try await waitForStart()
        let ends = try await EndsInquiry(bothEnds ? target : nil)
        await driver.start(plan.loadPlan)
        let ending = await session.run()
        let summary = await driver.summary()
        await page?.stop()
        await driver.close()
        try report(
            summary,
            of: url,
            thresholds,
            requests: target.requests,
            ends: await ends.compared(with: summary),
            wasInterrupted: ending == .interrupted
        )
    }

    /// Waits for the moment that was asked for; one that has passed is no reason to wait.
    private func waitForStart() async throws {
        guard let startAt = plan.startAt else { return }
        let now = WallClock.now()
        let ahead = startAt.moment(at: now) - now
        guard ahead <= .seconds(3600) else {
            StandardError.print("sretop load: --start-at is at most 1h ahead")
            throw ExitCode(2)
        }
        if ahead < .zero { StandardError.print("sretop load: --start-at has passed: it begins at once") }
        try await Task.sleep(for: max(.zero, ahead))
    }

    private func loadTarget() throws -> LoadTarget {
        var target: LoadTarget
        do throws(LoadTarget.Refusal) {
            target = try LoadTarget(url: url, allowedHost: allowHost, allowedTarget: allowTarget)
        } catch {
            StandardError.print("sretop load: \(error)")
            throw ExitCode(2)
        }
        guard !client.areHarmful || target.isLoopback else {
            StandardError.print("sretop load: retries, dropped connections and slow readers are for this machine only")
            throw ExitCode(2)
        }
        target.requests = try client.list(path: target.path)
        return target
    }

    /// Raises the limit on open files for what was asked for; ends with 2 where it is too low.
    private func checkDescriptors(_ limits: LoadLimits) throws {
        // Beside connections: the program's own files and loops.
        let needed = limits.connections + limits.slowReaders + 64
        let allowed = DescriptorLimit.raise(to: needed)
        guard allowed < needed, plan.connections != nil || limits.slowReaders > 0 else { return }
        StandardError.print("sretop load: it takes \(needed) open files, and the system allows \(allowed)")
        throw ExitCode(2)
    }

    private func threshold(_ text: String) throws -> LoadThreshold {
        do throws(LoadThreshold.Failure) {
            return try LoadThreshold(text, duration: DurationText.parse)
        } catch {
            throw ValidationError.quoting("--slo \(error)")
        }
    }

    /// Prints and writes what came of a run, and ends with its status.
    private func report(
        _ summary: LoadSummary,
        of url: String,
        _ thresholds: [LoadThreshold],
        requests: [LoadRequest] = [],
        ends: LoadEnds? = nil,
        wasInterrupted: Bool = false
    ) throws {
        let outcomes = thresholds.map { $0.outcome(summary) }
        try output.write(summary, outcomes, url: url, requests: requests, ends: ends)
        if wasInterrupted { throw ExitCode(130) }
        // A part may be too small for any request.
        if summary.count.done == 0, summary.count.unanswered > 0 { throw ExitCode(3) }
        // The generator's own lag makes nothing better: what is met is met.
        guard outcomes.contains(where: { !$0.isMet }) else { return }
        throw ExitCode(LoadVerdict(summary).limit == .generator ? 5 : 4)
    }
}
