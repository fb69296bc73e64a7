import GoldenSignals
import PromClient
import PromModel
import Synchronization
import Testing

@Suite("Windows that samples do not fill")
struct PartialWindowTests {
    /// 200 requests a second since long ago.
    private static func requests(at moment: Timestamp) -> Int { Int(moment.milliseconds - 900_000_000) / 5 }

    @Test(
        "From the second reading on the rate is right, whatever the phase, the interval and the window",
        arguments: [(0.5, 5), (1, 15), (2, 15), (5, 20), (15, 60)]
    )
    func phases(interval: Double, window: Double) async throws {
        for phase in 0..<10 {
            let offset = Duration.milliseconds(Int(interval * 1000) * phase / 10 + 3)
            let script = try PageScript(
                window: .seconds(window),
                interval: .seconds(interval),
                start: Timestamp(seconds: 1_000_020) + offset
            ) { _, moment in PageScript.counter(Self.requests(at: moment)) }
            let polls = Int(window / interval) + 5
            for number in 0..<polls {
                let update = try await script.poll(isFirst: number == 0)
                guard number > 0 else { continue }
                let rate = try #require(update.snapshot[.requestRate].value)
                #expect(abs(rate / 200 - 1) < 0.03, "phase \(offset), poll \(number): \(rate)")
                #expect(update.snapshot.isPartial == (update.snapshot.window < .seconds(window)))
                if number == polls - 1 {
                    #expect(!update.snapshot.isPartial && update.snapshot.window == .seconds(window))
                }
            }
        }
    }

    @Test("A page that waited for its connection is as old as the moment when it was asked for")
    func connecting() async throws {
        let start = Timestamp(seconds: 1_000_000)
        let wait = 250
        let script = try PageScript { _, moment in
            guard moment == start else { return PageScript.counter(Self.requests(at: moment)) }
            let page = PageScript.counter(Self.requests(at: moment + .milliseconds(wait)))
            let sentAt = ContinuousClock.now + .milliseconds(wait)
            return HTTPAnswer(status: 200, contentType: page.contentType, body: page.body, sentAt: sentAt)
        }
        let first = try await script.poll(isFirst: true)
        #expect(first.snapshot.at - start >= .milliseconds(wait), "its only sample is not in what was looked at")
        let second = try await script.poll()
        #expect(abs((second.snapshot[.requestRate].value ?? 0) / 200 - 1) < 0.03, "\(second.snapshot[.requestRate])")
    }

    @Test("A page whose answer was long in coming is as old as the moment when it began", arguments: [1, 2, 5])
    func answering(slowest: Int) async throws {
        let start = Timestamp(seconds: 1_000_000)
        let wait = 800
        let script = try PageScript { _, moment in
            let second = Int((moment - start).components.seconds)
            guard second < slowest else { return PageScript.counter(Self.requests(at: moment)) }
            let page = PageScript.counter(Self.requests(at: moment + .milliseconds(wait)))
            return HTTPAnswer(
                status: 200,
                contentType: page.contentType,
                body: page.body,
                answeredAt: ContinuousClock.now + .milliseconds(wait)
            )
        }
        for number in 0..<12 {
            let update = try await script.poll(isFirst: number == 0)
            guard number > 0 else { continue }
            let rate = update.snapshot[.requestRate].value ?? 0
            #expect(abs(rate / 200 - 1) < 0.03, "\(number): \(rate)")
        }
    }

    @Test("Answers that come a little sooner or later leave the window full")
    func uneven() async throws {
        let delays = [0, 40, 3, 60, 10, 1, 25, 7]
        let start = Timestamp(seconds: 1_000_000)
        let script = try PageScript { _, moment in
            let delay = delays[Int((moment - start).components.seconds) % delays.count]
            let page = PageScript.counter(Self.requests(at: moment + .milliseconds(delay)))
            return HTTPAnswer(
                status: 200,
                contentType: page.contentType,
                body: page.body,
                answeredAt: ContinuousClock.now + .milliseconds(delay)
            )
        }
        for number in 0..<40 {
            let snapshot = try await script.poll(isFirst: number == 0).snapshot
            guard number > 17 else { continue }
            #expect(!snapshot.isPartial, "\(number): \(snapshot.window)")
            #expect(abs((snapshot[.requestRate].value ?? 0) / 200 - 1) < 0.03, "\(number)")
        }
    }

