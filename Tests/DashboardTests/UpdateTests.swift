import Dashboard
import Diagnosis
import GoldenSignals
import PromModel
import TerminalUI
import Testing

@Suite("Dashboard update")
struct UpdateTests {
    @Test(
        "A key asks for exactly its effect",
        arguments: [
            (.character("q"), [.quit(status: 0)]), (.control("c"), [.quit(status: 0)]),
            (.character("l"), [.startLoad(rate: 200)]), (.character(">"), [.changeRate(400)]),
            (.character("<"), [.changeRate(100)]), (.character("f"), [.resetFaults]),
            (.character("x"), [.listFaults]), (.character("R"), [.pollNow]), (.control("l"), [.repaint]),
            (.character("o"), [.objectives(areShown: true)]), (.character("?"), []), (.character("p"), []),
            (.character("z"), []), (.up, []),
        ] as [(Key, [DashboardEffect])]
    )
    func keys(key: Key, effects: [DashboardEffect]) {
        var scene = Scene()
        #expect(scene.send(.key(key)) == effects)
    }

    @Test("Without a chaos target its keys say so and do nothing else, and help does not list them")
    func noChaos() {
        for key in ["l", "<", ">", "f", "x"] {
            var scene = Scene(hasChaos: false)
            let before = scene.state
            #expect(scene.send(.key(.character(Character(key)))).isEmpty)
            #expect(scene.state.notice?.text.contains("sretop demo") == true)
            scene.state.notice = before.notice
            #expect(scene.state == before)
        }
        #expect(KeyMap.available(hasChaos: false).allSatisfy { !$0.needsChaos })
    }

    @Test("While the service is not up, chaos keys say so instead of acting")
    func notReady() {
        var scene = Scene()
        scene.send(.chaosTarget(isReady: false, text: "it ended", at: Scene.start))
        #expect(scene.send(.key(.character("l"))).isEmpty)
        #expect(scene.send(.key(.character("f"))).isEmpty)
        #expect(scene.state.notice?.text.contains("not up") == true)
    }

    @Test("What is pressed before the service is there for the first time is done as soon as it is")
    func opening() {
        var scene = Scene()
        scene.state.chaos = ChaosState(path: "/risky", rate: 200)
        #expect(scene.send(.key(.character("l"))).isEmpty)
        #expect(scene.send(.key(.character("f"))).isEmpty)
        #expect(scene.send(.key(.character("f"))).isEmpty)
        #expect(scene.state.notice?.text.contains("f waits for it") == true)
        #expect(scene.send(.key(.character(">"))) == [.changeRate(400)])
        let ready = DashboardEvent.chaosTarget(isReady: true, text: nil, at: Scene.start)
        #expect(scene.send(ready) == [.listFaults, .startLoad(rate: 400), .resetFaults])
        // What waited is done: the row is free for what the numbers say.
        #expect(scene.state.notice == nil)
        #expect(scene.send(ready) == [.listFaults])
    }

    @Test("A second l before the service is there takes the first one back")
    func openingTwice() {
        var scene = Scene()
        scene.state.chaos = ChaosState(path: "/risky", rate: 200)
        for _ in 0..<2 { scene.send(.key(.character("l"))) }
        #expect(scene.state.notice?.text.contains("not started") == true)
        #expect(scene.send(.chaosTarget(isReady: true, text: nil, at: Scene.start)) == [.listFaults])
    }

    @Test("l stops a running load; the rate stays within its bounds")
    func load() {
        var scene = Scene()
        scene.load(201)
        #expect(scene.send(.key(.character("l"))) == [.stopLoad])
        for _ in 0..<20 { scene.send(.key(.character(">"))) }
        #expect(scene.state.chaos?.load.rate == 20_000)
        #expect(scene.send(.key(.character(">"))).isEmpty)
        for _ in 0..<40 { scene.send(.key(.character("<"))) }
        #expect(scene.state.chaos?.load.rate == 1)
    }

    @Test("Help opens and closes with its key, and Esc closes it")
    func help() {
        var scene = Scene()
        scene.send(.key(.character("?")))
        #expect(scene.state.overlay == .help(first: 0))
        scene.send(.key(.character("?")))
        #expect(scene.state.overlay == .none)
        scene.send(.key(.function(1)))
        scene.send(.key(.escape))
        #expect(scene.state.overlay == .none)
    }

    @Test("In the faults panel Enter switches the selected fault the other way")
    func faultsPanel() {
        var scene = Scene()
        scene.send(.key(.character("x")))
        #expect(scene.send(.key(.enter)) == [.setFault(name: "errors", route: "/risky", isActive: false)])
        scene.send(.faults(.faults([Scene.defect(isActive: false)]), at: Scene.start))
        #expect(scene.send(.key(.enter)) == [.setFault(name: "errors", route: "/risky", isActive: true)])
        scene.send(.key(.down))
        #expect(scene.state.overlay == .faults(selected: 0))
        #expect(scene.send(.key(.character("f"))) == [.resetFaults])
        scene.send(.key(.character("x")))
        #expect(scene.state.overlay == .none)
    }

