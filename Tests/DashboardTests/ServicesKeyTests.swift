import Dashboard
import GoldenSignals
import PromModel
import TerminalUI
import Testing

@Suite("Dashboard update: keys and mouse in the services")
struct ServicesKeyTests {
    private static let size = TerminalSize(columns: 80, rows: 24)

    /// Four services, of which `shop` is on the screen; all are alike.
    private static func scene() -> Scene {
        var scene = Scene.prometheus()
        var report = Scene.report(service: "shop")
        report.services = ["web", "cart", "shop", "queue"].map { name in
            var overview = ServiceOverview(service: ServiceKey(of: ["job": name]), profile: "go")
            (overview.requestRate, overview.errorShare) = (50, 0)
            return overview
        }
        report.servicesAt = Scene.moment(300)
        scene.take(Scene.update(from: 0, through: 300, isFull: true, report: report))
        return scene
    }

    private static func scene(_ keys: String) -> Scene {
        var scene = scene()
        for key in keys { scene.send(.key(.character(key))) }
        return scene
    }

    private static func open(_ name: String) -> [DashboardEffect] {
        [.selectService(ServiceKey(of: ["job": name]), profile: "go")]
    }

    @Test(
        "s sorts by the next column, r turns the list round, and both open it at its top",
        arguments: [
            ("s", .name, false), ("ss", .rps, false), ("ssssss", .state, false), ("r", .state, true),
            ("sr", .name, true),
        ]
            as [(String, ServicesList.Order, Bool)]
    )
    func sort(keys: String, order: ServicesList.Order, isReversed: Bool) {
        let list = Self.scene(keys).state
        #expect(list.servicesList.order == order && list.servicesList.isReversed == isReversed)
        #expect(list.overlay == .services(selected: 0))
    }

