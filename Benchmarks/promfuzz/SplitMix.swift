/// A small generator of random numbers: any input can be made again from the seed and its number.
struct SplitMix: RandomNumberGenerator {
    private var state: UInt64

    /// The generator of one input of a run.
    init(seed: UInt64, input: UInt64) {
        state = seed &* 0xd134_2543_de82_ef95 &+ input &* 0x2545_f491_4f6c_dd1d
        // The first numbers of neighbours would be alike.
        state = next()
    }

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var value = state
        value = (value ^ (value >> 30)) &* 0xbf58_476d_1ce4_e5b9
        value = (value ^ (value >> 27)) &* 0x94d0_49bb_1331_11eb
        return value ^ (value >> 31)
    }

    /// Whether something that happens once in so many times happens now.
    mutating func oneIn(_ count: Int) -> Bool { below(count) == 0 }

    /// A number from zero up to another, which has to be positive.
    mutating func below(_ limit: Int) -> Int { Int.random(in: 0..<limit, using: &self) }

    /// One of several, of which there has to be at least one.
    mutating func pick<Values: RandomAccessCollection>(_ values: Values) -> Values.Element where Values.Index == Int {
        values[values.startIndex + below(values.count)]
    }

    /// Random bytes, fewer than so many.
    mutating func bytes(fewerThan limit: Int) -> [UInt8] {
        (0..<below(limit)).map { _ in UInt8.random(in: .min ... .max, using: &self) }
    }
}
