import PromModel
import PromQL
import Randomness
import Testing

/// Where a series stands on the page does not matter, nor what the store remembers of the target.
@Suite struct IngestOrderTests {
    private static let target: Labels = ["job": "app", "instance": "one"]

    private static func scrape(_ second: Int, _ lines: [String], _ cache: inout ExpositionCache) -> Scrape {
        let page = Array((lines.joined(separator: "\n") + "\n").utf8)
        return Scrape(
            target: target,
            start: Timestamp(seconds: Double(second)),
            duration: .milliseconds(20),
            outcome: second % 11 == 10 ? .failure(reason: "refused") : .success(cache.parse(page, format: .text))
        )
    }

    private static func content(_ store: SampleStore) -> [String] {
        let (start, end) = (Timestamp(milliseconds: .min), Timestamp(milliseconds: .max))
        let all = store.series(matching: [], from: start, through: end)
        return all.map { series in
            "\(series.labels) "
                + series.samples.map { "\($0.timestamp.milliseconds):\($0.value.bitPattern)" }.joined(separator: ",")
        }
    }

    @Test("The series of a metric stand in the order of their labels, however many are born at once")
    func births() throws {
        var (store, random) = (SampleStore(), SeededRandom(seed: 7))
        var cache = ExpositionCache()
        let (start, end) = (Timestamp(milliseconds: .min), Timestamp(milliseconds: .max))
        let name = LabelMatcher("__name__", equals: "c")
        // All at once, a few between them, many between them, and fewer again.
        let pages: [[Int]] = [
            Array(stride(from: 0, to: 400, by: 4)), [1, 201, 399], Array(0..<400),
            Array(stride(from: 0, to: 400, by: 3)),
        ]
        for (second, numbers) in pages.enumerated() {
            let lines = numbers.map { "c{number=\"\($0)\"} 1" }.shuffled(using: &random)
            store.ingest(Self.scrape(second, lines, &cache))
            let copy = store
            let found = copy.series(matching: [name], from: start, through: end).map(\.labels)
            #expect(found == found.sorted())
            #expect(found.count == Set(pages.prefix(second + 1).flatMap(\.self)).count)
        }
        store.dropSamples(before: Timestamp(seconds: 3))
        let left = store.series(matching: [name], from: start, through: end).map(\.labels)
        #expect(left == left.sorted() && left.count == 400)
        store.dropSamples(before: Timestamp(milliseconds: 3001))
        #expect(store.series(matching: [name], from: start, through: end).isEmpty)
    }

    @Test("Pages in any order fill a store as pages in one order do", arguments: 0..<20 as Range<UInt64>)
    func order(seed: UInt64) {
        var random = SeededRandom(seed: seed)
        var (ordered, shuffled) = (SampleStore(), SampleStore())
        var (cache, otherCache) = (ExpositionCache(), ExpositionCache())
        for second in 0..<80 {
            var lines = ["# TYPE c counter", "process_start_time_seconds \(second / 30)"]
            for number in 0..<40 where Int.random(in: 0..<4, using: &random) > 0 {
                let timestamp = number % 7 == 0 ? " \(second * 1000 - 500)" : ""
                lines.append("c{number=\"\(number)\"} \(second * number)\(timestamp)")
            }
            ordered.ingest(Self.scrape(second, lines, &cache))
            let other = lines.prefix(1) + lines.dropFirst().shuffled(using: &random)
            shuffled.ingest(Self.scrape(second, Array(other), &otherCache))
            // What was forgotten by the store is not known by the target's state either.
            if second % 20 == 19 {
                ordered.dropSamples(before: Timestamp(seconds: Double(second)))
                shuffled.dropSamples(before: Timestamp(seconds: Double(second)))
            }
            #expect(Self.content(ordered) == Self.content(shuffled))
        }
        #expect(ordered.syntheticSampleCount == shuffled.syntheticSampleCount)
        #expect(ordered.sampleCount == shuffled.sampleCount && ordered.seriesCount == shuffled.seriesCount)
    }

    @Test("Series that come and go are forgotten; while others of their metric end, none is taken for a birth")
    func comeAndGo() {
        var store = SampleStore()
        var cache = ExpositionCache()
        for second in 0..<300 {
            let lines = ["# TYPE c counter", "process_start_time_seconds 1", "c{number=\"\(second % 150)\"} 7"]
            store.ingest(Self.scrape(second, lines, &cache))
            store.dropSamples(before: Timestamp(seconds: Double(second - 5)))
        }
        // The last one was there 150 s ago, and its samples are long gone.
        let last = Self.content(store).filter { $0.contains("number=\"149\"") }
        let seven = 7.0.bitPattern
        #expect(last.count == 1 && last[0].hasSuffix(" 299000:\(seven)"), "\(last)")
        #expect(!last[0].contains("298000"), "\(last)")
        #expect(Self.content(store).count < 12)
    }

    @Test("Two exposed series that are stored as one count once, the first of them")
    func storedAsOne() throws {
        var store = SampleStore()
        var cache = ExpositionCache()
        let lines = ["a{job=\"x\"} 1", "a{exported_job=\"x\"} 2"]
        for second in 0..<4 {
            store.ingest(Self.scrape(second, second < 2 ? lines : lines.reversed(), &cache))
        }
        let series = Self.content(store).filter { $0.hasPrefix("a{") }
        #expect(series.count == 1)
        #expect(try Fixture.value("a", at: 1, in: store) == 1)
        #expect(try Fixture.value("a", at: 3, in: store) == 2)
    }
}
