import Dashboard
import PromClient
import ServiceKit

/// The chaos keys of the demo: its own load driver, and the control routes of its own service.
struct DemoChaos: ChaosControl {
    let driver: LoadDriver
    let transport: any HTTPTransport
    let baseURL: String
    let loadLimit: Duration
    /// What a fault in words is, or what is wrong with the words.
    let faultRequest: @Sendable (String) -> Result<FaultRequest, FaultControl.Failure>

    func startLoad(rate: Double) async {
        await driver.start(rate: rate, duration: loadLimit)
    }

    func stopLoad() async {
        await driver.stop()
    }

    func changeRate(_ rate: Double) async {
        await driver.change(rate: rate)
    }

    func loadStatus() async -> LoadStatus {
        let reading = await driver.reading()
        var status = LoadStatus(rate: reading.rate)
        status.isRunning = reading.isRunning
        status.remaining = reading.remaining
        status.sent = reading.count.sent
        status.done = reading.count.done
        status.unanswered = reading.count.unanswered
        status.perSecond = reading.window.perSecond
        status.errorShare = reading.window.serverErrorShare
        status.p95 = reading.window.p95
        status.p99 = reading.window.p99
        return status
    }

    func setFault(name: String, route: String, isActive: Bool) async -> ChaosAnswer {
        guard let kind = Fault.Kind(rawValue: name) else { return .failure("there is no fault \(name)") }
        let request = FaultRequest(switching: kind, route: route, active: isActive)
        return await answer { control throws(FaultControl.Failure) in try await control.apply(request) }
    }

    func injectFault(_ words: String) async -> ChaosAnswer {
        switch faultRequest(words) {
        case .success(let request):
            await answer { control throws(FaultControl.Failure) in try await control.apply(request) }
        case .failure(let failure): .failure("\(failure)")
        }
    }

    func resetFaults() async -> ChaosAnswer {
        await answer { control throws(FaultControl.Failure) in try await control.reset() }
    }

    func faults() async -> ChaosAnswer {
        await answer { control throws(FaultControl.Failure) in try await control.faults() }
    }

    private func answer(
        _ body: (FaultControl) async throws(FaultControl.Failure) -> [Fault]
    ) async -> ChaosAnswer {
        do throws(FaultControl.Failure) {
            let faults = try await body(FaultControl(transport: transport, baseURL: baseURL))
            return .faults(
                faults.map {
                    FaultStatus(
                        name: $0.fault.rawValue,
                        route: $0.route,
                        share: $0.share,
                        isActive: $0.active,
                        isBuiltin: $0.builtin,
                        delay: $0.delaySeconds.map { .seconds($0) }
                    )
                }
            )
        } catch {
            return .failure("\(error)")
        }
    }
}
