internal import PromModel
internal import PromQL
import Randomness

/// Blocks of compressed samples: what was put in comes back, and any bytes are decoded or refused.
///
/// An input is samples of 16 bytes behind a byte that is even, or a block's columns behind one that is odd.
struct BlockFuzz: FuzzTarget {
    private static let special: [Double] = [
        0, -0.0, 1, .infinity, -.infinity, StaleMarker.value, StaleMarker.ordinaryNaN, .greatestFiniteMagnitude,
        .leastNonzeroMagnitude, 0x1p53, -0x1p63, 1e-9, 0.1 + 0.2, 1e15, 0x1.fffffffffffffp52,
    ]

    func makeInput(_ random: inout SeededRandom) -> [UInt8] {
        let samples = samples(&random)
        guard random.oneIn(2) else { return [0] + samples }
        guard !random.oneIn(4), let block = block(of: samples) else { return [1] + random.bytes(fewerThan: 300) }
        let mutator = Mutator(seeds: [block.times + block.values], words: [[0], [0xFF]], maximumLength: 3_000)
        // The count and where the values begin may be wrong too.
        let count = random.oneIn(4) ? UInt8(random.below(256)) : UInt8(block.count)
        let split = UInt16(random.oneIn(4) ? random.below(300) : block.times.count)
        return [1, count, UInt8(split >> 8), UInt8(split & 0xFF)] + mutator.mutated(&random)
    }

    func finding(_ input: [UInt8]) -> String? {
        guard let kind = input.first else { return nil }
        return kind % 2 == 0 ? difference(afterCoding: Array(input.dropFirst())) : harm(of: input.dropFirst())
    }

    /// Times and values of some kind each, eight bytes for every one.
    private func samples(_ random: inout SeededRandom) -> [UInt8] {
        let count = 1 + random.below(SealedBlock.capacity)
        let schedule = random.below(6)
        let kind = random.below(9)
        let scale = [1, 10, 1000, 1e6, 0.1][random.below(5)]
        var time = Int64(1_700_000_000_123)
        var value = Double(random.below(1_000_000))
        var bytes: [UInt8] = []
        for _ in 0..<count {
            switch schedule {
            case 0: time += 15_000
            case 1: time += 1_000 + Int64(random.below(7))
            case 2: time += random.oneIn(30) ? 3_600_000 : 15_000
            case 3: break
            case 4: time = Int64(bitPattern: random.next())
            default: time &+= Int64(bitPattern: random.next()) >> Int64(random.below(64))
            }
            switch kind {
            case 0: break
            case 1: value += Double(random.below(300))
            case 2: value = random.oneIn(20) ? 0 : value + 1
            case 3: value = Double(random.below(99_999)) / (1000 * scale)
            case 4: value += Double.random(in: -1...1, using: &random)
            case 5: value += Double(random.below(9_000)) / scale
            case 6: value = Double(bitPattern: random.next())
            case 7: value = random.pick(BlockFuzz.special)
            default: value = random.oneIn(9) ? random.pick(BlockFuzz.special) : value + 0.25
            }
            for bits in [UInt64(bitPattern: time), value.bitPattern] {
                withUnsafeBytes(of: bits.littleEndian) { bytes += $0 }
            }
        }
        return bytes
    }

    /// The samples of an input, as many as it has whole.
    private func decoded(_ samples: [UInt8]) -> (times: [Int64], values: [Double]) {
        let words = (0..<samples.count / 16 * 2).map { index in
            samples[index * 8..<index * 8 + 8].reversed().reduce(0 as UInt64) { $0 << 8 | UInt64($1) }
        }
        let indexes = stride(from: 0, to: words.count, by: 2)
        return (
            indexes.map { Int64(bitPattern: words[$0]) }, indexes.map { Double(bitPattern: words[$0 + 1]) }
        )
    }

    private func block(of samples: [UInt8]) -> SealedBlock? {
        let (times, values) = decoded(samples)
        return SealedBlock(times: times, values: values)
    }

    /// How samples differ that were compressed; nil if they do not.
    private func difference(afterCoding samples: [UInt8]) -> String? {
        let (times, values) = decoded(samples)
        guard let block = SealedBlock(times: times, values: values) else {
            return times.isEmpty || times.count > SealedBlock.capacity ? nil : "not compressed"
        }
        var (readTimes, readValues) = ([Int64](), [Double]())
        do throws(SealedBlock.Malformed) {
            try block.append(to: &readTimes, &readValues)
            if try block.allTimes() != times { return "other times, read alone" }
        } catch {
            return "compressed and refused"
        }
        if readTimes != times { return "other times" }
        return readValues.map(\.bitPattern) == values.map(\.bitPattern) ? nil : "other values"
    }

    /// What is wrong with the decoding of any columns; nil if nothing is.
    private func harm(of input: ArraySlice<UInt8>) -> String? {
        guard input.count >= 3 else { return nil }
        let head = Array(input.prefix(3))
        let columns = Array(input.dropFirst(3))
        let split = min(Int(head[1]) << 8 | Int(head[2]), columns.count)
        let block = SealedBlock(
            count: Int(head[0]),
            times: Array(columns[..<split]),
            values: Array(columns[split...])
        )
        var (times, values) = ([7 as Int64], [8.0])
        do throws(SealedBlock.Malformed) {
            try block.append(to: &times, &values)
            let alone = try block.allTimes()
            if times.count != block.count + 1 || values.count != times.count { return "not as many samples as said" }
            return Array(times.dropFirst()) == alone ? nil : "other times, read alone"
        } catch {
            return times == [7] && values == [8] ? nil : "refused, but something is left"
        }
    }
}
