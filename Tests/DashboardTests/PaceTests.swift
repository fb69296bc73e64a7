import Dashboard
import GoldenSignals
import TerminalUI
import Testing

@Suite("Dashboard view: how often pages are polled")
struct PaceTests {
    @Test(
        "A poll that takes longer than from one to the next tells how often they come",
        arguments: [(2, "1 scrape/s"), (900, "1 scrape/s"), (2900, "1 scrape/3s"), (27_400, "1 scrape/27s")]
    )
    func pace(milliseconds: Int, text: String) {
        var scene = Scene(hasChaos: false)
        let snapshot = Scene.snapshot(60)
        let cost = Duration.milliseconds(milliseconds)
        scene.send(.source(SourceUpdate(snapshot: snapshot, targets: [], failure: nil, cost: cost)))
        scene.send(.tick(snapshot.at))
        let frame = DashboardView.frame(scene.state, size: TerminalSize(columns: 120, rows: 40))
        #expect(frame.buffer.text.contains(text), "\(frame.buffer.text)")
    }
}
