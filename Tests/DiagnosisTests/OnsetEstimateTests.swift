import Diagnosis
import GoldenSignals
import PromModel
import Randomness
import Testing

@Suite("Onset")
struct OnsetEstimateTests {
    /// Binomial increments a second apart: `before` is the share of bad ones up to a moment, `after` from then on.
    private static func trace(
        _ rate: Double,
        before: Double,
        after: Double,
        from onset: Int,
        step: Int = 2,
        _ random: inout SeededRandom
    ) -> BreachTrace {
        let increments = stride(from: step, through: 120, by: step).map { end in
            var bad = 0.0
            var requests = 0.0
            for second in (end - step)..<end {
                for _ in 0..<Int(rate) {
                    requests += 1
                    if random.nextUnitInterval() <= (second >= onset ? after : before) { bad += 1 }
                }
            }
            return BreachTrace.Increment(at: Timestamp(seconds: Double(end)), requests: requests, bad: bad)
        }
        return BreachTrace(detected: Timestamp(seconds: 120), step: .seconds(step), increments: increments)
    }

    @Test(
        "Within two scrapes, or within the interval that is told, in at least 95 of 100",
        arguments: [
            (20, 0.002, 0.3), (20, 0, 0.1), (200, 0.005, 0.05), (5, 0, 0.5), (2, 0.01, 0.4), (500, 0.001, 0.02),
        ]
            as [(Double, Double, Double)]
    )
    func near(rate: Double, before: Double, after: Double) {
        var random = SeededRandom(seed: 7)
        var right = 0
        for trial in 0..<200 {
            let onset = 60 + trial % 40
            let trace = Self.trace(rate, before: before, after: after, from: onset, &random)
            guard let estimate = OnsetEstimate(trace) else { continue }
            let truth = Timestamp(seconds: Double(onset))
            let isNear = max(estimate.at - truth, truth - estimate.at) <= trace.step * 2
            let isWithin = estimate.isInterval && estimate.earliest <= truth && truth <= estimate.latest
            if isNear || isWithin { right += 1 }
        }
        #expect(right >= 190, "\(right) of 200")
    }

    @Test("What comes and goes is dated from the end of the time before")
    func again() throws {
        let catalog = SignalCatalog(
            profile: try #require(MetricProfile.builtin.profiles.first),
            selector: "job=\"a\"",
            window: .seconds(60)
        )
        let queries = BreachTraceQueries(catalog: catalog, bad: .failed, step: .seconds(5), window: .seconds(60))
        // Rates at each scrape: two times of failures, of which only the second goes on.
        let answer = ["requests", "bad"].map { tag in
            Series(
                labels: Labels([(SignalCatalog.tagLabel, tag)]),
                samples: (1...40).map { number in
                    let fails = (5..<15).contains(number) || number >= 31
                    return Sample(
                        timestamp: Timestamp(seconds: Double(number * 5)),
                        value: tag == "requests" ? 20 : fails ? 6 : 0
                    )
                }
            )
        }
        let detected = Timestamp(seconds: 165)
        let last = try #require(
            OnsetEstimate(queries.trace(answer, detected: detected, after: Timestamp(seconds: 80)))
        )
        #expect(last.at == Timestamp(seconds: 150))
        #expect(abs(last.badSince - 300) < 1e-9)
        #expect(queries.trace(answer, detected: detected).increments.count == 40)
    }

    @Test(
        "Traffic that falls, stops or rises is dated to within two scrapes, or an interval that holds it",
        arguments: [(20, 2), (200, 15), (50, 0), (5, 60), (2, 0)] as [(Double, Double)]
    )
    func traffic(before: Double, after: Double) {
        var random = SeededRandom(seed: 11)
        var right = 0
        for trial in 0..<200 {
            let onset = 61 + trial % 40
            let increments = stride(from: 2, through: 120, by: 2).map { end in
                let requests = (end - 2..<end).reduce(0.0) { sum, second in
                    // Of twenty slots a second each has a request by its own chance.
                    sum
                        + Double(
                            (0..<400).count { _ in random.nextUnitInterval() <= (second >= onset ? after : before) / 400
                            }
                        )
                }
                return BreachTrace.Increment(at: Timestamp(seconds: Double(end)), requests: requests, bad: 0)
            }
            let trace = BreachTrace(
                detected: Timestamp(seconds: 120),
                step: .seconds(2),
                increments: increments,
                isOfTraffic: true
            )
            guard let estimate = OnsetEstimate(trace) else { continue }
            let truth = Timestamp(seconds: Double(onset))
            let isNear = max(estimate.at - truth, truth - estimate.at) <= trace.step * 2
            if isNear || estimate.isInterval && estimate.earliest <= truth && truth <= estimate.latest { right += 1 }
        }
        #expect(right >= 190, "\(right) of 200")
    }

    @Test("Without a rise there is no onset")
    func none() {
        var random = SeededRandom(seed: 3)
        var found = 0
        for _ in 0..<200 where OnsetEstimate(Self.trace(20, before: 0.3, after: 0.3, from: 60, &random)) != nil {
            found += 1
        }
        // The best of sixty splits is now and then better than its likelihood alone allows.
        #expect(found < 40, "\(found)")
        #expect(OnsetEstimate(BreachTrace(detected: Timestamp(seconds: 0), step: .seconds(1), increments: [])) == nil)
    }

    @Test("Where scrapes are missing before it, what is bad is counted from the last one")
    func countedFrom() throws {
        func trace(without missing: Range<Int>) -> BreachTrace {
            let increments = stride(from: 5, through: 120, by: 5).filter { !missing.contains($0) }.map { second in
                BreachTrace.Increment(
                    at: Timestamp(seconds: Double(second)),
                    requests: 50,
                    bad: second > 80 ? 20 : 0
                )
            }
            return BreachTrace(detected: Timestamp(seconds: 100), step: .seconds(5), increments: increments)
        }
        let whole = try #require(OnsetEstimate(trace(without: 0..<0)))
        #expect(whole.countedFrom == whole.at)
        #expect(whole.at == Timestamp(seconds: 80))
        let blind = try #require(OnsetEstimate(trace(without: 70..<100)))
        #expect(blind.countedFrom == Timestamp(seconds: 65))
    }

    @Test("A breach that becomes worse has one onset, whenever one looks", arguments: [130, 150, 240, 600])
    func whenever(through last: Int) throws {
        let increments = stride(from: 5, through: last, by: 5).map { second in
            // From 100 s on it rises, and is at its worst after two minutes more.
            let share = second <= 100 ? 0.002 : min(0.9, 0.04 * Double(second - 100) / 5)
            return BreachTrace.Increment(
                at: Timestamp(seconds: Double(second)),
                requests: 500,
                bad: (500 * share).rounded()
            )
        }
        let trace = BreachTrace(detected: Timestamp(seconds: 115), step: .seconds(5), increments: increments)
        let estimate = try #require(OnsetEstimate(trace))
        #expect(estimate.at == Timestamp(seconds: 100))
        #expect(estimate.badSince == increments.filter { $0.at > estimate.at }.reduce(0) { $0 + $1.bad })
    }
}
