import GoldenSignals
import PromModel
import Recording
import Testing

@Suite("Reports of what is no limit on a signal")
struct ReportTroubleTests {
    /// When no request came.
    private static let stop = 1500..<1800
    /// When one in five was refused.
    private static let refused = 600..<900

    private static func update(_ second: Int) -> SourceUpdate {
        var update = RecordingScene.update(second, errors: 0, isWell: true)
        update.report?.interval = .seconds(15)
        let rate = stop.contains(second) ? 0 : 20.0
        let readings: [Signal: SignalReading.State] =
            rate > 0
            ? [.requestRate: .value(rate), .errorShare: .value(0), .successShare: .value(1)]
            : [.requestRate: .idle, .errorShare: .idle, .successShare: .idle]
        for (signal, state) in readings { update.snapshot.readings[signal] = SignalReading(state) }
        (update.snapshot.requestCount, update.snapshot.errorsPerSecond) = (rate * 15, 0)
        (update.snapshot.errorTotals, update.snapshot.requestTotals) = ([:], [:])
        let share = refused.contains(second) ? 0.2 : 0
        update.snapshot.clientErrors = ClientErrors(rates: ["404": rate * share])
        return update
    }

    private static func report(through last: Int) throws -> IncidentReport {
        var settings = RecordingScene.settings
        (settings.interval, settings.span) = (.seconds(15), .seconds(3600))
        settings.bounds = [
            Limit(signal: .errorShare, threshold: 0.05, severity: .warning, isDefault: false, subject: .clientErrors)
        ]
        (settings.loadPath, settings.loadRate) = (nil, 0)
        var writer = RecordingWriter()
        let steps =
            [RecordedStep(at: RecordingScene.start, .settings(settings))]
            + stride(from: 0, through: last, by: 15).map { second in
                RecordedStep(at: RecordingScene.moment(second), .source(update(second)))
            }
        let bytes = try steps.reduce(into: [UInt8]()) { $0 += try writer.bytes(of: $1) }
        return try #require(IncidentReport(try RecordingReader(bytes)))
    }

    @Test("4xx and traffic that is not as usual have their rows, with onset, end and what was refused")
    func rows() throws {
        let report = try Self.report(through: 2400)
        #expect(report.breaches.isEmpty)
        let refusal = try #require(report.troubles.first)
        #expect(refusal.what == "4xx over their limit" && !refusal.isLasting)
        #expect((RecordingScene.moment(570)...RecordingScene.moment(630)).contains(refusal.began))
        let over = try #require(refusal.ended)
        #expect((RecordingScene.moment(885)...RecordingScene.moment(930)).contains(over))
        // Four a second for five minutes.
        let count = try #require(refusal.refused)
        #expect(abs(count - 1200) <= 120, "\(count)")
        let change = try #require(report.troubles.dropFirst().first)
        #expect(change.what.hasPrefix("traffic stopped") && change.refused == nil)
        #expect((RecordingScene.moment(1470)...RecordingScene.moment(1545)).contains(change.began))
        let back = try #require(change.ended)
        #expect((RecordingScene.moment(1800)...RecordingScene.moment(1860)).contains(back))
        for text in [report.markdown, report.html] {
            #expect(text.contains(" refused") && text.contains("traffic stopped"))
            #expect(!text.contains("No limit was broken."))
        }
    }

    @Test("What lasts when the recording ends is told so")
    func lasting() throws {
        let report = try Self.report(through: 1695)
        let change = try #require(report.troubles.last)
        #expect(change.isLasting && change.ended == nil)
        #expect(report.markdown.contains("not yet") && report.markdown.contains("so far"))
    }
}
