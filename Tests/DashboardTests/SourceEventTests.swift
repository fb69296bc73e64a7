import Dashboard
import Diagnosis
import GoldenSignals
import PromModel
import Testing

@Suite("Dashboard events: targets, source, limits, chaos")
struct SourceEventTests {
    private static func target(_ name: String, _ isUp: Bool, _ second: Int) -> TargetStatus {
        TargetStatus(
            instance: name,
            failure: isUp ? nil : "connection refused",
            defect: nil,
            scrapedAt: Scene.moment(second),
            duration: .milliseconds(2)
        )
    }

    /// A scene after polls whose targets are up (`+`) or down (`-`) in turn, named a, b, c; `x` is a source that fails.
    private static func scene(_ polls: [String]) -> Scene {
        var scene = Scene(hasChaos: false)
        for (second, poll) in polls.enumerated() {
            let signs = poll.filter { $0 != "x" }
            let targets = zip("abc", signs).map { target(String($0), $1 == "+", second) }
            let failure: String? = poll.contains("x") ? "nobody answers" : nil
            var update = SourceUpdate(
                snapshot: Scene.snapshot(second),
                targets: targets,
                failure: failure,
                cost: .zero
            )
            if failure != nil { update.snapshot = SignalSnapshot(at: Scene.moment(second), window: .seconds(15)) }
            scene.send(.source(update))
        }
        return scene
    }

    private static func words(_ scene: Scene) -> [String] {
        scene.state.live.events.map { event in
            let subject = event.kind.isBreach ? "" : event.subject
            return "\(Int((event.at - Scene.start).inSeconds)) \(event.word) \(subject)"
        }
    }

    @Test(
        "One of several targets that goes or comes is an event; all of them at once are the source",
        arguments: [
            (["++", "+-", "+-", "++"], ["1 target b", "3 up b"]),
            (["+++", "--+", "+++"], ["1 target a", "1 target b", "2 up a", "2 up b"]),
            // How they were when they were first seen is no event.
            (["+-", "+-"], []), (["+-", "++"], ["1 up b"]),
            // One alone is the source itself.
            (["+", "x-", "+"], ["1 down ", "2 back "]), (["++", "x--", "++"], ["1 down ", "2 back "]),
            (["++", "x--", "x--", "x--", "++"], ["1 down ", "4 back "]),
            // One that was lost before the source failed comes back after it.
            (["+++", "++-", "x---", "++-", "+++"], ["1 target c", "2 down ", "3 back ", "4 up c"]),
            // A target that is new is not one that came back.
            (["++", "+++", "++"], []),
        ] as [([String], [String])]
    )
    func targets(polls: [String], events: [String]) {
        #expect(Self.words(Self.scene(polls)) == events)
    }

    @Test("A target's event says who and why")
    func targetText() {
        let events = Self.scene(["++", "+-", "++"]).state.live.events
        #expect(events.map(\.text) == ["b does not answer: connection refused", "b answers again"])
        #expect(events.map(\.kind.isCause) == [true, false])
    }

    @Test("A source that fails for long is lost once, with its reason, and back once")
    func source() {
        let scene = Self.scene(["+", "x-", "x-", "x-", "+", "+"])
        #expect(scene.state.live.events.map(\.text) == ["nobody answers", "127.0.0.1:8000 answers again"])
        #expect(scene.state.live.events.map(\.kind) == [.lost, .back])
    }

    @Test("A source that never answered is lost from its first poll on, and then there is no way back to it")
    func never() {
        #expect(Self.words(Self.scene(["x-", "x-"])) == ["0 down "])
    }

    @Test("A breach begins at the first evaluation over the limit, and ends when it is over")
    func breach() {
        var scene = Scene(hasChaos: false)
        for second in 0...60 { scene.poll(Scene.snapshot(second, errors: (20...30).contains(second) ? 0.2 : 0)) }
        #expect(Self.words(scene) == ["20 crit ", "31 ok "])
        #expect(scene.state.live.events.map(\.text) == ["5xx over its limit", "5xx within its limit again"])
    }

