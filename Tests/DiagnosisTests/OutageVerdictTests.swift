import Diagnosis
import GoldenSignals
import PromModel
import Testing

@Suite("Verdict where targets do not answer")
struct OutageVerdictTests {
    private static func verdict(
        errors: Double?,
        down: Int,
        total: Int = 2,
        polls: Int = 3,
        scraped: Double? = nil,
        answeredBefore: Bool = true
    ) -> Verdict {
        var tracker = VerdictTracker(limits: Limit.defaults, window: .seconds(60))
        for poll in 0..<polls {
            var point = SignalPoint(at: Timestamp(seconds: Double(poll * 15)))
            if let errors {
                point[.requestRate] = 100
                point[.errorShare] = errors
                point.requestCount = 6000
            }
            var snapshot = point.snapshot(window: .seconds(60))
            if poll == 0, answeredBefore { (snapshot.targetsUp, snapshot.targetsTotal) = (total, total) }
            if down > 0 {
                snapshot.outage = TargetOutage(
                    down: down,
                    total: total,
                    since: Timestamp(seconds: 29),
                    isOlderThanData: false,
                    instance: "a:1",
                    reason: "connection refused",
                    lastScrape: scraped.map { Timestamp(seconds: $0) }
                )
            }
            tracker.observe(snapshot)
        }
        return tracker.verdict
    }

    private static func word(_ verdict: Verdict) -> String {
        switch verdict {
        case .ok: "ok"
        case .noData: "no data"
        case .breach: "breach"
        case .targetsDown(let outage): outage.isWhole ? "down" : "some down"
        default: "other"
        }
    }

    @Test(
        "Nothing that answers is the worst; some that do not are told where nothing is worse",
        arguments: [
            (0, nil, "ok"), (0.5, nil, "breach"), (0, 1, "some down"), (0.5, 1, "breach"), (0, 2, "down"),
            (0.5, 2, "down"), (nil, 2, "down"), (nil, 1, "some down"), (nil, nil, "no data"),
        ] as [(Double?, Int?, String)]
    )
    func order(errors: Double?, down: Int?, word: String) {
        #expect(Self.word(Self.verdict(errors: errors, down: down ?? 0)) == word)
    }

    @Test(
        "One scrape that failed is no verdict, of one target or of all; the second is",
        arguments: [(1, 29, "ok"), (1, 30, "some down"), (2, 29, "ok"), (2, 30, "down")] as [(Int, Double, String)]
    )
    func singleMiss(down: Int, scraped: Double, word: String) {
        #expect(Self.word(Self.verdict(errors: 0, down: down, scraped: scraped)) == word)
    }

    @Test("Who looks for the first time when the last scrape of all has failed knows nothing of now")
    func firstLook() {
        let verdict = Self.verdict(errors: 0, down: 2, polls: 1, scraped: 29, answeredBefore: false)
        #expect(verdict.state == "unknown")
        #expect(verdict.since == Timestamp(seconds: 29))
        let some = Self.verdict(errors: 0, down: 1, polls: 1, scraped: 29, answeredBefore: false)
        #expect(some.state == "ok")
    }

    @Test("Judged anew from its points it still knows that somebody answered")
    func remembered() {
        func snapshot(_ second: Int, isMissed: Bool) -> SignalSnapshot {
            var point = SignalPoint(at: Timestamp(seconds: Double(second)))
            point[.requestRate] = 100
            point[.errorShare] = 0
            point.requestCount = 6000
            var snapshot = point.snapshot(window: .seconds(60))
            snapshot.targetsUp = isMissed ? 0 : 1
            guard isMissed else { return snapshot }
            let moment = Timestamp(seconds: Double(second - 1))
            snapshot.outage = TargetOutage(
                down: 1,
                total: 1,
                since: moment,
                isOlderThanData: false,
                instance: "a:1",
                reason: "connection refused",
                lastScrape: moment
            )
            return snapshot
        }
        var watched = VerdictTracker(limits: Limit.defaults, window: .seconds(60))
        watched.observe(snapshot(10, isMissed: false))
        var anew = VerdictTracker(limits: Limit.defaults, window: .seconds(60)).remembering(watched)
        anew.observe(snapshot(15, isMissed: true))
        #expect(anew.verdict.state == "ok")
    }
}
