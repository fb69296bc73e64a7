import PromModel
import PromQL
import Randomness
import Testing

/// Compressed samples: what comes back, and that nothing else does any harm.
@Suite struct SealedBlockTests {
    /// Kinds of values that a series may have.
    enum Kind: CaseIterable {
        case constant, counter, resets, fractions, walk, sums, measured, patterns, specials, staleCounter

        func values(_ count: Int, _ random: inout SeededRandom) -> [Double] {
            var value = Double(Int.random(in: 0...1_000_000, using: &random))
            let rate = Double.random(in: 0.1...300, using: &random)
            return (0..<count).map { index in
                switch self {
                case .constant: return value
                case .counter: value += Double.random(in: 0...rate, using: &random).rounded()
                case .resets: value = Bool.random(using: &random) ? value + 1 : 0
                case .fractions: return Double(Int.random(in: -99999...99999, using: &random)) / 1000
                case .walk: value += Double.random(in: -1...1, using: &random)
                case .sums: value += Double.random(in: 0...0.3, using: &random)
                case .measured: value += Double(Int.random(in: 0...9_000, using: &random)) / 1000
                case .patterns: return Double(bitPattern: random.next())
                case .specials: return Self.special.randomElement(using: &random) ?? 0
                case .staleCounter:
                    value += 3
                    return index % 50 == 49 ? StaleMarker.value : value
                }
                return value
            }
        }

        private static let special = [
            0, -0.0, .infinity, -.infinity, .nan, StaleMarker.value, StaleMarker.ordinaryNaN,
            Double(bitPattern: 0xfff8_dead_beef_0001), .greatestFiniteMagnitude, .leastNonzeroMagnitude, 0x1p53,
            -0x1p63,
            1e-9, 0.1 + 0.2,
        ]
    }

    /// Kinds of schedules.
    enum Schedule: CaseIterable {
        case even, jitter, drift, gaps, equal, hostile

        func times(_ count: Int, _ random: inout SeededRandom) -> [Int64] {
            let start: Int64 = 1_700_000_000_123
            var time = start
            return (0..<count).map { index in
                switch self {
                case .even: return start + Int64(index) * 1000
                case .jitter: return start + Int64(index) * 1000 + Int64.random(in: -3...3, using: &random)
                case .drift: time += 1000 + Int64.random(in: 0...5, using: &random)
                case .gaps: time += Int.random(in: 0..<30, using: &random) == 0 ? 3_600_000 : 15_000
                case .equal: return start
                case .hostile: return Int64(bitPattern: random.next())
                }
                return time
            }
        }
    }

    private static func expectIdentity(_ times: [Int64], _ values: [Double], _ comment: Comment) throws {
        let block = try #require(SealedBlock(times: times, values: values))
        var (readTimes, readValues) = ([Int64](), [Double]())
        try block.append(to: &readTimes, &readValues)
        #expect(readTimes == times, comment)
        #expect(try block.allTimes() == times, comment)
        #expect(readValues.map(\.bitPattern) == values.map(\.bitPattern), comment)
    }

    @Test("Samples come back to the last bit", arguments: Kind.allCases, Schedule.allCases)
    func identity(kind: Kind, schedule: Schedule) throws {
        for seed in 0..<15 as Range<UInt64> {
            var random = SeededRandom(seed: seed)
            let count = Int.random(in: 1...120, using: &random)
            let times = schedule.times(count, &random)
            try Self.expectIdentity(times, kind.values(count, &random), "\(kind), \(schedule), seed \(seed)")
        }
    }

    @Test(
        "Samples at the ends of what there is come back",
        arguments: [[.min], [.max, .min], [.min, .max, 0], [0, 0, 0], [.max, .max - 1, .max], [1, .min, .max, -1]]
            as [[Int64]]
    )
    func extremes(times: [Int64]) throws {
        try Self.expectIdentity(times, times.map { Double(bitPattern: UInt64(bitPattern: $0)) }, "\(times)")
        try Self.expectIdentity(times, times.map { Double($0) }, "\(times)")
    }

    @Test("A block needs samples, as many times as values, and not too many")
    func refused() {
        #expect(SealedBlock(times: [], values: []) == nil)
        #expect(SealedBlock(times: [1], values: []) == nil)
        #expect(SealedBlock(times: Array(0..<256), values: Array(repeating: 1, count: 256)) == nil)
        #expect(SealedBlock(times: Array(0..<255), values: Array(repeating: 1, count: 255))?.count == 255)
    }

    @Test("Blocks of the same scrapes share their times")
    func sharing() throws {
        let times = (0..<120).map { Int64($0) * 1000 + Int64($0 % 7) }
        let first = try #require(SealedBlock(times: times, values: times.map { Double($0) }))
        let second = try #require(SealedBlock(times: times, values: times.map { _ in 1 }, sharingTimesOf: first))
        let addresses = [first, second].map { $0.times.withUnsafeBufferPointer { $0.baseAddress } }
        #expect(addresses[0] == addresses[1])
        let other = try #require(SealedBlock(times: [5, 6], values: [1, 2], sharingTimesOf: first))
        #expect(other.times != first.times)
    }

    @Test("Any bytes are decoded or refused, and nothing is left of those refused", arguments: 0..<20 as Range<UInt64>)
    func randomBytes(seed: UInt64) {
        var random = SeededRandom(seed: seed)
        for _ in 0..<500 {
            let columns = (0..<2).map { _ in
                (0..<Int.random(in: 0...40, using: &random)).map { _ in UInt8.random(in: 0...255, using: &random) }
            }
            Self.expectHarmless(
                SealedBlock(count: Int.random(in: -1...300, using: &random), times: columns[0], values: columns[1])
            )
        }
    }

    @Test("Blocks with bytes changed or cut are decoded or refused", arguments: Kind.allCases)
    func changedBytes(kind: Kind) throws {
        var random = SeededRandom(seed: 42)
        for _ in 0..<50 {
            let schedule = Schedule.allCases.randomElement(using: &random) ?? .even
            let times = schedule.times(120, &random)
            let block = try #require(SealedBlock(times: times, values: kind.values(120, &random)))
            let columns = [block.times, block.values].map { column in
                var bytes = column
                for _ in 0..<Int.random(in: 0...3, using: &random) {
                    bytes[Int.random(in: 0..<bytes.count, using: &random)] = UInt8.random(in: 0...255, using: &random)
                }
                return Array(bytes.prefix(Int.random(in: 0...bytes.count, using: &random)))
            }
            Self.expectHarmless(SealedBlock(count: 120, times: columns[0], values: columns[1]))
        }
    }

    @Test("A block cut short is refused")
    func cut() throws {
        var random = SeededRandom(seed: 7)
        let block = try #require(
            SealedBlock(times: Schedule.jitter.times(120, &random), values: Kind.walk.values(120, &random))
        )
        for column in [0, 1] {
            let times = column == 0 ? Array(block.times.dropLast()) : block.times
            let values = column == 1 ? Array(block.values.dropLast()) : block.values
            var (readTimes, readValues) = ([Int64](), [Double]())
            #expect(throws: SealedBlock.Malformed.self) {
                try SealedBlock(count: 120, times: times, values: values).append(to: &readTimes, &readValues)
            }
            #expect(readTimes.isEmpty && readValues.isEmpty)
        }
    }

    private static func expectHarmless(_ block: SealedBlock) {
        var times: [Int64] = [7]
        var values: [Double] = [8]
        do {
            try block.append(to: &times, &values)
            #expect(times.count == block.count + 1 && values.count == block.count + 1)
        } catch {
            #expect(times == [7] && values == [8])
        }
    }
}
