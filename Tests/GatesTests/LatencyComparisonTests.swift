import Diagnosis
import Gates
import Testing

@Suite("Two distributions of latencies compared")
struct LatencyComparisonTests {
    private let quick: [Double: Double] = [0.1: 3000, 0.25: 3500, 0.5: 3590, 1: 3600]

    @Test("The same shape is no difference, and is told at the bound that leaves most room")
    func alike() throws {
        let comparison = try #require(compared(quick, quick))
        #expect(comparison.outcome == .alike && comparison.status == .ok)
        #expect(comparison.bound == 0.1)
    }

    @Test("A longer tail is worse, at the bound where it shows most")
    func tail() throws {
        let slow = [0.1: 3000.0, 0.25: 3100, 0.5: 3100, 1: 3600]
        let comparison = try #require(compared(quick, slow))
        #expect(comparison.outcome == .worse && comparison.status == .critical)
        #expect(comparison.bound == 0.5, "\(comparison)")
    }

    @Test("A shorter one is better")
    func better() throws {
        let slow = [0.1: 3000.0, 0.25: 3100, 0.5: 3100, 1: 3600]
        let comparison = try #require(compared(slow, quick))
        #expect(comparison.outcome == .better && comparison.status == .ok)
    }

    @Test("Few requests cannot tell; bounds that only one of them has are left out")
    func few() throws {
        let counts = LatencyCounts(requests: 12, within: [0.1: 10, 0.7: 12], length: .seconds(60))
        let other = LatencyCounts(requests: 12, within: [0.1: 8, 0.9: 12], length: .seconds(60))
        let comparison = try #require(LatencyComparison(a: counts, b: other, level: 0.01, tolerance: 0.05))
        #expect(comparison.outcome == .cannotTell && comparison.status == .unknown && comparison.bound == 0.1)
        let apart = LatencyCounts(requests: 12, within: [0.9: 12], length: .seconds(60))
        #expect(LatencyComparison(a: counts, b: apart, level: 0.01, tolerance: 0.05) == nil)
    }

    private func compared(_ a: [Double: Double], _ b: [Double: Double]) -> LatencyComparison? {
        LatencyComparison(
            a: LatencyCounts(requests: 3600, within: a, length: .seconds(120)),
            b: LatencyCounts(requests: 3600, within: b, length: .seconds(120)),
            level: 0.01,
            tolerance: 0.05
        )
    }
}
