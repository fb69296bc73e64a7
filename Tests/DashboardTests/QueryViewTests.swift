import Dashboard
import GoldenSignals
import PromModel
import TerminalUI
import TerminalUITestKit
import Testing

@Suite("Query view and window")
struct QueryViewTests {
    private static func answer(_ question: PromQLQuestion) -> PromQLAnswer {
        var answer = PromQLAnswer(question)
        let instances = ["127.0.0.1:8000", "127.0.0.1:8001", "127.0.0.1:8002"]
        let values: [InstantValue] = instances.enumerated().map { index, name in
            InstantValue(labels: ["instance": name], value: 200.25 / Double(index + 1))
        }
        let series: [Series] = instances.enumerated().map { index, name in
            let samples = (0..<30).map { place in
                Sample(
                    timestamp: question.from + .seconds(place * 10),
                    value: (200.25 + Double(place % 7)) / Double(index + 1)
                )
            }
            return Series(labels: ["instance": name], samples: samples)
        }
        answer.take(values)
        answer.take(series)
        answer.cost = .milliseconds(3)
        return answer
    }

    /// The view with an expression that was asked and answered.
    static func asked(_ size: TerminalSize) -> Scene {
        var scene = Scene.trouble()
        scene.send(.resized(size))
        scene.send(.key(.character("Q")))
        scene.send(.key(.control("u")))
        scene.type("sum by (instance) (rate(http_requests_total[15s]))")
        for effect in scene.send(.key(.enter)) {
            if case .ask(let question) = effect { scene.send(.answered(answer(question))) }
        }
        scene.send(.tick(scene.state.now + .seconds(7)))
        return scene
    }

    @Test("It has a screen at four sizes", arguments: ScreenSizes.standard)
    func screens(size: TerminalSize) {
        let frame = DashboardView.frame(Self.asked(size).state, size: size)
        #expect(snapshotFailure(of: frame, named: "query-\(size.columns)x\(size.rows)") == nil)
    }

    @Test("Completions stand below the line", arguments: ScreenSizes.standard)
    func completing(size: TerminalSize) {
        var scene = Self.asked(size)
        scene.type(" + http")
        scene.send(.key(.tab))
        let words = ["http_requests_total", "http_request_duration_seconds_bucket", "promhttp_errors_total"]
        scene.send(.completed(Completions(.name(prefix: "http"), among: words)))
        let frame = DashboardView.frame(scene.state, size: size)
        #expect(snapshotFailure(of: frame, named: "query-complete-\(size.columns)x\(size.rows)") == nil)
    }

    @Test("Tab asks what the word can become; Tab chooses, Enter takes it; what alone fits is taken at once")
    func completion() throws {
        var scene = Self.asked(.standard)
        scene.send(.key(.control("u")))
        scene.type("rat")
        let context = CompletionContext.name(prefix: "rat")
        #expect(scene.send(.key(.tab)) == [.complete(context, at: scene.state.shownNow)])
        scene.send(.completed(Completions(context, among: ["rate", "irate"])))
        for key in [Key.tab, .enter] {
            let effects = scene.send(.key(key))
            #expect(effects.isEmpty)
        }
        #expect(scene.state.query?.input.text == "irate" && scene.state.query?.completions == nil)
        scene.type("(htt")
        scene.send(.key(.tab))
        scene.send(.completed(Completions(.name(prefix: "htt"), among: ["http_requests_total"])))
        #expect(scene.state.query?.input.text == "irate(http_requests_total")
        // What was asked about another word is of no use any more.
        scene.send(.completed(Completions(.name(prefix: "x"), among: ["xyz"])))
        #expect(scene.state.query?.input.text == "irate(http_requests_total")
    }

    /// A line with a word and the list of what it can become.
    private static func completing(_ text: String, _ words: [String]) -> Scene {
        var scene = asked(.standard)
        scene.send(.key(.control("u")))
        scene.type(text)
        scene.send(.key(.tab))
        scene.send(.completed(Completions(CompletionContext(text), among: words)))
        return scene
    }

    @Test("An open list follows the word that is written on, and Enter then asks for the expression as it stands")
    func following() {
        var scene = Self.completing("sum(rate(http_req", ["http_requests_total", "http_request_size_bytes", "rate"])
        #expect(scene.state.query?.completions?.words.count == 2)
        scene.type("uests")
        #expect(scene.state.query?.completions?.words == ["http_requests_total"])
        scene.type("_total[2m]))")
        #expect(scene.state.query?.completions == nil)
        let effects = scene.send(.key(.enter))
        #expect(scene.state.query?.input.text == "sum(rate(http_requests_total[2m]))")
        let asked = effects.compactMap { effect -> String? in
            guard case .ask(let question) = effect else { return nil }
            return question.expression
        }
        #expect(asked == ["sum(rate(http_requests_total[2m]))"])
    }

