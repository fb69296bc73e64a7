import Dashboard
import Diagnosis
import IncidentJudge
import Incidents
import PromModel
import Recording
import TerminalUI
import Testing

/// Incidents watched by the program's own sources, recorded, and played again.
@Suite("The replay of an incident")
struct ReplayTests {
    private static let deploy = """
        kind: deploy
        seconds: 180
        instances:
          - {name: "web-1:8080", version: 1.4.0, labels: {version: 1.4.0}}
          - {name: "web-2:8080", version: 1.4.0, labels: {version: 1.4.0}}
        traffic: [{route: /cart, rate: 15}, {route: /pay, method: POST, rate: 9}]
        faults:
          - {from: 100, where: {instance: "web-2:8080"}, version: 1.5.0}
          - {from: 105, until: 150, where: {version: 1.5.0}, failures: 0.5}
          - {from: 160, until: 170, where: {instance: "web-1:8080"}, down: true}
        expect: [{at: 120, onset: 105, verdict: [crit, warn]}]
        """

    private static let size = TerminalSize(columns: 120, rows: 40)

    /// What was recorded, and how the screen was after each poll.
    private static func watched(by source: Incident.Source) async throws -> (bytes: [UInt8], live: [DashboardState]) {
        let incident = try Incident(yaml: deploy, name: "deploy")
        let times = WatchTimes.close
        let world = PlayedWorld(incident, lead: 60)
        var server: PlayedPrometheus?
        var screen: PlayedScreen
        switch source {
        case .pages: screen = try PlayedScreen(pagesOf: incident, world, times, size: size)
        case .prometheus:
            let prometheus = PlayedPrometheus(incident, world, interval: times.scrape)
            server = prometheus
            screen = try PlayedScreen(of: incident, world, times, prometheus: prometheus, size: size)
        }
        var writer = RecordingWriter()
        var bytes = try writer.bytes(of: RecordedStep(at: world.now, .settings(RecordedSettings(screen.state))))
        var live: [DashboardState] = []
        let end = world.epoch + .seconds(incident.seconds)
        var next = world.now + times.scrape * 6
        while next <= end {
            while let server, await server.nextScrape <= next {
                world.advance(to: await server.nextScrape)
                await server.scrape()
            }
            world.advance(to: next)
            await screen.poll()
            guard let update = screen.update else { break }
            bytes += try writer.bytes(of: RecordedStep(at: world.now, .source(update)))
            live.append(screen.state)
            next = next + times.scrape
        }
        return (bytes, live)
    }

    @Test(
        "It shows the same numbers, verdicts and screens at the same instants as live",
        arguments: [Incident.Source.pages, .prometheus]
    )
    func sameAsLive(source: Incident.Source) async throws {
        let (bytes, live) = try await Self.watched(by: source)
        #expect(live.count >= 50)
        #expect(Set(live.map(\.live.verdict.state)).isSuperset(of: ["ok", "crit"]), "the incident is seen")
        var reader = try RecordingReader(bytes)
        var state = DashboardState(
            settings: reader.settings.dashboard(glyphs: .braille),
            now: reader.begun,
            chaos: reader.settings.chaos
        )
        for expected in live {
            let read = reader.next()
            let step = try #require(read)
            for event in step.dashboardEvents { _ = DashboardUpdate.update(&state, event) }
            _ = DashboardUpdate.update(&state, .tick(step.at))
            // The numbers are Equatable to the bit; the notice and the clock are part of the screen.
            #expect(state.live == expected.live)
            let (played, shown) = (
                DashboardView.frame(state, size: Self.size), DashboardView.frame(expected, size: Self.size)
            )
            #expect(played.buffer.text == shown.buffer.text)
        }
        #expect(reader.next() == nil)
        #expect(reader.offset == reader.size)
    }

    @Test("A report of it tells breach, onset, cost and cause; its page needs no script and no other file")
    func report() async throws {
        let (bytes, live) = try await Self.watched(by: .pages)
        let report = try #require(IncidentReport(try RecordingReader(bytes)))
        let text = report.markdown
        let began = Set(live.compactMap { $0.live.verdict.isCritical ? $0.live.verdict.began : nil })
        #expect(text.contains("## Breaches") && began.contains { text.contains("| \(TimeText.stamp($0)) |") })
        #expect(text.contains("deploy: version 1.5.0"))
        #expect(!text.contains("cut or damaged"))
        let html = report.html
        #expect(html.contains("<svg ") && html.contains("prefers-color-scheme: dark"))
        for forbidden in ["<script", "src=", "href=", "@import", "url("] { #expect(!html.contains(forbidden)) }
        let half = try #require(IncidentReport(try RecordingReader(Array(bytes.prefix(bytes.count * 9 / 10)))))
        #expect(half.markdown.contains("cut or damaged at byte "))
    }
}
