import Dashboard
import Diagnosis
import GoldenSignals
import PromModel
import TerminalUI
import Testing

@Suite("A moment of the past just after a breach")
struct PastEndTests {
    /// What a source tells of a moment a minute after the windows were well again; a fifth failed in them before.
    private static func ended(at moment: Timestamp) -> SourceUpdate {
        var answer = SourceUpdate(snapshot: Scene.average(0), targets: [], failure: nil, cost: .zero)
        answer.snapshot.at = moment
        answer.report = Scene.report()
        answer.evaluations = stride(from: 300, through: 0, by: -5).map { second in
            var point = SignalPoint(at: moment - .seconds(second))
            point[.requestRate] = 20
            point[.errorShare] = (60...150).contains(second) ? 0.2 : 0
            point.requestCount = 1200
            return point
        }
        return answer
    }

    /// Of each scrape 100 requests, of which 30 failed in those of a stretch.
    private static func trace(_ bad: Range<Int>, detected: Timestamp, before moment: Timestamp) -> BreachTrace {
        let increments = (-60...0).map { scrape in
            BreachTrace.Increment(
                at: moment + .seconds(5 * scrape),
                requests: 100,
                bad: bad.contains(scrape) ? 30 : 0
            )
        }
        return BreachTrace(detected: detected, step: .seconds(5), increments: increments)
    }

    @Test("Its end and its onset are those of the scrapes, as while the screen was watching")
    func scrapes() throws {
        var scene = CursorScene.unpolled()
        let moment = try #require(scene.state.cursor?.at)
        let asked = scene.send(.past(Self.ended(at: moment)))
        guard case .ok(let told) = scene.state.shown.verdict, case .inquire(let question) = asked.first else {
            Issue.record("\(scene.state.shown.verdict) \(asked)")
            return
        }
        #expect(question.until == told && question.found == moment - .seconds(150) && question.isObserved)
        var inquiry = PastInquiry(of: question)
        inquiry.ended = Self.trace(-34 ..< -20, detected: question.found, before: moment)
        #expect(scene.send(.inquired(inquiry)).isEmpty)
        #expect(scene.state.shown.verdict == .ok(since: moment - .seconds(105)))
        let past = try #require(scene.state.shown.tracker.recovered)
        #expect(past.until == moment - .seconds(105) && past.since == moment - .seconds(175))
        // Asked once: going away and back finds it known.
        scene.send(.key(.left))
        #expect(scene.send(.key(.right)).isEmpty)
        #expect(scene.state.shown.verdict == .ok(since: moment - .seconds(105)))
    }

    @Test("A source that cannot tell leaves what the windows say")
    func unanswered() throws {
        var scene = CursorScene.unpolled()
        let moment = try #require(scene.state.cursor?.at)
        let asked = scene.send(.past(Self.ended(at: moment)))
        guard case .inquire(let question) = asked.first else {
            Issue.record("\(asked)")
            return
        }
        let before = scene.state.shown.verdict
        scene.send(.inquired(PastInquiry(of: question)))
        #expect(scene.state.shown.verdict == before)
    }

    @Test("What one evaluation of then found is of then: no poll decides it any more")
    func words() throws {
        var scene = CursorScene.unpolled()
        let moment = try #require(scene.state.cursor?.at)
        var answer = Self.ended(at: moment)
        answer.snapshot.readings[.p99Latency] = SignalReading(.value(60))
        scene.send(.past(answer))
        let text = DashboardView.frame(scene.state, size: .standard).buffer.text
        #expect(!text.contains("just now") && !text.contains("next poll"))
    }
}
