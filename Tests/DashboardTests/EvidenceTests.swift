import Dashboard
import Diagnosis
import GoldenSignals
import PromModel
import TerminalUI
import Testing

@Suite("Evidence")
struct EvidenceTests {
    private static func incident() -> Scene {
        var scene = Scene.incident()
        scene.state.live.report?.expressions = [
            .requestRate: "sum(rate(http_requests_total{job=\"checkout\"}[1m]))",
            .errorShare: "sum(rate(http_requests_total{status=~\"5..\"}[1m])) / sum(rate(http_requests_total[1m]))",
        ]
        return scene
    }

    @Test("y copies the verdict, the numbers, who, the events and the PromQL with times in UTC, and says how much")
    func markdown() throws {
        var scene = Self.incident()
        scene.state.settings.isLocalTime = true
        scene.state.settings.localOffset = .seconds(2 * 3600)
        let effects = scene.send(.key(.character("y")))
        guard case .copy(let text) = try #require(effects.first) else {
            Issue.record("\(effects)")
            return
        }
        for part in [
            "**checkout: CRIT 5xx 7.21% > 1%", "As of 2026-11-20T17:10:00Z, from @prometheus:9090, window 1m",
            "| RPS | 1.24k/s |", "| POST /pay | 81% |", "- 2026-11-20T17:06:00Z deploy: version d3f9",
            "# RPS at 2026-11-20T17:10:00Z\nsum(rate(http_requests_total{job=\"checkout\"}[1m]))",
        ] { #expect(text.contains(part), "\(part) in\n\(text)") }
        #expect(!text.contains("+02") && !text.contains("19:10:00"))
        let said = try #require(scene.state.notice?.text)
        #expect(said.contains("to the terminal's clipboard: verdict, 7 numbers, 9 of who"))
        #expect(said.contains("2 expressions"))
    }

    @Test("What is handed on is who explains it, whatever is said in passing, without the keys of the screen")
    func inPassing() {
        var scene = Self.incident()
        let before = StreamLine.evidence(scene.state)
        #expect(before.count == 2 && before.last?.contains("POST /pay") == true, "\(before)")
        scene.state.chaos = ChaosState(path: "/pay", rate: 10)
        scene.send(.key(.character("L")))
        #expect(scene.state.notice != nil)
        #expect(StreamLine.evidence(scene.state) == before)
        scene.send(.key(.character("p")))
        #expect(scene.state.pausedAt != nil && Evidence(scene.state).explanation == before.last)
    }

    @Test("Where nobody counted, the part that the table of who names explains it for programs too")
    func attributed() throws {
        var scene = Self.incident()
        scene.state.live.explanation = nil
        let told = try #require(StreamLine.attribution(scene.state))
        guard case .suspect(let suspect) = told.attribution else {
            Issue.record("\(told.attribution)")
            return
        }
        #expect(told.suspects == [suspect] && abs(suspect.shareOfNew - 0.81) < 0.01)
        #expect(suspect.names.first?.contains("/pay") == true)
        scene.state.live.snapshot?.breakdown = nil
        #expect(StreamLine.attribution(scene.state) == nil)
    }

    @Test("Y copies the PromQL alone, and says where there is none")
    func expressions() {
        var scene = Self.incident()
        let effects = scene.send(.key(.character("Y")))
        guard case .copy(let text) = effects.first else {
            Issue.record("\(effects)")
            return
        }
        #expect(text.hasPrefix("# RPS at 2026-11-20T17:10:00Z\nsum(rate("))
        #expect(!text.contains("CRIT"))
        var bare = Scene.healthy()
        #expect(bare.send(.key(.character("Y"))).isEmpty)
        #expect(bare.state.notice?.text == "there is no expression yet")
    }

    @Test("At the cursor it is of then")
    func past() {
        var scene = CursorScene.prometheus()
        for _ in 0..<8 { scene.send(.key(.left)) }
        let at = scene.state.cursor?.at
        #expect(Evidence(scene.state).at == at)
        scene.send(.key(.end))
        #expect(Evidence(scene.state).at == scene.state.live.snapshot?.at)
    }

    @Test(
        "Names of others end no cell, begin no tag, and bring no control characters",
        arguments: ["a|b", "x`y", "<script>", "a\u{1B}[31mb", "line\nbreak", "[x](y)"]
    )
    func hostile(name: String) {
        var scene = Scene.healthy()
        scene.state.settings.service = name
        var row = Breakdown.Row(name: name)
        (row.share, row.requestRate) = (1, 5)
        var breakdown = Breakdown(dimension: .route)
        breakdown.rows = [row]
        scene.state.live.snapshot?.breakdown = breakdown
        let text = Evidence(scene.state).markdown
        #expect(!text.unicodeScalars.contains { $0.value < 32 && $0 != "\n" })
        let widths = text.split(separator: "\n").filter { $0.hasPrefix("| ") && $0.contains("100%") }
            .map { line in line.replacing("\\|", with: "").count { $0 == "|" } }
        #expect(widths.contains(8), "\(text)")
        #expect(!text.replacing("\\<", with: "").contains("<"))
    }

    @Test("A text beyond what a terminal takes is cut at a line, and that is said")
    func long() {
        var scene = Self.incident()
        scene.state.live.report?.expressions[.requestRate] = (0..<4000).map { "metric_\($0) +\n" }.joined() + "1"
        let effects = scene.send(.key(.character("y")))
        guard case .copy(let text) = effects.first else {
            Issue.record("\(effects)")
            return
        }
        #expect(text.utf8.count <= 48 * 1024 && text.hasSuffix("+\n"))
        #expect(scene.state.notice?.text.contains("(cut: E writes all of it)") == true)
    }

    @Test("What is left in the terminal is a few lines with the verdict and the seven numbers")
    func farewell() {
        let lines = Evidence(Self.incident().state).farewell.split(separator: "\n")
        #expect((3...4).contains(lines.count))
        #expect(lines[0].contains("checkout") && lines[0].contains("2026-11-20T17:10:00Z"))
        #expect(lines[1].contains("CRIT 5xx 7.21%"))
        for label in ["RPS", "OK%", "5xx", "AVG", "p95", "p99", "SAT"] { #expect(lines[2].contains(label)) }
    }
}

@Suite("Dates")
struct StampTests {
    @Test(
        "A moment has its date",
        arguments: [
            (0, "1970-01-01T00:00:00Z"), (951_782_400, "2000-02-29T00:00:00Z"), (-1, "1969-12-31T23:59:59Z"),
            (1_795_192_800, "2026-11-20T16:40:00Z"), (4_107_542_399, "2100-02-28T23:59:59Z"),
            (4_107_542_400, "2100-03-01T00:00:00Z"), (1_709_164_800, "2024-02-29T00:00:00Z"),
        ] as [(Double, String)]
    )
    func stamp(seconds: Double, text: String) {
        #expect(TimeText.stamp(Timestamp(seconds: seconds)) == text)
    }
}