    @Test("What was chosen after writing on is taken; Enter without a choice asks, whatever the list holds")
    func writtenOn() {
        var scene = Self.completing("http_r", ["http_requests_total", "http_request_size_bytes"])
        scene.type("e")
        #expect(!scene.send(.key(.enter)).isEmpty && scene.state.query?.input.text == "http_re")
        scene = Self.completing("http_r", ["http_requests_total", "http_request_size_bytes"])
        scene.type("e")
        scene.send(.key(.down))
        #expect(scene.send(.key(.enter)).isEmpty && scene.state.query?.input.text == "http_requests_total")
    }

    @Test("A list closes where its word is whole, gone or another one, and a late answer does not open it again")
    func closing() {
        for rest in ["quests_total", "x", " + "] {
            var scene = Self.completing("http_re", ["http_requests_total", "http_request_size_bytes"])
            scene.type(rest)
            #expect(scene.state.query?.completions == nil, "\(rest)")
        }
        var scene = Self.completing("http_re", ["http_requests_total", "http_request_size_bytes"])
        scene.send(.key(.control("u")))
        #expect(scene.state.query?.completions == nil)
        scene.send(.completed(Completions(.name(prefix: ""), among: ["abs", "rate"])))
        #expect(scene.state.query?.completions == nil && scene.state.query?.input.text == "")
    }

    @Test("Tab takes the only word of a list")
    func only() {
        var scene = Self.completing("up{job=\"s", ["shop", "shelf"])
        scene.type("ho")
        #expect(scene.state.query?.completions?.words == ["shop"])
        #expect(scene.send(.key(.tab)).isEmpty)
        #expect(scene.state.query?.input.text == "up{job=\"shop" && scene.state.query?.completions == nil)
    }

    @Test("e and then Enter edits the expression of the focus; arrows go through what was asked; Esc closes")
    func history() throws {
        var scene = Self.asked(.standard)
        scene.send(.key(.control("u")))
        scene.type("up")
        scene.send(.key(.enter))
        scene.send(.key(.up))
        scene.send(.key(.up))
        #expect(scene.state.query?.input.text.hasPrefix("sum by (instance)") == true)
        scene.send(.key(.down))
        #expect(scene.state.query?.input.text == "up")
        scene.send(.key(.escape))
        #expect(scene.state.query == nil)
        var report = Scene.report()
        report.expressions = [.errorShare: "errors / all"]
        var other = Scene.prometheus()
        other.take(Scene.update(from: 0, through: 300, isFull: true, report: report))
        for key in [Key.character("3"), .character("e"), .enter] { other.send(.key(key)) }
        #expect(other.state.query?.input.text == "errors / all" && other.state.overlay == .none)
    }

    @Test("An answer to an earlier question is not shown, and what is wrong is said")
    func outcomes() throws {
        var scene = Self.asked(.standard)
        let first = try #require(scene.state.query?.answer)
        scene.type(" )")
        let effects = scene.send(.key(.enter))
        guard case .ask(let question) = try #require(effects.first) else { return }
        scene.send(.answered(Self.answer(first.question)))
        #expect(scene.state.query?.asked == question)
        var wrong = PromQLAnswer(question)
        wrong.failure = "unexpected \")\""
        scene.send(.answered(wrong))
        #expect(DashboardView.frame(scene.state, size: .standard).buffer.text.contains("unexpected \")\""))
    }

    @Test("Every key is text while an expression is written: q types q, and Ctrl-C leaves")
    func text() {
        var scene = Self.asked(.standard)
        scene.send(.key(.control("u")))
        scene.type("qw?h")
        #expect(scene.state.query?.input.text == "qw?h")
        #expect(scene.send(.key(.control("c"))) == [.quit(status: 0)])
    }

    @Test(
        "w sets the window; what is none is refused",
        arguments: [
            ("30s", [.setWindow(.seconds(30))]), ("1m30s", [.setWindow(.seconds(90))]), ("15s", []), ("x", []),
            ("0s", []), ("2d", []),
        ] as [(String, [DashboardEffect])]
    )
    func window(text: String, effects: [DashboardEffect]) {
        var scene = Scene.trouble()
        scene.send(.key(.character("w")))
        #expect(scene.state.windowInput?.text == "15s")
        scene.send(.key(.control("u")))
        scene.type(text)
        #expect(scene.send(.key(.enter)) == effects)
        let isRefused = effects.isEmpty && text != "15s"
        #expect((scene.state.windowInput != nil) == isRefused)
        scene.send(.key(.escape))
        #expect(scene.state.windowInput == nil)
    }

    @Test("Over a recording nothing can be asked", arguments: ["Q", "w"])
    func replay(key: Character) {
        var scene = Scene.trouble()
        scene.state.replay = Replay(speed: 1)
        #expect(scene.send(.key(.character(key))).isEmpty)
        #expect(scene.state.query == nil && scene.state.windowInput == nil)
        #expect(scene.state.notice?.text.contains("nothing else can be asked") == true)
    }
}

extension Scene {
    /// Types a text.
    fileprivate mutating func type(_ text: String) {
        for character in text { send(.key(.character(character))) }
    }
}
