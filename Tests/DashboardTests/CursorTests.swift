import Dashboard
import Diagnosis
import GoldenSignals
import PromModel
import TerminalUI
import TerminalUITestKit
import Testing

@Suite("The cursor over time")
struct CursorTests {
    private static func second(_ scene: Scene) -> Int? {
        scene.state.cursor.map { Int(($0.at - Scene.start).inSeconds) }
    }

    @Test("It goes column by column, with Shift by ten, to the first and back to the newest")
    func moves() {
        var scene = CursorScene.back(1)
        let step = Int(ColumnStep.of(scene) / .seconds(1))
        #expect(step >= 1)
        let first = Self.second(scene) ?? 0
        #expect(first < 296 && first >= 296 - 2 * step)
        scene.send(.key(.left))
        #expect(Self.second(scene) == first - step)
        scene.send(.key(.shiftLeft))
        #expect(Self.second(scene) == first - 11 * step)
        scene.send(.key(.right))
        #expect(Self.second(scene) == first - 10 * step)
        scene.send(.key(.shiftRight))
        #expect(Self.second(scene) == first)
        scene.send(.key(.right))
        scene.send(.key(.right))
        #expect(scene.state.cursor == nil)
        scene.send(.key(.home))
        #expect(Self.second(scene) == 0)
        scene.send(.key(.left))
        #expect(Self.second(scene) == 0)
        scene.send(.key(.end))
        #expect(scene.state.cursor == nil)
    }

    @Test("Numbers, verdict, who and events are those of then, whatever comes meanwhile")
    func past() throws {
        var scene = Scene(hasChaos: false)
        scene.send(.resized(TerminalSize(columns: 120, rows: 40)))
        for second in 0...100 { scene.poll(Scene.snapshot(second)) }
        for second in 101...200 { scene.poll(Scene.snapshot(second, rate: 300, errors: 0.2)) }
        var asThen: [Timestamp: (SignalSnapshot?, Verdict)] = [:]
        var replay = Scene(hasChaos: false)
        for second in 0...200 {
            replay.poll(
                second <= 100 ? Scene.snapshot(second) : Scene.snapshot(second, rate: 300, errors: 0.2)
            )
            asThen[Scene.moment(second)] = (replay.state.shown.snapshot, replay.state.shown.verdict)
        }
        for _ in 0..<40 {
            scene.send(.key(.left))
            let cursor = try #require(scene.state.cursor)
            let then = try #require(asThen[cursor.at])
            #expect(scene.state.shown.snapshot?.readings == then.0?.readings)
            #expect(scene.state.shown.snapshot?.breakdown == then.0?.breakdown)
            #expect(scene.state.shown.verdict == then.1)
            #expect(scene.state.shown.events.allSatisfy { $0.at <= cursor.at })
        }
        let before = scene.state
        for second in 201...230 { scene.poll(Scene.snapshot(second, rate: 500)) }
        #expect(scene.state.shown == before.shown && scene.state.cursor?.at == before.cursor?.at)
        #expect(scene.state.live.snapshot?.at == Scene.moment(230))
    }

    @Test("Where nothing was measured nothing is shown, with the reason")
    func gap() {
        var scene = Scene(hasChaos: false)
        scene.send(.resized(TerminalSize(columns: 120, rows: 40)))
        for second in 0...60 { scene.poll(Scene.snapshot(second)) }
        for second in 61...90 { scene.failPoll(second) }
        for second in 91...120 { scene.poll(Scene.snapshot(second)) }
        while let second = Self.second(scene) ?? 120 as Int?, second > 75 { scene.send(.key(.left)) }
        #expect(scene.state.shown.snapshot?[.requestRate].value == nil)
        guard case .unknown(let reason, _) = scene.state.shown.verdict else {
            Issue.record("\(scene.state.shown.verdict)")
            return
        }
        #expect(reason.contains("connection refused"))
    }

