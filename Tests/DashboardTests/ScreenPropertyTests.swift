import Dashboard
import Diagnosis
import GoldenSignals
import PromModel
import Randomness
import TerminalUI
import Testing

/// Whatever the state and whatever the size.
@Suite("Dashboard view: any state at any size")
struct ScreenPropertyTests {
    /// Mostly what terminals have, and a tail up to 300x100.
    private static func sizes(_ count: Int, seed: UInt64) -> [TerminalSize] {
        var generator = SeededRandom(seed: seed)
        return (0..<count).map { index in
            let isUsual = !index.isMultiple(of: 3)
            return TerminalSize(
                columns: Int.random(in: 1...(isUsual ? 130 : 300), using: &generator),
                rows: Int.random(in: 1...(isUsual ? 45 : 100), using: &generator)
            )
        }
    }

    private static func isPrintable(_ scalar: Unicode.Scalar) -> Bool {
        0x20...0x7E ~= scalar.value || PrintableText.printable(scalar) == scalar
    }

    private static func isPrintable(_ cell: Cell) -> Bool {
        let marks = [cell.symbol.marks.first, cell.symbol.marks.second].compactMap { $0 }
        return isPrintable(cell.symbol.base) && marks.allSatisfy(isPrintable)
    }

    private static let freshness = ["LIVE", "STALE", "DOWN", "FAILING", "PAUSED", "WAITING", "DIRECT", "AT "]
    private static let verdicts = ["CRIT", "WARN", "ok", "UNKNOWN", "NO DATA", "idle", "too few", "waiting"]

    @Test(
        "A frame has its size and nothing that a terminal must not get; from 40x10 on all that never goes is there",
        arguments: 0..<ScreenScenes.all.count
    )
    func frames(index: Int) {
        let (name, scene) = ScreenScenes.all[index]
        // What lies over the screen may hide what never goes.
        var bare = scene.state
        bare.overlay = .none
        for size in Self.sizes(200, seed: UInt64(index)) {
            let buffer = DashboardView.frame(scene.state, size: size).buffer
            #expect(buffer.size == size && buffer.cells.count == size.columns * size.rows, "\(name) at \(size)")
            #expect(buffer.cells.allSatisfy(Self.isPrintable), "\(name) at \(size)")
            guard size.columns >= 40, size.rows >= 10 else { continue }
            let missing = Self.missing(
                in: scene.state.overlay == .none ? buffer : DashboardView.frame(bare, size: size).buffer,
                source: bare.shownSettings.sourceKind
            )
            #expect(missing.isEmpty, "\(name) at \(size): \(missing)")
        }
    }

    /// What a screen lacks of header, verdict, numbers and source.
    private static func missing(in buffer: Buffer, source: String) -> [String] {
        let (header, verdict, last) = (buffer.row(0), buffer.row(1), buffer.row(buffer.size.rows - 1))
        let rest = (2..<buffer.size.rows - 1).map(buffer.row).joined(separator: "\n")
        var missing = Signal.allCases.map(\.label).filter { !rest.contains($0) }
        if !freshness.contains(where: { header.contains($0) }) { missing.append("freshness in \(header)") }
        if !verdicts.contains(where: { verdict.contains($0) }) { missing.append("a verdict in \(verdict)") }
        if !last.contains(source) { missing.append("the source in \(last)") }
        return missing
    }

    @Test("Every key of every command does something that can be seen, or asks for something, in some state")
    func keys() {
        var open = Scene.incident()
        open.send(.key(.character("S")))
        var focused = Scene.incident()
        focused.send(.key(.character("3")))
        var first = CursorScene.back(0)
        first.send(.key(.home))
        var panned = CursorScene.back(0)
        for key in "++[" { panned.send(.key(.character(key))) }
        var asked = Scene.incident()
        asked.state.live.report?.expressions = [.requestRate: "sum(rate(http_requests_total[1m]))"]
        let scenes = [
            Scene.incident(), Scene.trouble(), asked, open, focused, CursorScene.back(6), first, panned,
        ]
        for binding in KeyMap.bindings {
            for key in binding.keys {
                let isSeen = scenes.contains { scene in
                    var after = scene
                    let effects = after.send(.key(key))
                    // What it says in words is not what it does.
                    after.state.notice = scene.state.notice
                    let size = TerminalSize(columns: 120, rows: 40)
                    return !effects.isEmpty
                        || DashboardView.frame(after.state, size: size) != DashboardView.frame(scene.state, size: size)
                }
                #expect(isSeen, "\(binding.command) by \(key.label)")
            }
        }
    }

    @Test(
        "A key without a command says so once, and changes nothing else",
        arguments: ["z", "Z", "W", "%", "é", "9"] as [Character]
    )
    func otherKeys(key: Character) {
        var scene = Scene.incident()
        var before = scene.state
        #expect(scene.send(.key(.character(key))).isEmpty)
        #expect(scene.state.notice?.text == "\(key) does nothing here; ? lists the keys")
        (before.notice, before.hasToldOfKeys) = (scene.state.notice, true)
        #expect(scene.state == before)
        scene.state.notice = nil
        #expect(scene.send(.key(.character(key))).isEmpty && scene.state.notice == nil)
    }
}
