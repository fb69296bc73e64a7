import ServiceKit
import Testing

@Suite("Faults")
struct FaultTests {
    @Test(
        "An exact share stays within one block's quota of its share after any number of calls",
        arguments: [0, 0.01, 0.07, 0.2, 1.0 / 3, 0.5, 0.95, 1]
    )
    func exactShare(share: Double) {
        var subject = ExactShare(share: share, seed: 7)
        var yes = 0
        for call in 1...10_000 {
            if subject.next() { yes += 1 }
            #expect(abs(Double(yes) - share * Double(call)) <= 20 * max(share, 1 - share) + 1)
        }
        #expect(abs(Double(yes) - share * 10_000) <= 1)
    }

    @Test("Of every hundred requests the defect fails exactly twenty")
    func defectIsExact() {
        let board = FaultBoard(seed: 3)
        for _ in 0..<20 { #expect((0..<100).count { _ in board.draw().fails } == 20) }
    }

    @Test("The same seed fails the same requests, another seed others")
    func seeded() {
        let boards = [5, 5, 6].map { FaultBoard(seed: UInt64($0)) }
        let draws = boards.map { board in (0..<200).map { _ in board.draw() } }
        #expect(draws[0] == draws[1])
        #expect(draws[0].map(\.fails) != draws[2].map(\.fails))
    }

    @Test("A share outside 0...1 is moved to its bound, one that is no number is 0", arguments: [-1.0, 2, .nan])
    func shareBounds(share: Double) {
        var subject = ExactShare(share: share, seed: 1)
        let yes = (0..<100).count { _ in subject.next() }
        #expect(yes == (share > 1 ? 100 : 0))
    }

    @Test("Latencies are lognormal: median 20 ms, p95 72 ms, p99 123 ms within 5 %, and never over the maximum")
    func latencies() {
        var model = LatencyModel(seed: 11)
        let draws = (0..<40_000).map { _ in model.next() }.sorted()
        let expected: [(rank: Double, seconds: Double)] = [(0.5, 0.020), (0.95, 0.0721), (0.99, 0.1228)]
        for (rank, seconds) in expected {
            let value = draws[Int(rank * Double(draws.count))] / .seconds(1)
            #expect(abs(value / seconds - 1) < 0.05)
        }
        #expect(draws.allSatisfy { $0 > .zero && $0 <= .seconds(2) })
    }
}
