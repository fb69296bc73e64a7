import Foundation
import PromModel
import PromQL
import Randomness
import Testing

/// Where the conformance data lies, if it does.
private let corpora = ProcessInfo.processInfo.environment["SRETOP_CORPORA"]

/// How many bytes a sample takes.
@Suite struct SealedBlockSizeTests {
    private static let count = 120

    /// A scrape a second, some milliseconds off.
    private static func times(_ random: inout SeededRandom) -> [Int64] {
        (0..<count).map { 1_700_000_000_000 + Int64($0) * 1000 + Int64.random(in: -2...2, using: &random) }
    }

    /// Bytes a sample of blocks with the same times: with a column of times each, and with one for all.
    private static func size(
        of series: [[Double]],
        _ random: inout SeededRandom
    ) throws -> (alone: Double, shared: Double) {
        let times = times(&random)
        let blocks = try series.map { try #require(SealedBlock(times: times, values: $0)) }
        let samples = Double(series.count * count)
        let shared = blocks.reduce(blocks[0].times.count) { $0 + $1.values.count }
        return (Double(blocks.reduce(0) { $0 + $1.byteCount }) / samples, Double(shared) / samples)
    }

    /// What a series of an exporter may look like over two minutes.
    private static func continuation(
        of sample: ExpositionSample,
        countsUp: Bool,
        _ random: inout SeededRandom
    ) -> [Double] {
        var value = sample.value.isFinite ? sample.value : 0
        let isWhole = value == value.rounded()
        // Most counters of a page stand still, a few are busy.
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

    @Test(
        "Pages of exporters take at most 1.6 bytes a sample",
        .enabled(if: corpora != nil, "SRETOP_CORPORA does not name the conformance data"),
        arguments: ["node_exporter.txt", "alltypes.237mfs.prom.txt"]
    )
    func pages(name: String) throws {
        let path = URL(fileURLWithPath: try #require(corpora)).appendingPathComponent("pages/\(name)")
        let page = ExpositionParser.parse([UInt8](try Data(contentsOf: path)), format: .text)
        var random = SeededRandom(seed: 1)
        let series = page.samples.map { sample in
            let type = page.metadata(for: sample.labels.metricName)?.type
            return Self.continuation(of: sample, countsUp: type != .gauge, &random)
        }
        let (alone, shared) = try Self.size(of: series, &random)
        #expect(alone <= 1.6 && shared <= 1.2, "\(alone) with times of their own, \(shared) with shared ones")
    }

    @Test("Counters and gauges of the demo take at most 1.6 bytes a sample, with times of their own")
    func demo() throws {
        var random = SeededRandom(seed: 2)
        // 200 requests a second over some routes and codes, their buckets, and what stands still.
        var series: [[Double]] = []
        for share in [0.7, 0.2, 0.05, 0.04, 0.01, 0, 0, 0] {
            var (value, seconds) = (0.0, 0.0)
            series.append(
                (0..<Self.count).map { _ in
                    value += (0..<200).reduce(0.0) { sum, _ in
                        sum + (Double.random(in: 0..<1, using: &random) < share ? 1 : 0)
                    }
                    return value
                }
            )
            series.append(
                (0..<Self.count).map { _ in
                    seconds += Double(Int.random(in: 0...9, using: &random)) / 1000
                    return seconds
                }
            )
        }
        let (alone, shared) = try Self.size(of: series, &random)
        #expect(alone <= 1.6, "\(alone) with times of their own, \(shared) with shared ones")
    }

    @Test("A random walk takes no more than the bits that are random")
    func walks() throws {
        var random = SeededRandom(seed: 3)
        var (fine, coarse) = (1000.0, 0.0)
        let any = (0..<Self.count).map { _ in
            fine += Double.random(in: -1...1, using: &random)
            return fine
        }
        let whole = (0..<Self.count).map { _ in
            coarse += Double(Int.random(in: -20...20, using: &random))
            return coarse
        }
        let (bytesOfAny, _) = try Self.size(of: [any], &random)
        let (bytesOfWhole, _) = try Self.size(of: [whole], &random)
        #expect(bytesOfAny < 7 && bytesOfWhole < 1.4, "\(bytesOfAny) and \(bytesOfWhole)")
    }
}
