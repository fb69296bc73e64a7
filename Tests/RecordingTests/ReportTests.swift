import Dashboard
import Diagnosis
import GoldenSignals
import PromModel
import Recording
import Testing

@Suite("Reports of recordings")
struct ReportTests {
    private static func report(_ steps: [RecordedStep], objective: Double = 0.999) throws -> IncidentReport? {
        IncidentReport(
            try RecordingReader(RecordingScene.bytes(steps)),
            objective: IncidentReport.Objective(share: objective)
        )
    }

    @Test("A recording without a poll has no report")
    func empty() throws {
        #expect(try Self.report([]) == nil)
    }

    @Test("A breach has its beginning, its end and its cost: requests, their share, and the budget's")
    func breach() throws {
        let steps = RecordingScene.answered(240) { (60..<120).contains($0) ? 0.2 : 0 }
        let report = try #require(try Self.report(steps))
        #expect(report.breaches.count == 1)
        let breach = try #require(report.breaches.first)
        #expect(breach.isCritical)
        #expect(breach.began >= RecordingScene.moment(58) && breach.began <= RecordingScene.moment(64))
        let ended = try #require(breach.ended)
        #expect(ended >= RecordingScene.moment(118) && ended <= RecordingScene.moment(140))
        // Forty failures a second for a minute.
        #expect(try #require(breach.failed) > 1800 && #require(breach.failed) < 3200)
        // About 220 requests a second through 30 days, of which one of a thousand may fail.
        let budget = try #require(breach.budget)
        let allowed = 224 * 30 * 86_400 * 0.001
        #expect(abs(budget - (breach.failed ?? 0) / allowed) < 0.2 * budget)
    }

    @Test("The share of a breach's requests is of those that were counted, not of what rates make of them")
    func share() throws {
        let steps = RecordingScene.answered(240) { (60..<120).contains($0) ? 0.2 : 0 }
        let report = try #require(try Self.report(steps))
        let breach = try #require(report.breaches.first)
        let (failed, requests) = (try #require(breach.failed), try #require(breach.requests))
        #expect(breach.isCounted)
        // The rates of the points are up to a quarter above the 200 a second that the totals rise by.
        #expect(abs(failed / requests - 0.2) < 0.01, "\(failed) of \(requests)")
    }

    /// What a Prometheus tells: points of the minutes before the first poll, with two breaches of which one is over by
    /// then and one lasts.
    private static func history() -> [RecordedStep] {
        let isBroken = { (second: Int) in (60..<180).contains(second) || (480..<720).contains(second) }
        return stride(from: 600, through: 1200, by: 15).map { last -> RecordedStep in
            let isFirst = last == 600
            var update = RecordingScene.update(last, errors: isBroken(last) ? 0.2 : 0, isWell: true)
            update.snapshot.errorTotals = [:]
            update.report?.kind = "prometheus"
            let seconds = stride(from: isFirst ? 0 : last - 60, through: last, by: 15)
            let points = seconds.map { second in
                SignalPoint(
                    RecordingScene.update(second, errors: isBroken(second) ? 0.2 : 0, isWell: true).snapshot
                )
            }
            update.patch = HistoryPatch(
                from: RecordingScene.moment(isFirst ? 0 : last - 60),
                isFull: isFirst,
                points: points,
                settledThrough: RecordingScene.moment(last - 60),
                step: .seconds(15)
            )
            return RecordedStep(at: RecordingScene.moment(last), .source(update))
        }
    }

    @Test("What was before the first poll is there to judge by: the report is of what was recorded")
    func stretch() throws {
        let report = try #require(try Self.report(Self.history()))
        let from = TimeText.stamp(RecordingScene.moment(600))
        #expect(report.markdown.contains("From \(from) through "), "\(report.markdown)")
        // The breach that was over by then is no part of it; the one under way is, from its beginning.
        #expect(report.breaches.count == 1)
        let breach = try #require(report.breaches.first)
        #expect(breach.began < RecordingScene.moment(500) && breach.began > RecordingScene.moment(400))
        // The table and the timeline have one end.
        let ended = try #require(breach.ended.map(TimeText.stamp))
        #expect(report.markdown.contains("- \(ended) ok: "), "\(report.markdown)")
        let timeline = try #require(report.markdown.split(separator: "## Timeline").last?.split(separator: "##").first)
        #expect(!timeline.contains(TimeText.stamp(RecordingScene.moment(60))), "\(timeline)")
    }

    @Test("A chart is captioned with the largest value that is in it, not with the top of its axis")
    func captions() throws {
        let report = try #require(try Self.report(RecordingScene.answered(60) { _ in 0.001 }))
        // The limit of 1 % and the least height of a share lie far above.
        #expect(report.html.contains("5xx, up to 0.10%"), "\(report.html)")
    }

    @Test("Names of others are text in either form")
    func hostile() throws {
        var settings = RecordingScene.settings
        settings.service = "<script>|`x`"
        settings.source = "\u{1b}[31m\"&"
        var writer = RecordingWriter()
        var update = RecordingScene.update(1)
        update.report = nil
        let bytes =
            try writer.bytes(of: RecordedStep(at: RecordingScene.start, .settings(settings)))
            + writer.bytes(of: RecordedStep(at: RecordingScene.start, .source(update)))
        let report = try #require(IncidentReport(try RecordingReader(bytes)))
        #expect(!report.html.contains("<script>") && report.html.contains("&lt;script&gt;"))
        #expect(report.markdown.contains("\\<script>\\|\\`x\\`"))
        for text in [report.html, report.markdown] { #expect(!text.contains("\u{1b}")) }
    }

    @Test("What is not whole is said")
    func damaged() throws {
        let bytes = try RecordingScene.bytes(RecordingScene.steps(20)).dropLast(10)
        let report = try #require(IncidentReport(try RecordingReader(Array(bytes))))
        #expect(report.notes.count == 1 && report.markdown.contains("cut or damaged"))
        #expect(report.html.contains("cut or damaged"))
    }
}
