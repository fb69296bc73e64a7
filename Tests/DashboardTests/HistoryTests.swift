import Dashboard
import GoldenSignals
import PromModel
import TerminalUI
import Testing

@Suite("History and columns")
struct HistoryTests {
    private func history(_ seconds: [Int], rate: (Int) -> Double) -> SignalHistory {
        var history = SignalHistory()
        for second in seconds {
            history.append(SignalPoint(Scene.snapshot(second, rate: rate(second))), span: .seconds(300))
        }
        return history
    }

    private func numbers(_ history: SignalHistory) -> PointColumns { PointColumns(history.points[...]) }

    @Test("Columns stand on wall-clock multiples of their width, and only the newest changes")
    func aligned() {
        let end = Scene.moment(47)
        let first = numbers(history(Array(0...47)) { Double($0 + 1) }).columns(
            ChartNumber(.requestRate),
            count: 6,
            width: .seconds(10),
            end: end
        )
        #expect(first == [.missing, .value(10), .value(20), .value(30), .value(40), .value(48)])
        let next = numbers(history(Array(0...48)) { Double($0 + 1) })
            .columns(ChartNumber(.requestRate), count: 6, width: .seconds(10), end: Scene.moment(48))
        #expect(next.dropLast() == first.dropLast())
        #expect(next.last == .value(49))
    }

    @Test("A column keeps the worst of its points: the highest, for success the lowest")
    func worst() {
        var history = SignalHistory()
        for (second, errors) in [(0, 0.0), (1, 0.5), (2, 0.1)] {
            history.append(SignalPoint(Scene.snapshot(second, errors: errors)), span: .seconds(300))
        }
        let errors = numbers(history).columns(
            ChartNumber(.errorShare),
            count: 1,
            width: .seconds(10),
            end: Scene.moment(2)
        )
        let success = numbers(history).columns(
            ChartNumber(.successShare),
            count: 1,
            width: .seconds(10),
            end: Scene.moment(2)
        )
        guard case .value(let highest) = errors[0], case .value(let lowest) = success[0] else {
            Issue.record("\(errors) \(success)")
            return
        }
        #expect(highest > 0.48 && highest < 0.52)
        #expect(abs(highest + lowest - 1) < 1e-12)
    }

    @Test("A gap is missing, no traffic is idle, and neither is zero")
    func gaps() {
        let history = history([0, 1, 2, 30, 31, 40]) { $0 == 40 ? 0 : 100 }
        let columns = numbers(history).columns(
            ChartNumber(.errorShare),
            count: 5,
            width: .seconds(10),
            end: Scene.moment(40)
        )
        #expect(columns == [.value(0), .missing, .missing, .value(0), .idle])
    }

    @Test("Points twice as old as the span are forgotten, and a repeated instant is replaced")
    func bounded() {
        let long = history(Array(0...1000)) { _ in 1 }
        #expect(long.points.count == 601)
        let repeated = history([1, 2, 2, 2]) { _ in 1 }
        #expect(repeated.points.map(\.at) == [Scene.moment(1), Scene.moment(2)])
    }

    @Test(
        "What rate is usual is the median of all windows: without those of few requests it would be more",
        arguments: [
            // Requests of each window of 15 s in turn.
            ([14, 21, 16], nil), ([18, 19, 21, 26, 24], 21), ([30, 31, 32], 31), ([0, 19, 21], nil),
        ] as [([Double], Double?)]
    )
    func usualRate(requests: [Double], median: Double?) {
        var history = SignalHistory()
        for index in 0..<60 {
            var point = SignalPoint(at: Scene.moment(index))
            point[.requestRate] = requests[index % requests.count] / 15
            point.requestCount = requests[index % requests.count]
            history.append(point, span: .seconds(300))
        }
        let before = Baseline.all(in: history, before: Scene.moment(60), window: .seconds(15))[.requestRate]
        #expect(before == (median.map { Baseline.value($0 / 15) } ?? Baseline.none))
    }

    @Test("Before is the median before the onset; mostly idle is idle; nothing is nothing")
    func baseline() {
        let steady = history(Array(0...100)) { $0 < 80 ? 100 : 50 }
        let before = Baseline.all(in: steady, before: Scene.moment(80), window: .seconds(15))
        #expect(before[.requestRate] == .value(100))
        let idle = history(Array(0...100)) { $0 < 80 ? 0 : 50 }
        #expect(Baseline.all(in: idle, before: Scene.moment(81), window: .seconds(15))[.requestRate] == .idle)
        let short = history([0, 1, 2]) { _ in 1 }
        #expect(Baseline.all(in: short, before: nil, window: .seconds(15)).isEmpty)
    }
}
