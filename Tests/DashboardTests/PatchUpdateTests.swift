import Dashboard
import Diagnosis
import GoldenSignals
import PromModel
import TerminalUI
import Testing

@Suite("Dashboard update: a source's points")
struct PatchUpdateTests {
    private static let breachEvents: [SourceEvent.Kind] = [.breachStarted(isCritical: true)]

    @Test("A breach that began before sretop did has its beginning from the source's history")
    func since() {
        var scene = Scene.prometheus()
        scene.take(Scene.update(from: 0, through: 300, isFull: true) { $0 >= 120 ? 0.2 : 0 })
        #expect(scene.onset == 120)
        #expect(scene.state.live.events.map(\.kind) == Self.breachEvents)
        #expect(scene.state.live.events.map(\.at) == [Scene.moment(120)])
        #expect(scene.seconds == Array(stride(from: 0, through: 300, by: 15)))
        #expect(scene.state.live.health == .live)
    }

    @Test("One that is older than the history says so")
    func older() {
        var scene = Scene.prometheus()
        scene.take(Scene.update(from: 0, through: 300, isFull: true) { _ in 0.2 })
        guard case .breach(let breach) = scene.state.live.verdict else {
            Issue.record("\(scene.state.live.verdict)")
            return
        }
        #expect(breach.breach.isOlderThanData && breach.breach.since == Scene.start)
    }

    @Test("An audit whose history begins later than the breach leaves its beginning and its event")
    func audited() {
        var scene = Scene.watching { $0 >= 120 ? 0.2 : 0 }
        #expect(scene.onset == 120)
        scene.take(Scene.update(from: 240, through: 375, isFull: true) { _ in 0.2 })
        #expect(scene.onset == 120)
        #expect(scene.state.live.events.map(\.at) == [Scene.moment(120)])
        // The next tail goes on from there.
        scene.take(Scene.update(from: 330, through: 390, isFull: false) { _ in 0.2 })
        #expect(scene.onset == 120 && scene.state.live.events.count == 1)
    }

    @Test("Polls that are answered with samples of the past do not look live")
    func oldSamples() {
        var scene = Scene.prometheus()
        var report = Scene.report()
        report.freshWithin = .seconds(46)
        var update = Scene.update(from: 0, through: 300, isFull: true, report: report)
        update.snapshot.newestSample = Scene.moment(300)
        scene.take(update)
        #expect(scene.state.shown.snapshot?.newestSample == Scene.moment(300))
        let fresh = DashboardView.frame(scene.state, size: .standard).buffer.text
        #expect(fresh.contains("LIVE 0s") && fresh.contains("ok, for"))
        var late = Scene.update(from: 540, through: 600, isFull: false, report: report)
        late.snapshot.newestSample = Scene.moment(300)
        scene.take(late)
        let old = DashboardView.frame(scene.state, size: .standard).buffer.text
        #expect(old.contains("STALE 5m00s") && old.contains("UNKNOWN  the source has had no new sample for 5m00s"))
    }

    @Test("The list says of the service on the screen what the screen says: without new samples it is not judged")
    func oldRow() {
        var scene = Scene.prometheus()
        var report = Scene.report()
        report.freshWithin = .seconds(46)
        report.key = ServiceKey(of: ["job": "shop"])
        report.services = OtherServicesViewTests.services([("shop", 0), ("cart", 0)])
        report.servicesAt = Scene.moment(300)
        func row() -> String {
            let frame = DashboardView.frame(scene.state, size: TerminalSize(columns: 120, rows: 40))
            let rows = frame.buffer.text.split(separator: "\n")
            return rows.last { $0.contains(" shop ") && $0.contains("200/s") }.map(String.init) ?? ""
        }
        var update = Scene.update(from: 0, through: 300, isFull: true, report: report)
        update.snapshot.newestSample = Scene.moment(300)
        scene.take(update)
        #expect(row().contains("ok "))
        report.servicesAt = Scene.moment(600)
        var late = Scene.update(from: 540, through: 600, isFull: false, report: report)
        late.snapshot.newestSample = Scene.moment(300)
        scene.take(late)
        #expect(row().contains("? UNKNOWN") && !row().contains("ok "))
    }

