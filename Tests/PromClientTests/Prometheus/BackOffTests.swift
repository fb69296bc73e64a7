import PromClient
import PromModel
import Testing

@Suite("Back-off")
struct BackOffTests {
    private static func failing(_ count: Int, interval: Duration, retryAfter: Duration? = nil) -> BackOff {
        var backOff = BackOff(interval: interval)
        for _ in 0..<count { backOff.failed(retryAfter: retryAfter) }
        return backOff
    }

    @Test(
        "After failures the wait doubles from one interval on, up to 15 s or an interval",
        arguments: [
            (5, 0, 5), (5, 1, 5), (5, 2, 10), (5, 3, 15), (5, 100, 15), (1, 1, 1), (1, 4, 8), (1, 5, 15),
            (60, 1, 60), (60, 3, 60),
        ] as [(Int, Int, Int)]
    )
    func failures(interval: Int, count: Int, wait: Int) {
        #expect(Self.failing(count, interval: .seconds(interval)).delay(jitter: 0) == .seconds(wait))
    }

    @Test(
        "A server's own wish is granted up to two minutes, and never shortens the wait",
        arguments: [(0, 5), (1, 5), (40, 40), (120, 120), (86_400, 120)] as [(Int, Int)]
    )
    func wish(seconds: Int, wait: Int) {
        let backOff = Self.failing(1, interval: .seconds(5), retryAfter: .seconds(seconds))
        #expect(backOff.delay(jitter: 0) == .seconds(wait))
    }

    @Test("What was asked for once, with everything in it, slows nothing down; a tail that takes long does")
    func fullAnswer() {
        var backOff = BackOff(interval: .seconds(5))
        backOff.succeeded(cost: .seconds(20), wasFull: true)
        #expect(backOff.delay(jitter: 0) == .seconds(5) && backOff.explanation == nil)
        backOff.succeeded(cost: .seconds(3))
        #expect(backOff.delay(jitter: 0) == .seconds(10) && backOff.explanation != nil)
    }

    @Test("A failure that costs the server nothing is tried again soon")
    func cheap() {
        var backOff = BackOff(interval: .seconds(1))
        for _ in 0..<10 { backOff.failed(retryAfter: nil, isCheap: true) }
        #expect(backOff.delay(jitter: 0) == .seconds(5))
        backOff.failed(retryAfter: nil)
        #expect(backOff.delay(jitter: 0) == .seconds(15))
    }

    @Test("A wish holds for its own failure only")
    func oldWish() {
        var backOff = Self.failing(1, interval: .seconds(5), retryAfter: .seconds(60))
        backOff.failed(retryAfter: nil)
        #expect(backOff.delay(jitter: 0) == .seconds(10))
    }

    @Test(
        "Up to a fifth is added, so that not all come at once; whatever the number, no more and no less",
        arguments: [(0, 10_000), (0.5, 11_000), (1, 12_000), (7, 12_000), (-3, 10_000)] as [(Double, Int64)]
    )
    func jitter(jitter: Double, milliseconds: Int64) {
        #expect(Self.failing(2, interval: .seconds(5)).delay(jitter: jitter).milliseconds == milliseconds)
    }

    @Test("Without failures polls come on time, whatever the jitter")
    func onTime() {
        #expect(BackOff(interval: .seconds(5)).delay(jitter: 1) == .seconds(5))
    }

    @Test("An answer ends it")
    func recovered() {
        var backOff = Self.failing(3, interval: .seconds(5), retryAfter: .seconds(60))
        backOff.succeeded(cost: .milliseconds(10))
        #expect(backOff.failures == 0 && backOff.delay(jitter: 0) == .seconds(5) && backOff.explanation == nil)
    }

    @Test(
        "Answers that take more than half of the interval make it longer, quick ones shorter again",
        arguments: [
            ([2500], 1), ([2501], 2), ([2501, 2501], 2), ([3000, 5001], 4), ([9000, 9000, 9000], 4),
            ([60_000, 60_000, 60_000, 60_000, 60_000], 8), ([3000, 1250], 2), ([3000, 1249], 1),
            ([60_000, 60_000, 60_000, 10], 4), ([60_000, 60_000, 60_000, 10, 10, 10, 10], 1),
        ] as [([Int], Int64)]
    )
    func slow(costs: [Int], slowness: Int64) {
        var backOff = BackOff(interval: .seconds(5))
        for cost in costs { backOff.succeeded(cost: .milliseconds(cost)) }
        #expect(backOff.slowness == slowness)
        #expect(backOff.delay(jitter: 0) == .seconds(5) * slowness)
    }

    @Test("A source that is slow and then fails is not asked sooner than before")
    func slowThenFails() {
        var backOff = BackOff(interval: .seconds(5))
        for _ in 0..<3 { backOff.succeeded(cost: .seconds(60)) }
        let before = backOff.delay(jitter: 0)
        backOff.failed(retryAfter: nil)
        #expect(backOff.delay(jitter: 0) >= before)
    }

    @Test("What slows the polls down is told in words")
    func words() {
        #expect(BackOff(interval: .seconds(5)).explanation == nil)
        #expect(Self.failing(1, interval: .seconds(5)).explanation == nil)
        #expect(Self.failing(2, interval: .seconds(5)).explanation == "waiting longer after 2 failures")
        let asked = Self.failing(1, interval: .seconds(5), retryAfter: .seconds(40))
        #expect(asked.explanation == "waiting longer after 1 failure")
    }

    @Test(
        "The told interval of a slow source is the one that is kept",
        arguments: [(5_000, "10s"), (2_500, "5s"), (500, "1s")] as [(Int, String)]
    )
    func slowWords(milliseconds: Int, text: String) {
        var backOff = BackOff(interval: .milliseconds(milliseconds))
        backOff.succeeded(cost: .milliseconds(milliseconds))
        #expect(backOff.explanation == "the source is slow: every \(text)")
    }
}
