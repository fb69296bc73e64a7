internal import Foundation
internal import PromModel
internal import PromQL
import Randomness

/// What a sample takes in sealed blocks, times included.
enum BlockBench {
    private static let count = 120
    private static let seed: UInt64 = 1

    static func run(page: [UInt8]) {
        let exposition = ExpositionParser.parse(page, format: .text)
        var random = SeededRandom(seed: seed)
        let pageSeries = exposition.samples.map { sample in
            let type = exposition.metadata(for: sample.labels.metricName)?.type
            return continuation(of: sample.value, countsUp: type != .gauge, &random)
        }
        report("page", pageSeries, &random)
        report("demo", demo(&random), &random)
    }

    /// Blocks of series that were scraped, as a store seals them: those of a scrape share their times.
    static func run(recorded text: [UInt8]) {
        var (samples, alone, shared, seriesCount) = (0, 0, 0, 0)
        var lastTimes: [[Int64]] = []
        let lines = text.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        for series in lines.split(separator: []) {
            let pairs = series.map {
                $0.split(separator: UInt8(ascii: " ")).map { String(decoding: $0, as: UTF8.self) }
            }
            let times = pairs.compactMap { $0.first.flatMap { Int64($0) } }
            let values = pairs.compactMap { pair in pair.last.flatMap { try? NumberText.parse($0) } }
            guard times.count == pairs.count, values.count == pairs.count else {
                ExpositionBench.fail("lines of a time and a value were expected\n")
            }
            seriesCount += 1
            var ownTimes: [[Int64]] = []
            for start in stride(from: 0, to: times.count, by: count) {
                let range = start..<min(start + count, times.count)
                let blockTimes = Array(times[range])
                guard let block = SealedBlock(times: blockTimes, values: Array(values[range])) else { continue }
                samples += block.count
                alone += block.byteCount
                shared += block.values.count
                // A group of 64 has a column of its own, whatever the one before had.
                if seriesCount % 64 == 1 || !lastTimes.contains(blockTimes) { shared += block.times.count }
                ownTimes.append(blockTimes)
            }
            lastTimes = ownTimes
        }
        let (each, eachShared) = (Double(alone) / Double(samples), Double(shared) / Double(samples))
        print("recorded: series=\(seriesCount) samples=\(samples) alone=\(each) shared=\(eachShared)")
    }

    private static func report(_ name: String, _ series: [[Double]], _ random: inout SeededRandom) {
        // A scrape a second, some milliseconds off.
        let times = (0..<count).map { number in
            1_700_000_000_000 + Int64(number) * 1000 + Int64.random(in: -2...2, using: &random)
        }
        let blocks = series.compactMap { SealedBlock(times: times, values: $0) }
        let samples = Double(series.count * count)
        let alone = blocks.reduce(0) { $0 + $1.byteCount }
        // Series of one scrape that seal together share a column of times; the store has groups of 64.
        let shared = blocks.enumerated().reduce(0) { sum, entry in
            sum + entry.element.values.count + (entry.offset % 64 == 0 ? entry.element.times.count : 0)
        }
        print("\(name): series=\(series.count) alone=\(Double(alone) / samples) shared=\(Double(shared) / samples)")
    }

    /// Two minutes of a series that begins with a value; most counters stand still, a few are busy.
    private static func continuation(of start: Double, countsUp: Bool, _ random: inout SeededRandom) -> [Double] {
        var value = start.isFinite ? start : 0
        let isWhole = value == value.rounded()
        let perSecond = Bool.random(using: &random) ? 0 : pow(10, Double.random(in: -1...2.5, using: &random))
        return (0..<count).map { _ in
            let change = Double.random(in: 0...2, using: &random) * perSecond
            switch (countsUp, isWhole) {
            case (true, true): value += change.rounded()
            case (true, false): value = ((value + change / 100) * 100).rounded() / 100
            case (false, true): value += change == 0 ? 0 : Double(Int.random(in: -3...3, using: &random)) * 4096
            case (false, false): value = ((value + change / 100 - perSecond / 100) * 1000).rounded() / 1000
            }
            return value
        }
    }

    /// The demo's counters at 200 requests a second: by route and code, their buckets, and sums of measured times.
    private static func demo(_ random: inout SeededRandom) -> [[Double]] {
        [0.7, 0.2, 0.05, 0.04, 0.01, 0, 0, 0].flatMap { share in
            var (requests, seconds) = (0.0, 0.0)
            var series: [[Double]] = [[], []]
            for _ in 0..<count {
                requests += (0..<200).reduce(0.0) { sum, _ in
                    sum + (Double.random(in: 0..<1, using: &random) < share ? 1 : 0)
                }
                seconds += Double(Int.random(in: 0...9, using: &random)) / 1000
                series[0].append(requests)
                series[1].append(seconds)
            }
            return series
        }
    }
}