    @Test("While the filter is written every key is text: q types q")
    func typing() {
        var scene = Self.scene("/")
        #expect(scene.state.overlay == .services(selected: 0))
        for key in "qu?s" { #expect(scene.send(.key(.character(key))).isEmpty) }
        #expect(scene.state.servicesList.filter == "qu?s")
        scene.send(.key(.backspace))
        scene.send(.key(.backspace))
        #expect(scene.state.servicesList.filter == "qu" && scene.state.servicesList.order == .state)
        for key in [Key.tab, .function(1), .pageDown, .backTab] { #expect(scene.send(.key(key)).isEmpty) }
        #expect(scene.state.servicesList.filter == "qu" && scene.state.focus == nil)
        #expect(scene.state.overlay == .services(selected: 0))
    }

    @Test(
        "Enter keeps the filter, Esc and Ctrl-C clear it; the list stays open",
        arguments: [Key.enter, .escape, .control("c")]
    )
    func ended(key: Key) {
        var scene = Self.scene("/qu")
        #expect(scene.send(.key(key)).isEmpty)
        #expect(scene.state.servicesList.input == nil)
        #expect(scene.state.servicesList.filter == (key == .enter ? "qu" : ""))
        #expect(scene.state.overlay == .services(selected: 0))
        #expect(scene.send(.key(.character("q"))) == [.quit(status: 0)])
    }

    @Test("A filter that is opened again goes on from its text")
    func again() {
        var scene = Self.scene("/qu")
        scene.send(.key(.enter))
        scene.send(.key(.character("/")))
        scene.send(.key(.character("e")))
        #expect(scene.state.servicesList.filter == "que")
    }

    @Test("Arrows move among what the filter leaves, also while it is written, and Enter opens that one")
    func arrows() {
        // By name: queue, web; cart and shop are filtered away.
        var scene = Self.scene("s/e")
        for _ in 0..<5 { scene.send(.key(.down)) }
        #expect(scene.state.overlay == .services(selected: 1))
        scene.send(.key(.up))
        scene.send(.key(.down))
        #expect(scene.send(.key(.enter)).isEmpty)
        #expect(scene.state.overlay == .services(selected: 1))
        #expect(scene.send(.key(.enter)) == Self.open("web"))
    }

    @Test("A letter more begins at the top again")
    func reset() {
        var scene = Self.scene("/")
        scene.send(.key(.down))
        scene.send(.key(.character("e")))
        #expect(scene.state.overlay == .services(selected: 0))
    }

    @Test("Where nothing matches Enter asks for nothing")
    func noMatch() {
        var scene = Self.scene("/zzz")
        scene.send(.key(.enter))
        #expect(scene.send(.key(.enter)).isEmpty)
        #expect(!scene.state.isFromList)
    }

    @Test("From an opened service Esc goes back to the list, and from there to the screen, one thing a press")
    func back() {
        var scene = Self.scene("S")
        scene.send(.key(.down))
        #expect(scene.send(.key(.enter)) == Self.open("web"))
        #expect(scene.state.isFromList && scene.state.overlay == .none)
        scene.send(.key(.character("1")))
        scene.send(.key(.enter))
        scene.send(.key(.character("t")))
        // The targets, the large chart, the list, the screen, the focus.
        let expected: [(DashboardState.Overlay, isMaximized: Bool, Signal?)] = [
            (.none, true, .requestRate), (.none, false, .requestRate), (.services(selected: 2), false, .requestRate),
            (.none, false, .requestRate), (.none, false, nil), (.none, false, nil),
        ]
        for (overlay, isMaximized, focus) in expected {
            #expect(scene.send(.key(.escape)).isEmpty)
            #expect(scene.state.overlay == overlay)
            #expect(scene.state.isMaximized == isMaximized && scene.state.focus == focus)
        }
        #expect(!scene.state.isFromList)
    }

    @Test("The wheel moves as the arrows do; without a panel it does nothing")
    func wheel() {
        var scene = Self.scene()
        let before = scene.state
        for kind in [MouseEvent.Kind.wheelUp, .wheelDown, .press] {
            let mouse = MouseEvent(kind: kind, x: 40, y: 12)
            #expect(scene.send(.mouse(mouse, size: Self.size)).isEmpty)
        }
        #expect(scene.state == before)
        scene.send(.key(.character("s")))
        scene.send(.mouse(MouseEvent(kind: .wheelDown, x: 0, y: 0), size: Self.size))
        scene.send(.mouse(MouseEvent(kind: .wheelDown, x: 0, y: 0), size: Self.size))
        #expect(scene.state.overlay == .services(selected: 2))
        scene.send(.mouse(MouseEvent(kind: .wheelUp, x: 0, y: 0), size: Self.size))
        #expect(scene.state.overlay == .services(selected: 1))
    }

    @Test("A click chooses the row that it is on, a second one opens it", arguments: [80, 200])
    func click(columns: Int) throws {
        var scene = Self.scene("s")
        let size = TerminalSize(columns: columns, rows: 24)
        let frame = DashboardView.frame(scene.state, size: size)
        // The row of `queue`, looked for where the user sees it: it stands second, and is not on the screen.
        let y = try #require((0..<24).first { frame.buffer.row($0).contains("queue") })
        let mouse = MouseEvent(kind: .press, x: columns / 2, y: y)
        #expect(scene.send(.mouse(mouse, size: size)).isEmpty)
        #expect(scene.state.overlay == .services(selected: 1))
        #expect(scene.send(.mouse(mouse, size: size)) == Self.open("queue"))
        #expect(scene.state.overlay == .none && scene.state.isFromList)
    }

    @Test("A click beside, above or below the rows does nothing")
    func clickOutside() {
        let size = TerminalSize(columns: 200, rows: 24)
        let scene = Self.scene("S")
        let before = scene.state
        let frame = DashboardView.frame(scene.state, size: size)
        let names = ["cart", "queue", "shop", "web"]
        let rows = (0..<24).filter { y in names.contains { frame.buffer.row(y).contains(" \($0) ") } }
        #expect(rows.count >= 4)
        var wrong: [(x: Int, y: Int)] = []
        for y in 0..<24 {
            for x in rows.contains(y) ? [0, 30, 170, 199] : [0, 100, 199] {
                var scene = scene
                let effects = scene.send(.mouse(MouseEvent(kind: .press, x: x, y: y), size: size))
                if !effects.isEmpty || scene.state != before { wrong.append((x, y)) }
            }
        }
        #expect(wrong.isEmpty, "\(wrong)")
    }

    @Test("A click that opens a service while the filter is written ends the writing: the next key is a key again")
    func clickInFilter() throws {
        var scene = Self.scene("/queue")
        let frame = DashboardView.frame(scene.state, size: Self.size)
        let y = try #require((0..<24).first { frame.buffer.row($0).contains("queue ") })
        #expect(scene.send(.mouse(MouseEvent(kind: .press, x: 40, y: y), size: Self.size)) == Self.open("queue"))
        #expect(scene.send(.key(.character("q"))) == [.quit(status: 0)])
        #expect(scene.state.overlay == .none)
    }
}