    @Test("What is judged again makes no event twice")
    func noDuplicates() {
        let scene = Scene.watching(polls: 20) { $0 >= 330 && $0 < 420 ? 0.2 : 0 }
        #expect(scene.state.live.events.map(\.kind) == Self.breachEvents + [.breachEnded])
        #expect(scene.state.live.events.first?.at == Scene.moment(330))
    }

    @Test("A point that turns out otherwise takes its breach back, with the event")
    func revised() {
        var scene = Scene.watching { $0 >= 345 ? 0.2 : 0 }
        #expect(scene.onset == 345)
        scene.take(Scene.update(from: 315, through: 375, isFull: false))
        #expect(scene.onset == nil)
        #expect(scene.state.live.events.isEmpty)
    }

    @Test("The same points twice leave the same state")
    func twice() {
        var scene = Scene.watching { $0 >= 345 ? 0.2 : 0 }
        let before = scene.state
        scene.take(Scene.update(from: 300, through: 360, isFull: false) { $0 >= 345 ? 0.2 : 0 })
        #expect(scene.state == before)
    }

    @Test("A breach that is proven goes on through a gap", arguments: [105...270, 105...285])
    func gap(holes: ClosedRange<Int>) {
        var scene = Scene.prometheus()
        scene.take(Scene.update(from: 0, through: 300, isFull: true, holes: holes) { $0 == 90 || $0 >= 285 ? 0.2 : 0 })
        #expect(scene.onset == 90)
    }

    @Test("A gap is no recovery: the breach goes on after it")
    func gapInBreach() {
        var scene = Scene.prometheus()
        scene.take(Scene.update(from: 0, through: 300, isFull: true, holes: 150...210) { $0 >= 60 ? 0.2 : 0 })
        #expect(scene.onset == 60)
    }

    @Test("Another service begins with nothing of the first, paused or not", arguments: [false, true])
    func otherService(isPaused: Bool) {
        var scene = Scene.watching { $0 >= 120 ? 0.2 : 0 }
        if isPaused { scene.send(.key(.character("p"))) }
        let report = Scene.report(service: "cart")
        scene.take(Scene.update(from: 75, through: 375, isFull: true, report: report))
        #expect(scene.state.settings.service == "cart")
        #expect(scene.state.live.events.isEmpty && scene.onset == nil)
        #expect(scene.seconds.first == 75)
        #expect(scene.state.pausedAt == nil && scene.state.frozen == nil)
    }

    @Test("The same service by another profile begins anew, too")
    func otherProfile() {
        var scene = Scene.watching { $0 >= 120 ? 0.2 : 0 }
        scene.take(Scene.update(from: 75, through: 375, isFull: true, report: Scene.report(profile: "otel")))
        #expect(scene.state.live.events.isEmpty)
    }

    @Test("Another window judges anew")
    func otherWindow() {
        var scene = Scene.watching { $0 >= 120 ? 0.2 : 0 }
        var report = Scene.report()
        report.window = .seconds(120)
        scene.take(Scene.update(from: 75, through: 375, isFull: true, report: report) { $0 >= 360 ? 0.2 : 0 })
        #expect(scene.state.settings.window == .seconds(120))
        #expect(scene.onset == 360)
    }

    @Test("The clock on the screen is the source's", arguments: [60, -60, 0])
    func clock(seconds: Int) {
        var scene = Scene.prometheus()
        let offset = Duration.seconds(seconds)
        scene.send(.tick(Scene.moment(300) - offset))
        var update = Scene.update(from: 0, through: 300, isFull: true)
        update.report?.clockOffset = offset
        scene.send(.source(update))
        #expect(scene.state.now == Scene.moment(300))
        scene.send(.tick(Scene.moment(301) - offset))
        #expect(scene.state.now == Scene.moment(301))
    }

