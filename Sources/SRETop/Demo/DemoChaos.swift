import Dashboard
import PromClient
import ServiceKit

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// The chaos keys of the demo: its own load driver, and the control routes of its own service.
struct DemoChaos: ChaosControl {
    let driver: LoadDriver
    let transport: any HTTPTransport
    let baseURL: String
    let loadLimit: Duration

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
        let body = try? JSONEncoder().encode(FaultSwitch(fault: name, route: route, active: isActive))
        return await ask("POST", "/faults", body: body.map(Array.init) ?? [])
    }

    func resetFaults() async -> ChaosAnswer {
        await ask("POST", "/faults/reset", body: [])
    }

    func faults() async -> ChaosAnswer {
        await ask("GET", "/faults", body: [])
    }

    private func ask(_ method: String, _ path: String, body: [UInt8]) async -> ChaosAnswer {
        var question = HTTPQuestion(url: baseURL + path, timeout: .seconds(2), bodyLimit: 65_536)
        question.method = method
        question.body = body
        do throws(TransportFailure) {
            let answer = try await transport.ask(question)
            guard answer.status == 200 else { return .failure("\(path) answers HTTP status \(answer.status)") }
            return Self.read(answer.body, path: path)
        } catch {
            return .failure("\(path): \(error)")
        }
    }

    private static func read(_ body: [UInt8], path: String) -> ChaosAnswer {
        guard let list = try? JSONDecoder().decode(FaultList.self, from: Data(body)) else {
            return .failure("\(path) answers what is no list of faults")
        }
        return .faults(
            list.faults.map {
                FaultStatus(
                    name: $0.fault,
                    route: $0.route,
                    share: $0.share,
                    isActive: $0.active,
                    isBuiltin: $0.builtin
                )
            }
        )
    }
}
