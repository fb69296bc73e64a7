import Dashboard
import Diagnosis
import GoldenSignals
import PromModel
import Testing

@Suite("What is kept of the past")
struct MomentLogTests {
    private static func moment(_ second: Int, rows: Int = 0) -> Moment {
        var snapshot = Scene.snapshot(second)
        var breakdown = Breakdown(dimension: .route)
        breakdown.rows = (0..<rows).map { Breakdown.Row(name: "GET /\($0)") }
        snapshot.breakdown = breakdown
        var moment = Moment(at: Scene.moment(second), verdict: .noData)
        moment.detail = Moment.Detail(snapshot: snapshot, explanation: nil, targets: [], services: [], list: nil)
        return moment
    }

    @Test("It stays within its budget: the oldest lose their details, all keep their verdict")
    func budget() {
        var log = MomentLog()
        let budget = 600_000
        for second in 0..<1000 {
            log.note(Self.moment(second, rows: 20), budget: budget)
            #expect(log.bytes <= budget)
        }
        // What a verdict takes alone is little, and is not given up.
        #expect(log.moments.count == 1000)
        #expect(log.moments.last?.detail != nil && log.moments.first?.detail == nil)
        let firstWhole = log.moments.firstIndex { $0.detail != nil } ?? 0
        #expect(log.moments[firstWhole...].allSatisfy { $0.detail != nil })
    }

    @Test("Moments stand in order, are told anew in their place, and are found", arguments: [1, 7, 42] as [UInt64])
    func order(seed: UInt64) {
        var log = MomentLog()
        let seconds = (0..<60).map { ($0 * 37 + Int(seed)) % 60 }
        for second in seconds + seconds { log.note(Moment(at: Scene.moment(second), verdict: .noData), budget: .max) }
        #expect(log.moments.map(\.at) == (0..<60).map(Scene.moment))
        #expect(log[Scene.moment(17)]?.at == Scene.moment(17))
        #expect(log[Scene.moment(17) + .milliseconds(1)] == nil)
        #expect(log.last(through: Scene.moment(17) + .milliseconds(999))?.at == Scene.moment(17))
        #expect(log.last(through: Scene.moment(-1)) == nil)
    }

    @Test("Without a detail the one that is known stays; what is forgotten is gone from the count of bytes")
    func detail() {
        var log = MomentLog()
        for second in 0..<100 { log.note(Self.moment(second), budget: .max) }
        log.note(Moment(at: Scene.moment(50), verdict: .waiting), budget: .max)
        #expect(log[Scene.moment(50)]?.detail != nil && log[Scene.moment(50)]?.verdict == .waiting)
        log.forget(before: Scene.moment(90))
        #expect(log.moments.count == 10)
        #expect(log.bytes == log.moments.reduce(0) { $0 + $1.approximateBytes })
    }
}
