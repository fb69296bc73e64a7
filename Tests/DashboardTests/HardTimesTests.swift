import Dashboard
import Diagnosis
import GoldenSignals
import PromModel
import TerminalUI
import Testing

/// What must not be told when clocks jump, targets go and lists are sorted anew.
@Suite("Dashboard update: hard times")
struct HardTimesTests {
    @Test("A clock that is set back begins anew: what comes is shown, and nothing older is called fresh")
    func clockSetBack() {
        var scene = Scene(hasChaos: false)
        for second in 3600...3610 { scene.poll(Scene.snapshot(second, rate: 200)) }
        for second in 0...3 { scene.poll(Scene.snapshot(second, rate: 50)) }
        #expect(scene.state.live.snapshot?.at == Scene.moment(3))
        #expect(scene.state.live.snapshot?[.requestRate].value == 50)
        #expect(scene.state.now == Scene.moment(3))
        #expect(scene.state.live.history.points.allSatisfy { $0.at <= Scene.moment(3) })
    }

    @Test("A poll that comes a little late is no clock that was set back")
    func late() {
        var scene = Scene(hasChaos: false)
        for second in [10, 11, 12, 11] { scene.poll(Scene.snapshot(second)) }
        #expect(scene.state.live.snapshot?.at == Scene.moment(12) && scene.state.live.history.points.count == 3)
    }

    @Test("Faults of targets that do not answer are neither off nor, later, on again")
    func faults() {
        var scene = Scene(hasChaos: false)
        func poll(_ second: Int, isDown: Bool = false) {
            var snapshot = Scene.snapshot(second, rate: isDown ? 0 : 200)
            snapshot.faults = isDown ? [] : [SignalSnapshot.ActiveFault(name: "errors", route: "/risky", share: 0.2)]
            var update = SourceUpdate(
                snapshot: snapshot,
                targets: [],
                failure: isDown ? "no target answers" : nil,
                cost: .zero
            )
            update.patch = HistoryPatch(
                from: snapshot.at,
                isFull: second == 0,
                points: [],
                settledThrough: snapshot.at,
                step: .seconds(1)
            )
            scene.send(.source(update))
        }
        poll(0)
        poll(1, isDown: true)
        poll(2)
        #expect(scene.state.live.events.map(\.word) == ["down", "back"])
    }

    @Test("Many targets lost at once are one event, and do not push out what explains more")
    func manyTargets() {
        var scene = Scene(hasChaos: false)
        func poll(_ second: Int, down: Set<Int>) {
            let targets = (0..<20).map { number in
                TargetStatus(
                    instance: "t\(number)",
                    failure: down.contains(number) ? "refused" : nil,
                    defect: nil,
                    scrapedAt: Scene.moment(second),
                    duration: .milliseconds(2)
                )
            }
            let update = SourceUpdate(snapshot: Scene.snapshot(second), targets: targets, failure: nil, cost: .zero)
            scene.send(.source(update))
        }
        poll(0, down: [])
        poll(1, down: Set(0..<15))
        poll(2, down: [])
        let texts = ["15 of 20 targets do not answer: t0, t1, t2, …", "15 of 20 targets answer again"]
        #expect(scene.state.live.events.map(\.text) == texts)
        for second in 3...210 { poll(second, down: second.isMultiple(of: 2) ? [] : [1]) }
        #expect(scene.state.live.events.count == 100)
    }

    @Test("The highlight stays on its service when new numbers sort the list anew, and Enter opens that one")
    func highlight() throws {
        var scene = Scene.prometheus()
        func update(_ second: Int, _ errors: [String: Double]) -> SourceUpdate {
            var report = Scene.report(service: "shop")
            report.servicesAt = Scene.moment(second)
            report.services = errors.keys.sorted().map { name in
                var overview = ServiceOverview(service: ServiceKey(of: ["job": name]), profile: "go")
                (overview.requestRate, overview.errorShare) = (100, errors[name])
                return overview
            }
            return Scene.update(from: second, through: second + 5, isFull: second == 0, report: report) { _ in 0 }
        }
        scene.take(update(0, ["cart": 0.5, "pay": 0, "shop": 0]))
        scene.send(.key(.character("S")))
        scene.send(.key(.home))
        #expect(scene.state.listedServices.map(\.service.name) == ["cart", "pay", "shop"])
        scene.take(update(5, ["cart": 0.5, "pay": 0.9, "shop": 0]))
        #expect(scene.state.listedServices.map(\.service.name) == ["pay", "cart", "shop"])
        let effects = scene.send(.key(.enter))
        #expect(effects == [.selectService(ServiceKey(of: ["job": "cart"]), profile: "go")])
    }

    @Test("Two services of one name are two: picking the other forgets the first one's breach")
    func sameName() {
        var scene = Scene.prometheus()
        func update(_ job: String, _ second: Int, _ errors: Double) -> SourceUpdate {
            var report = Scene.report(service: "api")
            report.key = ServiceKey(of: ["service": "api", "job": job])
            return Scene.update(from: second, through: second + 60, isFull: true, report: report) { _ in errors }
        }
        scene.take(update("blue", 0, 0.2))
        #expect(scene.state.live.verdict.onset != nil)
        scene.take(update("green", 60, 0))
        #expect(scene.state.live.verdict == .ok(since: Scene.moment(60)) && scene.state.live.events.isEmpty)
    }

    @Test("A rate over a window that is not full is no change from what was before")
    func notFull() {
        var scene = Scene.incident()
        scene.state.live.snapshot?.readings[.requestRate] = SignalReading(.value(300))
        /// What stands under the rate: its change.
        func change() -> String {
            let rows = DashboardView.frame(scene.state, size: TerminalSize(columns: 120, rows: 40)).buffer.text
                .split(separator: "\n", omittingEmptySubsequences: false)
            guard let row = rows.firstIndex(where: { $0.hasPrefix("300/s") }) else { return "no such rate" }
            return String(rows[row + 1].prefix(17))
        }
        #expect(change().hasPrefix("↓79%"), "\(change())")
        scene.state.live.snapshot?.isThin = true
        #expect(change().hasPrefix("win not full"), "\(change())")
    }
}
