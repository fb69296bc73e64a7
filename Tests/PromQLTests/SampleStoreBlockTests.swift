import PromModel
import PromQL
import Randomness
import Testing

/// A store whose blocks are compressed, against one that is only a list.
@Suite struct SampleStoreBlockTests {
    /// Labels of one of a few series.
    private static func labels(_ index: Int) -> Labels { ["__name__": "m", "n": String(index)] }

    private static func expectSame(_ store: SampleStore, _ model: [[Sample]], _ window: ClosedRange<Int64>) {
        let (start, end) = (Timestamp(milliseconds: window.lowerBound), Timestamp(milliseconds: window.upperBound))
        let name = LabelMatcher("__name__", equals: "m")
        let found = store.series(matching: [name], from: start, through: end)
        let expected = model.map { $0.filter { window.contains($0.timestamp.milliseconds) } }
        #expect(found.count == expected.filter { !$0.isEmpty }.count)
        for (index, samples) in expected.enumerated() where !samples.isEmpty {
            let read = found.first { $0.labels == labels(index) }?.samples ?? []
            #expect(read.map(\.timestamp) == samples.map(\.timestamp))
            #expect(read.map(\.value.bitPattern) == samples.map(\.value.bitPattern))
        }
        #expect(store.sampleCount == model.reduce(0) { $0 + $1.count })
    }

    @Test("Whatever is appended and dropped, every window shows what is left", arguments: 0..<12 as Range<UInt64>)
    func againstList(seed: UInt64) {
        var random = SeededRandom(seed: seed)
        var store = SampleStore()
        var model: [[Sample]] = Array(repeating: [], count: 3)
        var now: Int64 = 1_700_000_000_000
        for round in 0..<8 {
            for _ in 0..<Int.random(in: 1...150, using: &random) {
                now += Int64.random(in: 990...1010, using: &random)
                for index in model.indices where Int.random(in: 0..<9, using: &random) > index {
                    let value = index == 1 ? Double.random(in: 0...1, using: &random) : Double(round * index)
                    let sample = Sample(timestamp: Timestamp(milliseconds: now), value: value)
                    store.append(Self.labels(index), sample)
                    model[index].append(sample)
                }
            }
            let snapshot = (store, model)
            let first = model.compactMap(\.first?.timestamp.milliseconds).min() ?? now
            for _ in 0..<6 {
                let bounds = (0..<2).map { _ in Int64.random(in: (first - 5000)...(now + 5000), using: &random) }
                    .sorted()
                Self.expectSame(store, model, bounds[0]...bounds[1])
            }
            let oldest = Timestamp(milliseconds: Int64.random(in: first...(first + (now - first) / 2), using: &random))
            store.dropSamples(before: oldest)
            model = model.map { $0.filter { $0.timestamp >= oldest } }
            Self.expectSame(store, model, Int64.min...Int64.max)
            // A copy taken before is what it was.
            Self.expectSame(snapshot.0, snapshot.1, Int64.min...Int64.max)
        }
    }

    @Test("A series without any new sample loses its blocks one by one and then itself")
    func emptied() {
        var store = SampleStore()
        for second in 0..<500 {
            store.append(Self.labels(0), Sample(timestamp: Timestamp(milliseconds: Int64(second) * 1000), value: 1))
        }
        for (moment, left) in [(60, 440), (120, 380), (361, 139), (499, 1), (500, 0)] {
            store.dropSamples(before: Timestamp(milliseconds: Int64(moment) * 1000))
            #expect(store.sampleCount == left)
        }
        #expect(store.seriesCount == 0 && store.newestTimestamp == nil)
    }
}
