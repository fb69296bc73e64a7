import ArgumentParser
import Dashboard
import GoldenSignals
import NCursesTerminal
import PromClient
import PromModel
import ServiceKit
import Synchronization
import TerminalUI

/// `sretop demo`: unstable service, load driver and dashboard in one command.
struct DemoCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo",
        abstract: "Break a service and watch it: l starts the load, f fixes the defect, q ends everything."
    )

    @Option(help: "The service's port; the next free one where it is in use.")
    var port = 8000

    @Option(help: "Requests a second that l starts.")
    var rate = 200.0

    @Option(help: "How long the load runs before it ends by itself; at most 1h.")
    var loadLimit = DurationArgument(.seconds(900))

    @OptionGroup var options: ScreenOptions

    func validate() throws {
        guard options.at == nil else {
            throw ValidationError("the demo has no past: --at is for a Prometheus")
        }
        guard (1...65_535).contains(port) else { throw ValidationError("--port is between 1 and 65535") }
        guard rate.isFinite, rate >= 1, rate <= 20_000 else { throw ValidationError("--rate is between 1 and 20000") }
        guard loadLimit.duration <= .seconds(3600) else { throw ValidationError("--load-limit is at most 1h") }
    }

    func run() async throws {
        let run = try RunSettings(source: nil, screen: options)
        let settings = try DirectWatch.times(run)
        let terminal: NCursesTerminal
        switch ScreenOpening.open(run) {
        case .success(let opened): terminal = opened
        case .failure(let reason):
            guard reason.isAboutTheTerminal else { throw ScreenOpening.refusal(reason) }
            let service = port == 8000 ? "sretop serve" : "sretop serve --port \(port)"
            throw ScreenOpening.refusal(
                reason,
                advice: "without a screen, start '\(service)', then 'sretop --scrape 127.0.0.1:\(port) --stream'"
            )
        }
        // The first paint comes before the service has a port: the screen says that it waits.
        let placeholder = run.complete(
            watch(settings, run, []).settings(service: "unstable-api", glyphs: terminal.glyphs)
        )
        terminal.draw(
            DashboardView.frame(
                DashboardState(settings: placeholder, now: WallClock.now(), chaos: nil),
                size: terminal.size
            )
        )
        let service: DemoService
        let target: LoadTarget
        do {
            service = try await DemoService.start(port: port)
            target = try LoadTarget(url: "\(service.baseURL)/risky")
        } catch {
            terminal.close()
            StandardError.print("sretop demo: \(error)")
            throw ExitCode(3)
        }
        let status = try await runScreen(terminal, settings, run, service, target)
        throw ExitCode(status)
    }

    private func watch(_ times: ScreenOptions.Times, _ run: RunSettings, _ targets: [ScrapeTarget]) -> DirectWatch {
        DirectWatch(
            targets: targets,
            times: times,
            limits: run.limits,
            profiles: [.unstableAPI],
            objectives: run.objectives
        )
    }

    private func runScreen(
        _ terminal: NCursesTerminal,
        _ settings: ScreenOptions.Times,
        _ run: RunSettings,
        _ service: DemoService,
        _ target: LoadTarget
    ) async throws -> Int32 {
        let transport = AsyncHTTPTransport(proxies: .environment)
        let driver = LoadDriver(target: target, window: settings.window)
        let chaos = DemoChaos(
            driver: driver,
            transport: transport,
            baseURL: service.baseURL,
            loadLimit: loadLimit.duration,
            faultRequest: SetFault.request
        )
        let watch = watch(settings, run, [ScrapeTarget(service.baseURL)].compactMap { $0 })
        let source = watch.source(over: transport)
        let session = try ScreenSession(terminal: terminal, options: options)
        let control = SourceSwitch()
        control.connect(.direct(source) { session.sink.yield($0) })
        var state = DashboardState(
            settings: run.complete(watch.settings(service: "unstable-api", glyphs: terminal.glyphs)),
            now: WallClock.now(),
            chaos: ChaosState(path: target.path, rate: rate)
        )
        for notice in terminal.notices { _ = DashboardUpdate.update(&state, .notice(notice)) }
        await driver.change(rate: rate)
        let status = await session.run(
            state: state,
            terminalEvents: terminal.events,
            chaos: chaos,
            source: control,
            work: { session in
                await withDiscardingTaskGroup { group in
                    group.addTask {
                        // Leaving ends the load first and then the service, which drains.
                        await withTaskCancellationHandler {
                            await service.supervise(session) { await driver.stop() }
                        } onCancel: {
                            Task {
                                await driver.stop()
                                service.end()
                            }
                        }
                    }
                    group.addTask {
                        let known = Mutex<[SignalSnapshot.ActiveFault]?>(nil)
                        await source.run { update in
                            let faults = update.snapshot.faults
                            let haveChanged = known.withLock { last in
                                defer { last = faults }
                                return last.map { $0 != faults } ?? false
                            }
                            // The driver's account is taken at the same moment, so that the two can be compared.
                            Task {
                                session.sink.yield(.load(await chaos.loadStatus(), at: update.snapshot.at))
                                if haveChanged {
                                    // Somebody else switched one, or its time is over.
                                    session.sink.yield(.faults(await chaos.faults(), at: update.snapshot.at))
                                }
                                session.sink.yield(.source(update))
                            }
                        }
                    }
                }
            }
        )
        terminal.close()
        session.sayFarewell()
        service.end()
        await driver.close()
        await transport.close()
        return status
    }
}
