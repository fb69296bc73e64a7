import Dashboard
import Diagnosis
import GoldenSignals
import PromModel
import TerminalUI
import Testing

/// Words find room: a number is whole or not there.
@Suite("Dashboard view: rows 2 and 3 in any width")
struct FittingTests {
    private static func scene(_ name: String) -> Scene {
        var scene = Scene.healthy()
        switch name {
        case "breach":
            for second in 121...800 { scene.poll(Scene.snapshot(second, errors: 0.2)) }
        case "older":
            scene = Scene(hasChaos: false)
            for second in 0...90 { scene.poll(Scene.snapshot(second, errors: 0.2)) }
        case "chance":
            scene.poll(Scene.snapshot(121, errors: 0.011))
        case "recovering":
            for second in 121...200 { scene.poll(Scene.snapshot(second, p99: 1.4)) }
            for second in 201...204 { scene.poll(Scene.snapshot(second)) }
        case "over":
            for second in 121...800 { scene.poll(Scene.snapshot(second, p99: 1.4)) }
            for second in 801...840 { scene.poll(Scene.snapshot(second)) }
        default: break
        }
        return scene
    }

    private static func row(_ number: Int, _ scene: Scene, columns: Int) -> String {
        DashboardView.frame(scene.state, size: TerminalSize(columns: columns, rows: 24)).buffer.row(number - 1)
    }

    /// The numbers of a text with their units.
    private static func numbers(_ text: String) -> Set<String> {
        let words = text.split { !($0.isLetter || $0.isNumber || ".:%".contains($0)) }
        var numbers: Set<String> = []
        for word in words where word.contains(where: \.isNumber) {
            var number = String(word)
            while let last = number.last, last == "." || last == ":" { number.removeLast() }
            numbers.insert(number)
        }
        return numbers
    }

    @Test(
        "Whatever the width, every number of row 2 is one that the widest row has",
        arguments: ["breach", "older", "chance", "recovering", "over", "healthy"]
    )
    func whole(name: String) {
        let scene = Self.scene(name)
        let known = Self.numbers(Self.row(2, scene, columns: 300))
        #expect(!known.isEmpty)
        for columns in 12...200 {
            let row = Self.row(2, scene, columns: columns)
            #expect(Self.numbers(row).isSubset(of: known), "\(row) at \(columns)")
        }
    }

    @Test(
        "At 40 columns a breach of ten minutes says its onset whole, one that is older than all data since when at least"
    )
    func onsets() {
        #expect(Self.row(2, Self.scene("breach"), columns: 40).contains(" since 16:4"))
        #expect(Self.row(2, Self.scene("older"), columns: 40).contains("for >1m"))
        #expect(Self.row(2, Self.scene("chance"), columns: 40).contains("may be chance"))
        #expect(Self.row(2, Self.scene("recovering"), columns: 40).contains("≤1s recovering"))
    }

    @Test("A count without its words is not said")
    func counts() {
        let scene = Self.scene("older")
        for columns in 72...120 {
            let row = Self.row(2, scene, columns: columns)
            #expect(!row.contains("failing, ") || row.contains(" so far"), "\(row)")
        }
    }

    @Test("A share and the counts beside it say the same, in every poll", arguments: [0.24, 0.25, 0.31])
    func shares(errors: Double) throws {
        var scene = Scene(hasChaos: false)
        for second in 0...40 { scene.poll(Scene.snapshot(second, rate: 2)) }
        var seen = 0
        for second in 41...80 {
            var snapshot = Scene.snapshot(second, rate: 2, errors: errors)
            snapshot.requestCount = 28.6 + Double(second % 5) * 0.4
            scene.poll(snapshot)
            let row = Self.row(2, scene, columns: 160)
            guard let match = row.firstMatch(of: /5xx ([0-9.]+)% .*\((\d+) of (\d+)/) else { continue }
            let share = try #require(Double(match.1))
            let bad = try #require(Double(match.2))
            let requests = try #require(Double(match.3))
            #expect(abs(share - bad / requests * 100) < 0.0051, "\(row)")
            seen += 1
        }
        #expect(seen > 10)
    }

    @Test("A notice that does not fit ends in …", arguments: [40, 80])
    func notice(columns: Int) {
        var scene = Self.scene("healthy")
        let text =
            "nothing is known of 1w before: points reach back 12345 seconds, and that is not enough to compare with"
        scene.send(.notice(text))
        let row = Self.row(3, scene, columns: columns)
        #expect(row.contains("nothing is known of 1w before") && row.contains("…"))
        #expect(Self.numbers(row).isSubset(of: Self.numbers(text)))
    }
}