    @Test("n and N go from event to event, and say which")
    func events() throws {
        var scene = CursorScene.back(0)
        scene.send(.key(.character("N")))
        let last = try #require(scene.state.live.events.last { $0.at < Scene.moment(296) })
        #expect(scene.state.cursor?.at == last.at)
        #expect(scene.state.notice?.text.contains(last.text) == true)
        let first = try #require(scene.state.live.events.first)
        for _ in 0..<20 { scene.send(.key(.character("N"))) }
        #expect(scene.state.cursor?.at == first.at)
        #expect(scene.state.notice?.text == "no earlier event in the charts")
        var seen: Set<Timestamp> = [first.at]
        for _ in 0..<20 {
            scene.send(.key(.character("n")))
            if let at = scene.state.cursor?.at { seen.insert(at) }
        }
        #expect(Set(scene.state.live.events.map(\.at)).isSubset(of: seen))
        #expect(scene.state.notice?.text == "no later event")
    }

    @Test("A Prometheus is asked once about each moment, and its answer is shown")
    func asks() throws {
        var scene = CursorScene.prometheus()
        let asked = scene.send(.key(.left))
        let moment = try #require(scene.state.cursor?.at)
        #expect(asked == [.look(at: moment)])
        #expect(scene.state.cursor?.inquiry == .asked)
        let text = DashboardView.frame(scene.state, size: TerminalSize(columns: 120, rows: 40)).buffer.text
        #expect(text.contains("AT \(TimeText.clock(moment)), "))
        var answer = SourceUpdate(
            snapshot: Scene.average(0),
            targets: [Scene.target(at: 0)],
            failure: nil,
            cost: .zero
        )
        answer.snapshot.at = moment
        answer.snapshot.breakdown = Scene.breakdown(rate: 7, errors: 1, p99: 0.2)
        answer.report = Scene.report()
        scene.send(.past(answer))
        #expect(scene.state.cursor?.inquiry == .answered)
        #expect(scene.state.shown.snapshot?.breakdown?.rows.first?.requestRate == 7)
        #expect(scene.send(.key(.left)).count == 1)
        #expect(scene.send(.key(.right)).isEmpty)
        #expect(scene.state.shown.snapshot?.breakdown?.rows.first?.requestRate == 7)
        // By another label it is another question.
        scene.state.live.report?.dimensions = [.route, .instance]
        #expect(scene.send(.key(.character("g"))) == [.group(by: .instance), .look(at: moment)])
    }

    /// What a source tells of a moment before which a fifth of the requests failed for a minute.
    private static func broken(at moment: Timestamp) -> SourceUpdate {
        var answer = SourceUpdate(snapshot: Scene.average(0), targets: [], failure: nil, cost: .zero)
        answer.snapshot.at = moment
        answer.report = Scene.report()
        answer.evaluations = stride(from: 300, through: 0, by: -5).map { second in
            var point = SignalPoint(at: moment - .seconds(second))
            point[.requestRate] = 20
            point[.errorShare] = second <= 60 ? 0.2 : 0
            point.requestCount = 1200
            return point
        }
        return answer
    }

    @Test("A breach that was over by then is told so, though the window still holds it")
    func over() throws {
        var scene = CursorScene.unpolled()
        let moment = try #require(scene.state.cursor?.at)
        let asked = scene.send(.past(Self.broken(at: moment)))
        guard case .inquire(let question) = asked.first else {
            Issue.record("\(asked)")
            return
        }
        var inquiry = PastInquiry(of: question)
        inquiry.trace = BreachTrace(
            detected: question.found,
            step: .seconds(5),
            increments: (-40...0).map { scrape in
                let isBad = (-13 ..< -4).contains(scrape)
                return BreachTrace.Increment(at: moment + .seconds(5 * scrape), requests: 100, bad: isBad ? 30 : 0)
            }
        )
        scene.send(.inquired(inquiry))
        guard case .ok = scene.state.shown.verdict else {
            Issue.record("\(scene.state.shown.verdict)")
            return
        }
        let ended = try #require(scene.state.shown.tracker.recovered)
        #expect(ended.until == moment - .seconds(25) && ended.since == moment - .seconds(70))
    }