    @Test("After an outage, short or long, the rate is right with the second answer")
    func outages() async throws {
        for outage in [2, 5, 14, 16, 40] {
            let script = try PageScript { _, moment in
                let second = Int((moment - Timestamp(seconds: 1_000_000)).components.seconds)
                if (20..<20 + outage).contains(second) { return HTTPAnswer(status: 503, contentType: nil, body: []) }
                return PageScript.counter(Self.requests(at: moment))
            }
            for second in 0..<20 + outage + 20 {
                let update = try await script.poll()
                guard second > 0, !(20..<20 + outage).contains(second) else { continue }
                // After a whole window without an answer one sample is no rate: at its very start it is none of it.
                if second == 20 + outage, outage >= 14 {
                    #expect(update.snapshot.isWarmingUp)
                    continue
                }
                let rate = try #require(update.snapshot[.requestRate].value, "\(second) of \(outage)")
                #expect(abs(rate / 200 - 1) < 0.03, "\(second) of \(outage): \(rate)")
            }
        }
    }

    @Test("After an outage that ends with another process the window is its own, and is told not to be full")
    func restarts() async throws {
        for outage in [4, 9, 12, 30] {
            let back = Timestamp(seconds: Double(1_000_020 + outage))
            let script = try PageScript { _, moment in
                let second = Int((moment - Timestamp(seconds: 1_000_000)).components.seconds)
                if (20..<20 + outage).contains(second) { return HTTPAnswer(status: 503, contentType: nil, body: []) }
                guard second >= 20 else { return PageScript.counter(Self.requests(at: moment)) }
                return PageScript.counter(Int((moment - back).milliseconds) / 5 + 10)
            }
            for second in 0..<20 + outage + 20 {
                let snapshot = try await script.poll().snapshot
                guard second >= 20 + outage else { continue }
                if second == 20 + outage {
                    #expect(snapshot.isWarmingUp && snapshot[.requestRate].value == nil, "\(outage)")
                    continue
                }
                let rate = try #require(snapshot[.requestRate].value, "\(second) of \(outage)")
                #expect(abs(rate / 200 - 1) < 0.03, "\(second) of \(outage): \(rate)")
                #expect(snapshot.isPartial == (second < 35 + outage), "\(second) of \(outage): \(snapshot.window)")
            }
        }
    }

    @Test("A process that begins anew each 25 s and tells no start time is one: its rate is right, it is told")
    func restartsUntold() async throws {
        let script = try PageScript { _, moment in
            let second = Int((moment - Timestamp(seconds: 1_000_000)).components.seconds)
            return PageScript.counter((second < 20 ? 9000 + second : (second - 20) % 25) * 20)
        }
        var starts: Set<Double> = []
        for second in 0..<120 {
            let snapshot = try await script.poll(isFirst: second == 0).snapshot
            guard second > 1 else { continue }
            #expect(snapshot.distrust == nil, "\(second)")
            let rate = try #require(snapshot[.requestRate].value, "\(second)")
            // What came between the last page and the restart nobody counted.
            #expect(rate < 20.5 && rate > 17.5, "\(second): \(rate)")
            starts.formUnion(snapshot.processStarts.values)
        }
        #expect(starts.map { $0 - 1_000_000 }.sorted() == [20, 45, 70, 95])
    }

    @Test("A second target that comes late is right with its second answer too")
    func late() async throws {
        let script = try PageScript(["a:1", "b:1"]) { url, moment in
            let second = Int((moment - Timestamp(seconds: 1_000_000)).components.seconds)
            if url.contains("b:1"), second < 30 { return HTTPAnswer(status: 503, contentType: nil, body: []) }
            return PageScript.counter(Self.requests(at: moment))
        }
        for second in 0..<50 {
            let update = try await script.poll()
            guard second > 0, second != 30 else { continue }
            let rate = try #require(update.snapshot[.requestRate].value)
            #expect(abs(rate / (second < 30 ? 200 : 400) - 1) < 0.03, "\(second): \(rate)")
            #expect(update.snapshot.isPartial == (second < 14 || (31..<44).contains(second)), "\(second)")
        }
    }

    @Test("The second poll comes no sooner than three quarters of an interval after the first, others on the grid")
    func waits() {
        for phase in stride(from: 0, to: 1000, by: 50) {
            let moment = Timestamp(milliseconds: 1_000_000_000 + Int64(phase))
            let first = DirectSource.wait(after: moment, interval: .seconds(1), isFirst: true)
            #expect(first >= .milliseconds(750) && first < .milliseconds(1750))
            #expect((moment + first).milliseconds % 1000 == 0)
            #expect(DirectSource.wait(after: moment, interval: .seconds(1), isFirst: false) <= .seconds(1))
        }
    }
}
