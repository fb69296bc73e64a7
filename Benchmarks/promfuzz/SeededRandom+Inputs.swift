import Randomness

extension SeededRandom {
    /// The numbers of one input of a run: any input can be made again from the seed and its number.
    init(seed: UInt64, input: UInt64) {
        self.init(seed: seed &* 0xd134_2543_de82_ef95 &+ input &* 0x2545_f491_4f6c_dd1d)
        // The first numbers of neighbours would be alike.
        self.init(seed: next())
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
