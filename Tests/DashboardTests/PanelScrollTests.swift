import Dashboard
import Diagnosis
import GoldenSignals
import PromModel
import TerminalUI
import Testing

/// Panels whose entries take several rows each, where there is little room.
@Suite("Dashboard view: panels that do not fit")
struct PanelScrollTests {
    private static let sizes = [(40, 12), (44, 10), (80, 24), (80, 9), (200, 7)]
    private static let count = 12

    /// Twelve targets, alerts, events and lines about the numbers, each with a word of its own.
    private static func scene() -> Scene {
        var scene = Scene.prometheus()
        var update = Scene.update(from: 0, through: 300, isFull: true)
        let long = "with words enough to take more than a single row of a narrow screen"
        update.targets = (10..<10 + count).map { index in
            TargetStatus(
                instance: "target-\(index):80",
                failure: "failure-\(index) \(long)",
                defect: nil,
                scrapedAt: Scene.moment(299),
                duration: .milliseconds(2)
            )
        }
        update.report?.alerts = (10..<10 + count).map { index in
            AlertStatus(
                name: "alert-\(index)",
                isFiring: true,
                since: nil,
                labels: [:],
                summary: long,
                signal: nil,
                concernsService: true
            )
        }
        update.report?.explanation = (10..<10 + count).map { "line-\($0)      \(long)" }
        scene.take(update)
        for index in 10..<10 + count {
            let event = SourceEvent(at: Scene.moment(index), kind: .restart, text: "event-\(index) \(long)")
            scene.state.live.events.append(event)
        }
        return scene
    }

    private static func text(_ scene: Scene, _ size: (Int, Int)) -> String {
        DashboardView.frame(scene.state, size: TerminalSize(columns: size.0, rows: size.1)).buffer.text
    }

    @Test(
        "Everything in a panel can be read, whatever the size",
        arguments: [("t", "failure-"), ("a", "alert-"), ("v", "event-"), ("i", "line-")] as [(Character, String)],
        sizes
    )
    func reachable(panel: (key: Character, word: String), size: (Int, Int)) {
        var scene = Self.scene()
        scene.send(.key(.character(panel.key)))
        var seen = Self.text(scene, size)
        for _ in 0..<Self.count {
            scene.send(.key(.down))
            seen += Self.text(scene, size)
        }
        let missing = (10..<10 + Self.count).filter { !seen.contains("\(panel.word)\($0)") }
        #expect(missing.isEmpty, "\(missing)")
    }

    @Test("A page down leaps over no line, and a page up leads back", arguments: sizes)
    func pages(size: (Int, Int)) throws {
        for panel in ["?", "t", "v", "i"] as [Character] {
            var scene = Self.scene()
            scene.send(.resized(TerminalSize(columns: size.0, rows: size.1)))
            scene.send(.key(.character(panel)))
            var seen = 0
            for _ in 0..<200 {
                // `1-8 of 127`; without it there is nothing to page through.
                guard let lines = Self.lines(Self.text(scene, size)) else { break }
                #expect(lines.first <= seen + 1, "\(panel) at \(size): \(lines) after \(seen)")
                seen = max(seen, lines.last)
                guard seen < lines.count else { break }
                scene.send(.key(.pageDown))
            }
            for _ in 0..<60 { scene.send(.key(.pageUp)) }
            #expect(Self.lines(Self.text(scene, size))?.first ?? 1 == 1)
        }
    }

    /// The lines that a panel says to show, and of how many.
    private static func lines(_ text: String) -> (first: Int, last: Int, count: Int)? {
        guard let match = text.firstMatch(of: /(\d+)-(\d+) of (\d+)/) else { return nil }
        guard let first = Int(match.1), let last = Int(match.2), let count = Int(match.3) else { return nil }
        return (first, last, count)
    }

    @Test(
        "End shows the last of it, to its last word, and Home the first",
        arguments: [("t", "failure-21"), ("a", "alert-21"), ("v", "event-10")] as [(Character, String)],
        [(40, 12), (80, 24)]
    )
    func end(panel: (key: Character, word: String), size: (Int, Int)) throws {
        var scene = Self.scene()
        scene.send(.key(.character(panel.key)))
        let first = Self.text(scene, size)
        scene.send(.key(.end))
        let last = Self.text(scene, size)
        let range = try #require(last.firstRange(of: panel.word))
        #expect(last[range.upperBound...].contains("screen"), "\(last)")
        scene.send(.key(.home))
        #expect(Self.text(scene, size) == first)
    }
}