    @Test("A breach that brings nothing new is told to be over, in words that no breach has")
    func quiet() {
        var scene = Scene(hasChaos: false)
        for second in 0...40 {
            var snapshot = Scene.snapshot(second, errors: second >= 20 ? 0.2 : 0)
            // None fails any more after ten seconds, while the window holds those before.
            snapshot.errorTotals = ["127.0.0.1:8000": Double(min(max(second - 20, 0), 10)) * 40]
            snapshot.requestTotals = ["127.0.0.1:8000": Double(second) * 200]
            scene.poll(snapshot)
        }
        let texts = scene.state.live.events.map(\.text)
        #expect(texts.first == "5xx over its limit")
        #expect(texts.contains("5xx: no new failures, over its limit no more"), "\(texts)")
    }

    @Test("A warning is a warning; one that turns critical by another signal is told as such")
    func warning() {
        var scene = Scene(hasChaos: false)
        for second in 0...40 {
            scene.poll(Scene.snapshot(second, errors: second >= 20 ? 0.2 : 0, p99: second >= 10 ? 3 : 0.1))
        }
        #expect(Self.words(scene) == ["10 warn ", "20 crit "])
    }

    @Test("One evaluation over the limit that may be chance is no breach, and no event")
    func blip() {
        var scene = Scene(hasChaos: false)
        for second in 0...30 { scene.poll(Scene.snapshot(second, errors: second == 10 ? 0.011 : 0)) }
        #expect(scene.state.live.events.isEmpty)
    }

    @Test("What breaks at once is one event, and each limit ends for itself, also while another is broken")
    func together() {
        var scene = Scene(hasChaos: false)
        for second in 0..<60 {
            let errors = (10..<20).contains(second) ? 0.1 : 0
            scene.poll(Scene.snapshot(second, errors: errors, p99: second >= 10 ? 3 : 0.1))
        }
        #expect(
            scene.state.live.events.map { "\(Int(($0.at - Scene.start).inSeconds)) \($0.word) \($0.text)" } == [
                "10 crit 5xx, p99 over their limits", "20 ok 5xx within its limit again",
            ]
        )
    }

    @Test("A saturation that recovers while few requests come is told to have ended")
    func endsWithFew() {
        var scene = Scene(hasChaos: false)
        for second in 0...60 {
            var snapshot = Scene.snapshot(second, rate: 0.2)
            snapshot.requestCount = 3
            if second <= 20 { snapshot.readings[.saturation] = SignalReading(.value(0.95)) }
            scene.poll(snapshot)
        }
        #expect(scene.state.live.verdict == .tooFew(requests: 15))
        #expect(Self.words(scene) == ["0 warn ", "21 ok "])
    }

    @Test("Load that goes on and off is an event each, however often it reports")
    func load() {
        var scene = Scene()
        for second in [201, 202, 203] { scene.load(second) }
        scene.send(.load(LoadStatus(rate: 200), at: Scene.moment(210)))
        scene.send(.load(LoadStatus(rate: 200), at: Scene.moment(211)))
        #expect(Self.words(scene) == ["201 load ", "210 end "])
        #expect(scene.state.live.events.first?.text == "load on, 200/s")
    }

    @Test("A fault that goes on and off is an event each; one whose share changes stays on")
    func faults() {
        var scene = Scene(hasChaos: false)
        for (second, share) in [nil, 0.2, 0.2, 0.5, nil].enumerated() {
            var snapshot = Scene.snapshot(second)
            snapshot.faults = share.map { [.init(name: "errors", route: "/risky", share: $0)] } ?? []
            scene.poll(snapshot)
        }
        #expect(Self.words(scene) == ["1 fault ", "4 off "])
        let texts = ["fault errors on /risky is on", "fault errors on /risky is off"]
        #expect(scene.state.live.events.map(\.text) == texts)
    }

    @Test("A hundred events are kept, the newest")
    func bounded() {
        let scene = Self.scene(["++"] + (0..<240).map { $0.isMultiple(of: 2) ? "+-" : "++" })
        #expect(scene.state.live.events.count == 100)
        #expect(scene.state.live.events.last?.at == Scene.moment(240))
        #expect(scene.state.live.events.first?.at == Scene.moment(141))
    }
}
