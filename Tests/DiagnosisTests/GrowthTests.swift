import Diagnosis
import GoldenSignals
import PromModel
import Testing

@Suite("Growth against its own past")
struct GrowthTests {
    private static let start = Timestamp(seconds: 1_795_192_800)
    private static let mebibyte = 1_048_576.0

    private static func growth(
        of resource: ProcessGauge.Resource = .memory,
        every step: Int = 5,
        through last: Int,
        _ value: (Double) -> Double
    ) -> Growth? {
        var watch = GrowthWatch(span: .seconds(3600))
        for second in stride(from: 0, through: last, by: step) {
            let gauge = ProcessGauge(instance: "web-1", resource: resource, value: value(Double(second)))
            let other = ProcessGauge(instance: "web-2", resource: resource, value: value(0))
            watch.observe([gauge, other], at: start + .seconds(second))
        }
        return watch.growth
    }

    @Test("Memory that grows tenfold is told, with what it was and over how long", arguments: [180, 600, 3600])
    func leak(last: Int) throws {
        let growth = try #require(Self.growth(through: last) { (50 + 450 * $0 / Double(last)) * Self.mebibyte })
        #expect(growth.instance == "web-1" && growth.resource == .memory)
        #expect(growth.before == 50 * Self.mebibyte && growth.now == 500 * Self.mebibyte)
        #expect(growth.length == .seconds(last))
        let left = try #require(growth.time(to: 950 * Self.mebibyte))
        #expect(abs(left.components.seconds - Int64(last)) <= 1)
        #expect(growth.time(to: 400 * Self.mebibyte) == nil)
    }

    @Test("A start that settles, a step, a saw, noise and what is small are no growth")
    func none() {
        let unit = Self.mebibyte
        #expect(Self.growth(through: 900) { min(800, 100 + $0 * 7) * unit } == nil)
        #expect(Self.growth(through: 900) { ($0 < 450 ? 100 : 900) * unit } == nil)
        #expect(Self.growth(through: 900) { (100 + $0.truncatingRemainder(dividingBy: 60) * 10) * unit } == nil)
        #expect(Self.growth(through: 900) { (400 + ($0 / 5).truncatingRemainder(dividingBy: 7) * 40) * unit } == nil)
        #expect(Self.growth(through: 900) { (4 + $0 / 20) * unit } == nil)
        #expect(Self.growth(through: 60) { (100 + $0 * 20) * unit } == nil)
        #expect(Self.growth(of: .fds, through: 900) { 10 + $0 / 20 } == nil)
        #expect(Self.growth(of: .fds, through: 900) { 10 + $0 } != nil)
    }

    @Test("What grows after a long level time is told as soon as it is twice what was ever there")
    func late() throws {
        let leak = { (second: Double) in (200 + max(0, second - 900) * 2) * Self.mebibyte }
        #expect(Self.growth(through: 980, leak) == nil)
        let growth = try #require(Self.growth(through: 1140, leak))
        #expect(growth.instance == "web-1" && growth.now == 680 * Self.mebibyte)
        #expect(growth.length <= .seconds(400))
        // What was there before is no news when it comes back.
        #expect(Self.growth(through: 1140) { ($0 < 600 ? 600 : 320 + max(0, $0 - 900) * 2) * Self.mebibyte } == nil)
    }

    @Test("What was let go, or is another process, begins anew")
    func fallen() {
        #expect(Self.growth(through: 900) { ($0 < 800 ? 100 + $0 : 50) * Self.mebibyte } == nil)
    }
}
