package import Incidents
import PromModel
import TerminalUI

/// One incident, watched from its beginning to its end by one source, and judged.
package struct IncidentRun: Sendable {
    /// Something that was told wrong.
    package struct Fault: Sendable, Equatable, CustomStringConvertible {
        /// What is judged.
        package enum Kind: String, Sendable {
            case calm, verdict, onset, culprit, row, words, counted
        }

        /// What was wrong.
        package let kind: Kind
        /// When, in seconds from the beginning.
        package let at: Double
        /// What was told in place of what.
        package let detail: String
        /// Rows 2 and 3 then.
        package let rows: [String]

        /// In words, with the rows.
        package var description: String {
            let rows = rows.map { "        |\($0)|" }.joined(separator: "\n")
            return "\(kind.rawValue) at \(at) s: \(detail)\n\(rows)"
        }
    }

    /// What is played.
    package let incident: Incident
    /// By which source.
    package let source: Incident.Source
    /// How closely.
    package let times: WatchTimes

    /// Memberwise.
    package init(_ incident: Incident, by source: Incident.Source, _ times: WatchTimes) {
        self.incident = incident
        self.source = source
        self.times = times
    }

    /// Plays it, and tells what was wrong; nothing where all was right.
    ///
    /// `watch` sees each poll, for those who want to follow.
    package func faults(watch: (Double, Told) -> Void = { _, _ in }) async throws -> [Fault] {
        let world = PlayedWorld(incident, lead: max(times.lead, incident.lead))
        let size = TerminalSize(columns: 80, rows: 24)
        var screen: PlayedScreen
        var server: PlayedPrometheus?
        switch source {
        case .pages: screen = try PlayedScreen(pagesOf: incident, world, times, size: size)
        case .prometheus:
            let prometheus = PlayedPrometheus(incident, world, interval: times.scrape)
            server = prometheus
            screen = try PlayedScreen(of: incident, world, times, prometheus: prometheus, size: size)
        }
        var found: [Fault] = []
        var due = incident.expect.sorted { $0.moment < $1.moment }
        let end = world.epoch + .milliseconds(Int64(incident.seconds * 1000))
        // A Prometheus has been there for a while when the screen is opened.
        var head: Duration = source == .pages ? .zero : times.scrape * 12
        if incident.lead > 0 { head = .milliseconds(Int64(max(times.lead, incident.lead) * 1000)) }
        var next = world.now + head + times.scrape / 4
        while next <= end {
            while let server, await server.nextScrape <= next {
                world.advance(to: await server.nextScrape)
                await server.scrape()
            }
            world.advance(to: next)
            await screen.poll()
            next = next + times.scrape
            let now = Double((world.now - world.epoch).milliseconds) / 1000
            let told = Told(screen)
            watch(now, told)
            if now < incident.onset ?? .infinity, told.isAlarm, !found.contains(where: { $0.kind == .calm }) {
                found.append(Fault(kind: .calm, at: now, detail: "told \(told.verdict)", rows: told.rows))
            }
            while let expected = due.first, expected.moment <= now {
                due.removeFirst()
                let judge = Judgement(incident, expected, told, at: now, in: world, tolerance: times.scrape * 2)
                found += judge.faults.map { Fault(kind: $0.kind, at: now, detail: $0.detail, rows: told.rows) }
            }
        }
        return found
    }
}
