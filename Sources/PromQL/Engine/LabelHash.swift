internal import PromModel

/// The hash of labels by which `limit_ratio` chooses, the same in every process and on every machine.
///
/// It is xxHash64 over the labels as Prometheus lays them out in memory: each name and value behind its length.
package enum LabelHash {
    private static let primes: [UInt64] = [
        0x9e37_79b1_85eb_ca87, 0xc2b2_ae3d_27d4_eb4f, 0x1656_67b1_9e37_79f9, 0x85eb_ca77_c2b2_ae63,
        0x27d4_eb2f_1656_67c5,
    ]

    /// The hash of a series' labels.
    static func hash(of labels: Labels) -> UInt64 {
        var bytes: [UInt8] = []
        for (name, value) in labels {
            append(name, to: &bytes)
            append(value, to: &bytes)
        }
        return hash(of: bytes)
    }

    /// Texts of 255 bytes and more have their length in three bytes behind a 255.
    private static func append(_ text: String, to bytes: inout [UInt8]) {
        let count = text.utf8.count
        if count < 255 {
            bytes.append(UInt8(truncatingIfNeeded: count))
        } else {
            bytes.append(255)
            for shift in [0, 8, 16] {
                bytes.append(UInt8(truncatingIfNeeded: count >> shift))
            }
        }
        bytes += Array(text.utf8)
    }

    /// XxHash64 with seed zero.
    package static func hash(of bytes: [UInt8]) -> UInt64 {
        var index = 0
        var hash: UInt64
        if bytes.count >= 32 {
            var lanes = [primes[0] &+ primes[1], primes[1], 0, 0 &- primes[0]]
            while index + 32 <= bytes.count {
                for lane in lanes.indices {
                    lanes[lane] = round(lanes[lane], word(bytes, at: index + 8 * lane, count: 8))
                }
                index += 32
            }
            hash = 0
            for (lane, turn) in zip(lanes, [1, 7, 12, 18] as [UInt64]) {
                hash &+= rotate(lane, by: turn)
            }
            for lane in lanes {
                hash = (hash ^ round(0, lane)) &* primes[0] &+ primes[3]
            }
        } else {
            hash = primes[4]
        }
        hash &+= UInt64(bytes.count)
        while index + 8 <= bytes.count {
            hash ^= round(0, word(bytes, at: index, count: 8))
            hash = rotate(hash, by: 27) &* primes[0] &+ primes[3]
            index += 8
        }
        if index + 4 <= bytes.count {
            hash ^= word(bytes, at: index, count: 4) &* primes[0]
            hash = rotate(hash, by: 23) &* primes[1] &+ primes[2]
            index += 4
        }
        for byte in bytes[index...] {
            hash ^= UInt64(byte) &* primes[4]
            hash = rotate(hash, by: 11) &* primes[0]
        }
        hash = (hash ^ (hash >> 33)) &* primes[1]
        hash = (hash ^ (hash >> 29)) &* primes[2]
        return hash ^ (hash >> 32)
    }

    private static func round(_ lane: UInt64, _ word: UInt64) -> UInt64 {
        rotate(lane &+ word &* primes[1], by: 31) &* primes[0]
    }

    private static func rotate(_ value: UInt64, by count: UInt64) -> UInt64 {
        (value << count) | (value >> (64 - count))
    }

    private static func word(_ bytes: [UInt8], at index: Int, count: Int) -> UInt64 {
        bytes[index..<(index + count)].reversed().reduce(0) { $0 << 8 | UInt64($1) }
    }
}