    @Test("A pause freezes what is shown while collecting goes on; a second press shows the newest")
    func pause() {
        var scene = Scene.healthy()
        scene.send(.key(.character("p")))
        for second in 121...125 { scene.poll(Scene.snapshot(second, rate: 300)) }
        #expect(scene.state.shown.snapshot?.at == Scene.moment(120))
        #expect(scene.state.live.snapshot?.at == Scene.moment(125))
        #expect(scene.state.live.history.points.last?.at == Scene.moment(125))
        scene.send(.key(.character(" ")))
        #expect(scene.state.shown.snapshot?[.requestRate].value == 300)
        #expect(scene.state.pausedAt == nil)
    }

    @Test("A failing source keeps the last numbers, makes the verdict unknown, and comes back by itself")
    func sourceFails() {
        var scene = Scene.healthy()
        scene.failPoll(121)
        scene.failPoll(122)
        let reason = "127.0.0.1:8000: connection refused"
        #expect(scene.state.live.health == .failing(reason: reason, since: Scene.moment(121)))
        #expect(scene.state.live.verdict == .unknown(reason: reason, since: Scene.moment(121)))
        #expect(scene.state.live.snapshot?.at == Scene.moment(120))
        scene.poll(Scene.snapshot(123))
        #expect(scene.state.live.health == .live)
        guard case .ok = scene.state.live.verdict else {
            Issue.record("\(scene.state.live.verdict)")
            return
        }
        #expect(scene.state.live.events.map(\.kind) == [.lost, .back])
    }

    @Test("A changed start time is one restart, announced")
    func restart() {
        var scene = Scene.healthy()
        var changed = Scene.snapshot(121)
        changed.processStarts = ["127.0.0.1:8000": 200]
        scene.poll(changed)
        changed.at = Scene.moment(122)
        scene.poll(changed)
        #expect(scene.state.live.restarts == 1)
        #expect(scene.state.live.events.map(\.kind) == [.restart])
    }

    @Test("Load, breach, fix and recovery leave their events in order")
    func events() {
        var scene = Scene.trouble()
        for second in 297...340 {
            var fixed = Scene.snapshot(second)
            fixed.faults = []
            scene.poll(fixed)
        }
        scene.send(.load(LoadStatus(rate: 200), at: Scene.moment(341)))
        #expect(
            scene.state.live.events.map(\.kind)
                == [.loadStarted, .breachStarted(isCritical: true), .breachEnded, .faultStopped, .loadStopped]
        )
    }

    @Test("A fault that ends by itself is off; one that was switched off here is fixed", arguments: [true, false])
    func off(isPressed: Bool) {
        var scene = Scene.trouble()
        if isPressed { scene.send(.key(.character("f"))) }
        for second in 297...300 {
            var snapshot = Scene.snapshot(second)
            snapshot.faults = []
            scene.poll(snapshot)
        }
        let event = scene.state.live.events.last { $0.text == "fault errors on /risky is off" }
        #expect(event?.kind == (isPressed ? .fixed : .faultStopped))
        #expect(event?.tick == (isPressed ? "fix" : "off"))
        // Once more it ended by itself.
        for second in 320...330 {
            var snapshot = Scene.snapshot(second)
            if second > 325 { snapshot.faults = [] }
            scene.poll(snapshot)
        }
        #expect(scene.state.live.events.last { $0.text.hasSuffix("is off") }?.kind == .faultStopped)
    }

    @Test("The same breach after a gap of the source is no new event")
    func sameBreach() {
        var scene = Scene.trouble()
        scene.failPoll(297)
        scene.poll(Scene.snapshot(298, errors: 0.2))
        #expect(scene.state.live.events.count { $0.kind.isBreach } == 1)
    }

    @Test("A poll just after another, or older than it, changes nothing")
    func outOfOrder() {
        var scene = Scene.healthy()
        let before = scene.state.live
        for offset in [0.2, -3] {
            var late = Scene.snapshot(120, rate: 999)
            late.at = Scene.moment(120) + .seconds(offset)
            scene.send(.source(SourceUpdate(snapshot: late, targets: [], failure: nil, cost: .zero)))
        }
        #expect(scene.state.live == before)
    }

    @Test("A notice goes after its time")
    func notice() {
        var scene = Scene()
        scene.send(.notice("hello"))
        scene.send(.tick(Scene.moment(5)))
        #expect(scene.state.notice?.text == "hello")
        scene.send(.tick(Scene.moment(7)))
        #expect(scene.state.notice == nil)
    }

    @Test("Asking to leave carries its exit status")
    func leave() {
        var scene = Scene()
        #expect(scene.send(.leave(status: 143)) == [.quit(status: 143)])
        // It shows its last frame by itself.
        #expect(scene.send(.continued).isEmpty)
    }
}
