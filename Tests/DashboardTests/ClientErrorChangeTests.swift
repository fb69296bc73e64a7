import Dashboard
import GoldenSignals
import PromModel
import TerminalUI
import Testing

@Suite("4xx on the screen")
struct ClientErrorChangeTests {
    /// A screen after five minutes, the last 30 s of which had other 4xx than those before; requests a second by status.
    private static func scene(before: [String: Double], now: [String: Double], rate: Double = 200) -> Scene {
        var scene = Scene(hasChaos: false)
        for second in 0...300 {
            var snapshot = Scene.snapshot(second, rate: rate)
            snapshot.clientErrors = ClientErrors(rates: second > 270 ? now : before)
            scene.poll(snapshot)
        }
        return scene
    }

    private static func rows(_ scene: Scene, _ size: TerminalSize = TerminalSize(columns: 80, rows: 24)) -> [String] {
        DashboardView.frame(scene.state, size: size).buffer.text.split(
            separator: "\n",
            omittingEmptySubsequences: false
        )
        .map(String.init)
    }

    @Test(
        "Their share, the statuses that make it, and what it was stand in row 3; the verdict stays",
        arguments: [
            ([:], ["401": 80], "401 40% of the requests, was 0%"),
            (["404": 1], ["404": 1, "429": 60], "4xx 31%: 429 30% of the requests, was 0.50%"),
            (["404": 10], ["404": 10], "404 5% of the requests, was 5.00%"),
            ([:], ["4xx": 50], "4xx 25% of the requests, was 0%"),
            ([:], ["CLIENT_ERROR": 50], "4xx 25% of the requests, was 0%"),
            ([:], ["401": 30, "404": 20], "4xx 25%: 401 15%, 404 10% of the requests, was 0%"),
            (["404": 1], ["404": 1], ""),
        ] as [([String: Double], [String: Double], String)]
    )
    func row(before: [String: Double], now: [String: Double], text: String) {
        let rows = Self.rows(Self.scene(before: before, now: now))
        #expect(rows[1].contains("ok"), "\(rows[1])")
        #expect(rows[2].drop { $0 == " " }.hasPrefix(text), "\(rows[2])")
        #expect(rows[2].contains("4") == !text.isEmpty)
    }

    @Test("A rise is told apart from what is usual, and few requests prove none")
    func rise() {
        let risen = { (before: Double, now: Double, rate: Double) in
            Self.scene(before: ["404": before], now: ["404": now], rate: rate).state.live.clientErrors?.hasRisen
        }
        #expect(risen(1, 80, 200) == true)
        #expect(risen(10, 11, 200) == false)
        #expect(risen(60, 80, 200) == false)
        // From 0.5 % to 3 %: of 3,000 requests it is proven, of 45 it is not.
        #expect(risen(1, 6, 200) == true)
        #expect(risen(0.015, 0.09, 3) == false)
        // Nothing is said of a handful of requests.
        #expect(Self.scene(before: [:], now: ["401": 0.5], rate: 1).state.live.clientErrors == nil)
    }

    @Test("Beside OK% stands what was refused, at every size that has room for it")
    func mark() {
        let scene = Self.scene(before: [:], now: ["401": 80])
        #expect(Self.rows(scene).contains { $0.hasPrefix("OK%") && $0.contains("4xx 40%") })
        let tiny = Self.rows(scene, TerminalSize(columns: 40, rows: 12))
        #expect(tiny[2].hasPrefix("401 40%"), "\(tiny[2])")
    }
}