    @Test("A word to the user stays as long whatever the source's clock", arguments: [60, -60])
    func noticeWithOffset(seconds: Int) {
        var scene = Scene.prometheus()
        let offset = Duration.seconds(seconds)
        var update = Scene.update(from: 0, through: 300, isFull: true)
        update.report?.clockOffset = offset
        scene.take(update)
        scene.send(.notice("hello"))
        scene.send(.tick(Scene.moment(305) - offset))
        #expect(scene.state.notice?.text == "hello")
        scene.send(.tick(Scene.moment(307) - offset))
        #expect(scene.state.notice == nil)
    }

    @Test("A poll of which only the charts came, with all targets down, is failing and keeps them")
    func allDown() {
        var scene = Scene.watching()
        var update = Scene.update(from: 315, through: 375, isFull: false)
        update.failure = "the target is down"
        scene.take(update)
        #expect(scene.state.live.health == .failing(reason: "the target is down", since: Scene.moment(375)))
        #expect(scene.seconds.last == 375)
    }

    @Test("A breach that was over at the first look is dated by its scrapes: verdict, event and how long it lasted")
    func overBefore() throws {
        let errors = { (second: Int) in (90..<210).contains(second) ? 0.2 : 0 }
        var scene = Scene.prometheus()
        scene.take(Scene.update(from: 0, through: 300, isFull: true, errors: errors))
        let ended = try #require(scene.state.live.uncountedEnd)
        #expect(ended.found == Scene.moment(90) && ended.step == .seconds(15))
        var answer = Scene.update(from: 240, through: 300, isFull: false, errors: errors)
        answer.ended = BreachTrace(
            detected: ended.found,
            step: .seconds(5),
            increments: stride(from: 5, through: 300, by: 5).map { second in
                let bad = (61...165).contains(second) ? 200.0 : 0
                return BreachTrace.Increment(at: Scene.moment(second), requests: 1000, bad: bad)
            }
        )
        scene.take(answer)
        // What is judged anew says the same.
        for last in [300, 315, 330] {
            if last > 300 { scene.take(Scene.update(from: last - 60, through: last, isFull: false, errors: errors)) }
            let past = try #require(scene.state.live.tracker.recovered)
            #expect(past.since == Scene.moment(60) && past.until == Scene.moment(165), "\(last)")
            #expect(scene.state.live.verdict == .ok(since: Scene.moment(165)), "\(last)")
            let event = scene.state.live.events.last { $0.kind == .breachEnded }
            #expect(event?.at == Scene.moment(165), "\(last)")
        }
        scene.take(Scene.update(from: 0, through: 330, isFull: true, errors: errors))
        #expect(scene.state.live.verdict == .ok(since: Scene.moment(165)))
        let events = scene.state.live.events.filter(\.kind.isBreach)
        #expect(events.map(\.at) == [Scene.moment(60), Scene.moment(165)])
        #expect(events.first?.found == Scene.moment(90))
    }

    @Test("The event of a breach has the time at which it began, as its verdict has")
    func startsWhenItBegan() {
        let errors = { (second: Int) in second >= 285 ? 0.2 : 0 }
        var scene = Scene.prometheus()
        scene.take(Scene.update(from: 0, through: 300, isFull: true, errors: errors))
        #expect(scene.onset == 285)
        var answer = Scene.update(from: 240, through: 315, isFull: false, errors: errors)
        answer.trace = BreachTrace(
            detected: Scene.moment(285),
            step: .seconds(5),
            increments: stride(from: 5, through: 315, by: 5).map { second in
                BreachTrace.Increment(at: Scene.moment(second), requests: 1000, bad: second > 275 ? 200 : 0)
            }
        )
        scene.take(answer)
        scene.take(Scene.update(from: 255, through: 330, isFull: false, errors: errors))
        let events = scene.state.live.events.filter(\.kind.isBreach)
        #expect(events.map(\.at) == [Scene.moment(275)] && events.first?.found == Scene.moment(285))
        #expect(scene.state.live.verdict.began == Scene.moment(275))
    }
}
