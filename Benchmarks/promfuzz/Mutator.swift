import Randomness

/// Changes texts in ways that keep much of what they consist of.
struct Mutator {
    /// Texts to start from; at least one.
    let seeds: [[UInt8]]
    /// Words and signs that mean something where they stand.
    let words: [[UInt8]]
    /// How long a text becomes at most, but for a few words.
    let maximumLength: Int

    /// One of the seeds with some changes, or with part of another one.
    func mutated(_ random: inout SeededRandom) -> [UInt8] {
        var text = random.pick(seeds)
        if random.oneIn(4) { splice(&text, &random) }
        for _ in 0...random.below(random.oneIn(4) ? 24 : 4) {
            change(&text, &random)
        }
        return Array(text.prefix(maximumLength))
    }

    private func splice(_ text: inout [UInt8], _ random: inout SeededRandom) {
        let other = random.pick(seeds)
        text.removeLast(random.below(text.count + 1))
        text += other.suffix(random.below(other.count + 1))
    }

    private func change(_ text: inout [UInt8], _ random: inout SeededRandom) {
        let place = random.below(text.count + 1)
        let length = min(random.below(random.oneIn(8) ? 200 : 12), text.count - place)
        switch random.below(9) {
        case 0, 1: text.insert(contentsOf: random.pick(words), at: place)
        case 2: text.replaceSubrange(place..<place + length, with: random.pick(words))
        case 3: text.removeSubrange(place..<place + length)
        case 4 where place < text.count: text[place] = UInt8.random(in: .min ... .max, using: &random)
        case 5 where place < text.count: text[place] ^= 1 << UInt8(random.below(8))
        case 6: text.insert(contentsOf: text[place..<place + length], at: random.below(text.count + 1))
        case 7 where random.oneIn(20): repeatPart(place..<place + length, of: &text, &random)
        default: text.insert(contentsOf: random.bytes(fewerThan: 4), at: place)
        }
    }

    /// What takes longer than in proportion to its length shows when there is much of it.
    private func repeatPart(_ part: Range<Int>, of text: inout [UInt8], _ random: inout SeededRandom) {
        guard !part.isEmpty else { return }
        let copies = random.below(maximumLength / part.count + 1)
        text.insert(contentsOf: [[UInt8]](repeating: Array(text[part]), count: copies).joined(), at: part.upperBound)
    }
}

extension Mutator {
    /// Words as bytes.
    static func words(_ text: String) -> [[UInt8]] {
        text.split(whereSeparator: \.isWhitespace).map { Array($0.utf8) }
    }
}
