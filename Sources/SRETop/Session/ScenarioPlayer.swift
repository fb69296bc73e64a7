import PromClient
import ServiceKit
import Settings

/// Plays a scenario on a running service: each step at its time, and all of it ends with this process.
struct ScenarioPlayer: Sendable {
    /// So long after this process has gone, however it went, its faults end.
    static let leaseSeconds = 15.0
    private static let beat = Duration.seconds(4)

    let scenario: FaultScenario
    let control: FaultControl

    /// The shipped one of that name, else the one in that file; ends with 2 where there is neither.
    static func scenario(_ name: String) throws(FaultProblem) -> FaultScenario {
        if let shipped = FaultScenario.shipped.first(where: { $0.name == name }) { return shipped }
        guard let bytes = try? FileBytes.read(name) else {
            let names = FaultScenario.shipped.map(\.name).joined(separator: ", ")
            throw FaultProblem(description: "'\(name)' is no file that can be read, and none of \(names)")
        }
        do throws(FaultProblem) {
            return try FaultScenario(yaml: String(decoding: bytes, as: UTF8.self), name: name)
        } catch {
            throw FaultProblem(description: "'\(name)': \(error)")
        }
    }

    /// Plays it from now on until its last fault is over; tells each step.
    ///
    /// - Throws: where the service refuses a step, or cannot be reached for it.
    func play(tell: @Sendable (String) -> Void) async throws {
        let lease = "scenario-\(UInt64.random(in: 0...UInt64.max))"
        let start = ContinuousClock.now
        var isHeld = false
        for step in scenario.steps {
            guard try await wait(until: start + .seconds(step.at), holding: isHeld ? lease : nil) else { return }
            var request = step.set
            if request.active, request.lease == nil {
                (request.lease, request.leaseSeconds) = (lease, Self.leaseSeconds)
                isHeld = true
            }
            _ = try await control.apply(request)
            tell(Self.words(step))
        }
        _ = try await wait(until: start + .seconds(scenario.seconds), holding: isHeld ? lease : nil)
    }

    /// Ends what it has set.
    func end() async {
        for step in scenario.steps where step.set.active {
            let off = FaultRequest(switching: step.set.fault, route: step.set.route, active: false)
            _ = try? await control.apply(off)
        }
    }

    /// Keeps the faults alive meanwhile; false where somebody has ended them.
    private func wait(until moment: ContinuousClock.Instant, holding lease: String?) async throws -> Bool {
        while ContinuousClock.now < moment {
            try await Task.sleep(for: min(Self.beat, moment - .now))
            guard let lease else { continue }
            do throws(FaultControl.Failure) {
                _ = try await control.renew(lease)
            } catch {
                // A service that a fault has ended may come back; one that knows no such lease was reset.
                if error.isRefusal { return false }
            }
        }
        return true
    }

    private static func words(_ step: FaultScenario.Step) -> String {
        let (set, at) = (step.set, FaultKindsText.number(step.at))
        let place = set.route == Fault.everyRoute ? "" : " on \(set.route)"
        guard set.active else { return "\(at) s: \(set.fault.rawValue)\(place) ends" }
        let length = FaultKindsText.number(set.seconds ?? FaultRequest.defaultSeconds)
        return "\(at) s: \(set.fault.rawValue)\(place) for \(length) s"
    }
}