    @Test("What the evaluations of then found over its limit is told, with the onset that they saw")
    func evaluations() throws {
        // Nobody watched then: what a poll has judged stands.
        var scene = CursorScene.unpolled()
        let moment = try #require(scene.state.cursor?.at)
        let asked = scene.send(.past(Self.broken(at: moment)))
        guard case .breach(let breach) = scene.state.shown.verdict else {
            Issue.record("\(scene.state.shown.verdict)")
            return
        }
        #expect(breach.since == moment - .seconds(60))
        // Its source is asked when it began, and who had the failures.
        guard case .inquire(let question) = asked.first else {
            Issue.record("\(asked)")
            return
        }
        #expect(question.found == breach.breach.since && question.isObserved && question.limit == breach.limit)
        var inquiry = PastInquiry(of: question)
        let began = moment - .seconds(70)
        inquiry.trace = BreachTrace(
            detected: question.found,
            step: .seconds(5),
            increments: (-20...14).map { scrape in
                let isBad = scrape > 0
                return BreachTrace.Increment(at: began + .seconds(5 * scrape), requests: 100, bad: isBad ? 20 : 0)
            }
        )
        inquiry.failures = 280
        let parts = [("/cart", 0.0), ("/pay", 280)].map { route, bad in
            TrafficPart(labels: ["route": route], requests: 700, bad: bad, requestsBefore: 700)
        }
        inquiry.parts = TrafficParts(signal: .errorShare, labels: ["route"], parts: parts, since: began)
        #expect(scene.send(.inquired(inquiry)).isEmpty)
        guard case .breach(let dated) = scene.state.shown.verdict else {
            Issue.record("\(scene.state.shown.verdict)")
            return
        }
        #expect(dated.since == began && dated.errorsSoFar == 280)
        #expect(scene.state.shown.explanation?.suspects.first?.parts.first?["route"] == "/pay")
        // Asked once: going away and back finds it known.
        scene.send(.key(.left))
        #expect(scene.send(.key(.right)).isEmpty)
        #expect(scene.state.shown.verdict.began == began)
    }

    @Test("An answer about another moment than the cursor's is kept, and a failure is told")
    func lateAnswer() throws {
        var scene = CursorScene.prometheus()
        scene.send(.key(.left))
        let first = try #require(scene.state.cursor?.at)
        scene.send(.key(.left))
        var answer = SourceUpdate(snapshot: Scene.average(0), targets: [], failure: nil, cost: .zero)
        answer.snapshot.at = first
        let before = scene.state.shown
        scene.send(.past(answer))
        #expect(scene.state.shown == before && scene.state.looks[first] != nil)
        answer.snapshot.at = try #require(scene.state.cursor?.at)
        answer.failure = "it timed out"
        scene.send(.past(answer))
        #expect(scene.state.cursor?.inquiry == .failed("it timed out"))
        #expect(DashboardView.frame(scene.state, size: .standard).buffer.text.contains("it timed out"))
    }

    @Test("The verdict of a Prometheus's points is that of then")
    func verdicts() throws {
        var scene = CursorScene.prometheus()
        var states: [Int: String] = [:]
        for _ in 0..<30 {
            scene.send(.key(.left))
            if let second = Self.second(scene) { states[second] = scene.state.shown.verdict.state }
        }
        #expect(states[150] == "ok" && states[240] == "crit")
        #expect(states.keys.allSatisfy { $0.isMultiple(of: 15) })
    }

    @Test("Another service, and Esc, end it")
    func ends() {
        var scene = CursorScene.back(3)
        scene.send(.key(.escape))
        #expect(scene.state.cursor == nil)
        var prometheus = CursorScene.prometheus()
        prometheus.send(.key(.left))
        prometheus.take(Scene.update(from: 300, through: 375, isFull: true, report: Scene.report(service: "other")))
        #expect(prometheus.state.cursor == nil && prometheus.state.looks.isEmpty)
    }

    @Test("It has its screen at each size", arguments: ScreenSizes.standard)
    func screens(size: TerminalSize) {
        let frame = DashboardView.frame(CursorScene.back(8, size: size).state, size: size)
        #expect(snapshotFailure(of: frame, named: "past-\(size.columns)x\(size.rows)") == nil)
    }
}

/// The time of a column of the chart that the cursor goes over.
private enum ColumnStep {
    static func of(_ scene: Scene) -> Duration {
        var scene = scene
        let first = scene.state.cursor?.at
        scene.send(.key(.left))
        guard let first, let second = scene.state.cursor?.at else { return .zero }
        return first - second
    }
}
