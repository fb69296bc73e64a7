import Diagnosis
import Gates
import Randomness
import Testing

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

@Suite("Two shares compared")
struct ShareComparisonTests {
    @Test(
        "The hypergeometric tail is that of the books",
        arguments: [
            // Fisher's lady tasting tea: four of eight cups, three or four right.
            (4, 4, 8, 4, 1.0 / 70), (3, 4, 8, 4, 17.0 / 70), (0, 4, 8, 4, 1),
            // All bad ones fall into the half: 1 / C(10, 3) times C(5, 3).
            (3, 5, 10, 3, 10.0 / 120), (4, 5, 10, 3, 0),
            // Below the mean the other tail is summed: 1 - P(0).
            (1, 5, 10, 3, 110.0 / 120),
        ] as [(Double, Double, Double, Double, Double)]
    )
    func tail(bad: Double, size: Double, total: Double, totalBad: Double, expected: Double) {
        let probability = HypergeometricTail.probability(of: bad, orMoreAmong: size, outOf: total, ofWhichBad: totalBad)
        #expect(abs(probability - expected) < 1e-12, "\(probability)")
    }

    @Test("Counts that are none prove nothing", arguments: [Double.nan, .infinity, -1])
    func noCounts(number: Double) {
        #expect(HypergeometricTail.probability(of: 1, orMoreAmong: number, outOf: 10, ofWhichBad: 3) == 1)
        #expect(HypergeometricTail.probability(of: 1, orMoreAmong: 5, outOf: number, ofWhichBad: 3) == 1)
    }

    @Test(
        "The bounds of Clopper and Pearson are those of their tables",
        arguments: [
            (0, 10, 0.025, 0, 0.308_497), (5, 10, 0.025, 0.187_086, 0.812_914), (10, 10, 0.025, 0.691_503, 1),
            (1, 100, 0.025, 0.000_253, 0.054_459),
        ] as [(Double, Double, Double, Double, Double)]
    )
    func interval(bad: Double, requests: Double, risk: Double, lower: Double, upper: Double) {
        #expect(abs(ShareInterval.lowerBound(bad: bad, of: requests, risk: risk) - lower) < 1e-6)
        #expect(abs(ShareInterval.upperBound(bad: bad, of: requests, risk: risk) - upper) < 1e-6)
    }

    @Test(
        "What is said, and how it ends",
        arguments: [
            // Ten times as many: worse, and more than is tolerated.
            (3600, 18, 3600, 180, .worse, .critical),
            // As many: no more than is tolerated.
            (3600, 18, 3600, 18, .alike, .ok), (36_000, 180, 36_000, 175, .alike, .ok),
            // Surely more, and surely less than a hundredth more.
            (360_000, 1800, 360_000, 2200, .worse, .warning),
            // Fewer.
            (3600, 180, 3600, 18, .better, .ok),
            // Too few to say either.
            (360, 2, 360, 3, .cannotTell, .unknown), (360, 0, 360, 0, .cannotTell, .unknown),
            (0, 0, 360, 0, .cannotTell, .unknown), (360, 1, 0, 0, .cannotTell, .unknown),
            // A canary has a small part of the traffic.
            (36_000, 180, 100, 20, .worse, .critical),
        ] as [(Double, Double, Double, Double, ShareComparison.Outcome, CheckStatus)]
    )
    func outcome(
        ofA: Double,
        badA: Double,
        ofB: Double,
        badB: Double,
        outcome: ShareComparison.Outcome,
        status: CheckStatus
    ) {
        let comparison = compared(Counts(ofA, badA), Counts(ofB, badB))
        #expect(comparison.outcome == outcome && comparison.status == status, "\(comparison)")
    }

    @Test("Canaries of 200 runs: equal ones pass, bad ones are found", arguments: [3.0, 30, 300])
    func canaries(perSecond: Double) {
        var source = SeededRandom(seed: UInt64(perSecond))
        let requests = perSecond * 120
        var equal: [ShareComparison.Outcome: Int] = [:]
        var bad: [ShareComparison.Outcome: Int] = [:]
        for _ in 0..<200 {
            let stable = Counts(requests, Self.failures(of: requests, share: 0.005, &source))
            let same = Counts(requests, Self.failures(of: requests, share: 0.005, &source))
            let worse = Counts(requests, Self.failures(of: requests, share: 0.05, &source))
            equal[compared(stable, same).outcome, default: 0] += 1
            bad[compared(stable, worse).outcome, default: 0] += 1
        }
        let different = equal[.worse, default: 0] + equal[.better, default: 0]
        #expect(different <= 10, "at \(perSecond)/s \(different) of 200 equal ones are called different")
        if perSecond >= 30 {
            #expect(bad[.worse, default: 0] >= 190, "at \(perSecond)/s: \(bad)")
            #expect(equal[.alike, default: 0] >= 150, "at \(perSecond)/s: \(equal)")
        }
        print("canary at \(Int(perSecond))/s: equal \(Self.words(equal)); 5 % failures \(Self.words(bad))")
    }

    private struct Counts {
        let requests: Double
        let bad: Double

        init(_ requests: Double, _ bad: Double) {
            self.requests = requests
            self.bad = bad
        }
    }

    private func compared(_ a: Counts, _ b: Counts) -> ShareComparison {
        ShareComparison(
            a: ShareCounts(requests: a.requests, bad: a.bad, length: .seconds(120)),
            b: ShareCounts(requests: b.requests, bad: b.bad, length: .seconds(120)),
            level: 0.01,
            tolerance: 0.01
        )
    }

    /// How many of the requests fail, each with the same probability: from one failure to the next.
    private static func failures(of requests: Double, share: Double, _ source: inout SeededRandom) -> Double {
        var at = 0.0
        var count = 0.0
        while true {
            let uniform = source.nextUnitInterval()
            at += (log(uniform) / log1p(-share)).rounded(.down) + 1
            guard at <= requests else { return count }
            count += 1
        }
    }

    private static func words(_ counts: [ShareComparison.Outcome: Int]) -> String {
        ShareComparison.Outcome.allCases.map { "\($0) \(counts[$0, default: 0])" }.joined(separator: ", ")
    }
}
