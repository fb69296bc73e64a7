import GoldenSignals
import PromModel
import Testing

@Suite("Cache of points")
struct SignalCacheTests {
    private static let span = Duration.seconds(300)

    private static func point(_ second: Int, _ rate: Double = 1) -> SignalPoint {
        var point = SignalPoint(at: Timestamp(seconds: Double(second)))
        point[.requestRate] = rate
        return point
    }

    /// The plan at a second: for everything, or for what was still open at `newest`.
    private static func plan(_ second: Int, after newest: Int? = nil) -> RefreshSchedule.Plan {
        var schedule = RefreshScheduleTests.schedule()
        if let newest { schedule.completed(schedule.plan(at: Timestamp(seconds: Double(newest)))) }
        return schedule.plan(at: Timestamp(seconds: Double(second)))
    }

    private static func filled(through last: Int = 300) -> SignalCache {
        var cache = SignalCache()
        cache.replace(plan(last), with: stride(from: 0, through: last, by: 15).map { point($0) }, span: span)
        return cache
    }

    private static func seconds(_ cache: SignalCache) -> [Int] { cache.points.map { Int($0.at.seconds) } }

    @Test("An answer to everything takes the place of everything")
    func full() {
        var cache = Self.filled()
        cache.replace(Self.plan(315), with: [Self.point(315)], span: Self.span)
        #expect(Self.seconds(cache) == [315])
    }

    @Test("A tail takes the place of what was known about its time, and the rest stays")
    func tail() {
        var cache = Self.filled(through: 90)
        cache.replace(
            Self.plan(105, after: 90),
            with: [Self.point(60, 7), Self.point(105, 7)],
            span: Self.span
        )
        #expect(Self.seconds(cache) == [0, 15, 30, 60, 105])
        #expect(cache.points.map { $0[.requestRate] } == [1, 1, 1, 7, 7])
    }

    @Test("What is older than the span and a step is dropped, and no more than that")
    func trimmed() {
        var cache = Self.filled()
        cache.replace(Self.plan(345, after: 300), with: [Self.point(345)], span: Self.span)
        #expect(Self.seconds(cache) == Array(stride(from: 30, through: 240, by: 15)) + [345])
    }

    @Test(
        "An audit counts the moments that differ: changed, missing, and too many; not those that are still open",
        arguments: [
            ([:], 17, 0), ([60: 2], 17, 1), ([60: nil], 17, 1), ([60: 2, 75: nil, 90: 3], 17, 3), ([240: 9], 17, 1),
            ([255: 9], 17, 0), ([300: nil], 17, 0), ([67: 1], 18, 1),
            // Before the oldest point there is nothing to compare.
            ([-15: 1], 17, 0),
        ] as [([Int: Double?], Int, Int)]
    )
    func differences(changes: [Int: Double?], compared: Int, differences: Int) {
        var fresh = Dictionary(uniqueKeysWithValues: Self.filled().points.map { (Int($0.at.seconds), $0) })
        for (second, rate) in changes { fresh[second] = rate.map { Self.point(second, $0) } }
        let audit = Self.filled().audit(Self.plan(300), fresh.values.sorted { $0.at < $1.at })
        #expect((audit.compared, audit.differences) == (compared, differences))
    }

    @Test("What the answer no longer holds is not compared")
    func older() {
        let fresh = stride(from: 45, through: 345, by: 15).map { Self.point($0) }
        let audit = Self.filled().audit(Self.plan(345), fresh)
        #expect((audit.compared, audit.differences) == (17, 0))
    }

    @Test("Nothing known, nothing differs")
    func empty() {
        let audit = SignalCache().audit(Self.plan(300), [Self.point(0)])
        #expect((audit.compared, audit.differences) == (0, 0))
    }
}
