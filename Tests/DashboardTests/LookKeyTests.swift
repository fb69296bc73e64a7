import Dashboard
import Diagnosis
import GoldenSignals
import PromModel
import TerminalUI
import Testing

@Suite("Dashboard update: focus, grouping and look")
struct LookKeyTests {
    private static func pressed(_ keys: [Key], _ scene: Scene = Scene(hasChaos: false)) -> Scene {
        var scene = scene
        for key in keys { scene.send(.key(key)) }
        return scene
    }

    @Test(
        "Tab goes through the signals and out of them, Shift-Tab the other way, a digit there and back",
        arguments: [
            ([.tab], .requestRate), ([.tab, .tab, .tab], .errorShare), ([.backTab], .saturation),
            ([.backTab, .backTab], .p99Latency), ([.tab, .backTab], nil), ([.character("7"), .tab], nil),
            ([.character("1"), .backTab], nil), ([.character("3")], .errorShare),
            ([.character("3"), .character("6")], .p99Latency), ([.character("3"), .character("3")], nil),
            ([.character("6"), .tab], .saturation), ([.character("8")], nil), ([.character("0")], nil),
            ([.character("2"), .escape], nil), (Array(repeating: .tab, count: 8), nil),
        ] as [([Key], Signal?)]
    )
    func focus(keys: [Key], signal: Signal?) {
        let scene = Self.pressed(keys)
        #expect(scene.state.focus == signal && !scene.state.isMaximized)
    }

    @Test(
        "Enter gives the chosen chart all the room, and takes it back; without one it does nothing",
        arguments: [
            ([.enter], false, nil), ([.tab, .enter], true, .requestRate),
            ([.tab, .enter, .enter], false, .requestRate),
            // Another signal keeps the room, no signal gives it back.
            ([.tab, .enter, .tab], true, .successShare), ([.tab, .enter, .character("1")], false, nil),
            ([.backTab, .enter, .tab], false, nil), ([.tab, .enter, .escape], false, .requestRate),
            ([.tab, .enter, .escape, .escape], false, nil),
            ([.tab, .enter, .escape, .escape, .tab], false, .requestRate),
        ] as [([Key], Bool, Signal?)]
    )
    func maximise(keys: [Key], isMaximized: Bool, signal: Signal?) {
        let scene = Self.pressed(keys)
        #expect(scene.state.isMaximized == isMaximized && scene.state.focus == signal)
    }

    private static func grouped(_ dimensions: [Dimension]) -> Scene {
        var scene = Scene.prometheus()
        var report = Scene.report()
        report.dimensions = dimensions
        scene.take(Scene.update(from: 0, through: 300, isFull: true, report: report))
        return scene
    }

    @Test("g asks for the next label that the requests carry, in a circle, also before the first is answered")
    func group() {
        var scene = Self.grouped([.route, .instance, .status])
        for expected in [Dimension.instance, .status, .route, .instance] {
            #expect(scene.send(.key(.character("g"))) == [.group(by: expected)])
            #expect(scene.state.dimension == expected)
            #expect(scene.state.notice?.text == "who: by \(expected.rawValue)")
        }
    }

    @Test("Where the requests do not carry what is grouped by, g goes on from what is shown")
    func groupShown() {
        var scene = Self.grouped([.instance, .status])
        var update = Scene.update(from: 255, through: 315, isFull: false)
        update.report?.dimensions = [.instance, .status]
        update.snapshot.breakdown = Breakdown(dimension: .instance)
        scene.take(update)
        #expect(scene.send(.key(.character("g"))) == [.group(by: .status)])
    }

    @Test("With one label or none g says so, and asks for nothing", arguments: [[], [Dimension.instance]])
    func cannotGroup(dimensions: [Dimension]) {
        var scene = Self.grouped(dimensions)
        #expect(scene.send(.key(.character("g"))).isEmpty)
        #expect(scene.state.notice?.text == "the requests carry no other label to group by")
        #expect(scene.state.dimension == .route)
    }

    @Test(
        "u, L, C and M change the look and say so, paused or not, and a second press or a round undoes them",
        arguments: [false, true]
    )
    func look(isPaused: Bool) {
        var scene = Scene.healthy()
        if isPaused { scene.send(.key(.character("p"))) }
        let looks: [(Character, presses: Int, String, (DashboardSettings) -> Bool)] = [
            ("u", 2, "times are local", \.isLocalTime), ("L", 2, "the latency axis is linear", \.isLatencyLinear),
            ("C", Theme.allCases.count, "colours: ", { $0.theme != .standard }),
            ("M", 2, "mouse on; Shift selects text", \.isMouseOn),
        ]
        for (key, presses, words, isChanged) in looks {
            let before = scene.state
            #expect(scene.send(.key(.character(key))).isEmpty)
            #expect(isChanged(scene.state.shownSettings) && isChanged(scene.state.settings), "\(key)")
            #expect(scene.state.notice?.text.hasPrefix(words) == true)
            #expect(scene.state.shown == before.shown)
            for _ in 1..<presses { scene.send(.key(.character(key))) }
            #expect(scene.state.settings == before.settings && scene.state.shownSettings == before.shownSettings)
        }
    }

    @Test("A pause keeps the window and limits of what is shown, not those that came since")
    func pausedSettings() {
        var scene = Scene.watching()
        scene.send(.key(.character("p")))
        var update = Scene.update(from: 315, through: 375, isFull: false)
        update.report?.interval = .seconds(30)
        scene.take(update)
        scene.send(.key(.character("u")))
        #expect(scene.state.settings.interval == .seconds(30))
        #expect(scene.state.shownSettings.interval == .seconds(15) && scene.state.shownSettings.isLocalTime)
    }
}
