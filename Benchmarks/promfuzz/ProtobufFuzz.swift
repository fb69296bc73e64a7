internal import PromModel
import Randomness

/// Pages of protocol buffers, and what native histograms of any kind do to each other.
struct ProtobufFuzz: FuzzTarget {
    private static let words: [[UInt8]] = [
        [0], [1], [0x7F], [0xFF], [0x80, 0x80], Array(repeating: 0xFF, count: 9) + [1], [0x0A, 0], [0x12, 0],
        [0x18, 4],
        [0x22, 2, 0x3A, 0], [0x28, 1], [0x28, 5], [0x28, 0x13], [0x3A, 0], [0x38, 3], [0x62, 2, 0x10, 1],
        [0x62, 4, 8, 2, 0x10, 2], [0x6A, 1, 2], [0x6A, 2, 1, 4], [0x4A, 2, 0x10, 1], [0x52, 1, 2], [0x1A, 0],
        [0x11, 0, 0, 0, 0, 0, 0, 0xF0, 0x3F], [0x11, 0, 0, 0, 0, 0, 0, 0xF8, 0x7F],
        [0x31, 0, 0, 0, 0, 0, 0, 0xE0, 0x3F],
    ]

    private let mutator = Mutator(seeds: seeds, words: words, maximumLength: 5_000)

    /// A native histogram, one with chosen buckets, and a counter with an exemplar, each a page.
    private static var seeds: [[UInt8]] {
        let one: [UInt8] = [0, 0, 0, 0, 0, 0, 0xF0, 0x3F]
        let native: [UInt8] =
            [8, 9, 0x11] + one + [0x28, 2, 0x31] + one + [0x38, 2]
            + [0x4A, 2, 0x10, 1, 0x52, 1, 2, 0x62, 4, 8, 1, 0x10, 2, 0x62, 4, 8, 4, 0x10, 1, 0x6A, 3, 4, 1, 2]
        let chosen: [UInt8] = [8, 3, 0x11] + one + [0x1A, 11, 8, 2, 0x11] + one
        let label: [UInt8] = [0x0A, 6, 0x0A, 1, 0x61, 0x12, 1, 0x62]
        let counter: [UInt8] = [9] + one + [0x12, 17] + label + [0x11] + one + [0x1A, 2, 8, 5]
        return [
            family([0x3A, UInt8(native.count)] + native, type: 4, label: label),
            family([0x3A, UInt8(chosen.count)] + chosen, type: 4, label: label),
            family([0x1A, UInt8(counter.count)] + counter, type: 0, label: label),
        ]
    }

    private static func family(_ value: [UInt8], type: UInt8, label: [UInt8]) -> [UInt8] {
        let metric = label + value
        let body = [0x0A, 1, 0x78, 0x12, 1, 0x79, 0x18, type, 0x22, UInt8(metric.count)] + metric
        return [UInt8(body.count)] + body
    }

    func makeInput(_ random: inout SeededRandom) -> [UInt8] {
        var page: [UInt8] = []
        for _ in 0...random.below(3) {
            let family = mutator.mutated(&random)
            // Mostly the length fits again.
            let isMended = family.count > 1 && family.count < 128 && !random.oneIn(4)
            page += isMended ? [UInt8(family.count - 1)] + family.dropFirst() : family
        }
        return page
    }

    func finding(_ input: [UInt8]) -> String? {
        let page = ExpositionParser.parse(input, format: .protobuf)
        if page.sampleCount > input.count * 3 { return "more samples than bytes have room for" }
        if page.problems.count > 1 { return "too many problems" }
        if page.problems.contains(where: { $0.line < 1 || $0.column < 1 || $0.column > input.count + 1 }) {
            return "a problem at \(page.problems)"
        }
        if page.exemplars.contains(where: { !page.samples.indices.contains($0.sample) }) {
            return "an exemplar of no sample"
        }
        let names = page.samples.map(\.labels.metricName) + page.histograms.map(\.labels.metricName)
        if names.contains(where: \.isEmpty) { return "a sample without a name" }
        return page.histograms.lazy.compactMap { Self.contradiction($0.histogram, page.histograms) }.first
    }

    /// What cannot be true of a histogram and what comes of it.
    private static func contradiction(_ one: FloatHistogram, _ all: [ExpositionHistogram]) -> String? {
        if zip(one.positive.indexes, one.positive.indexes.dropFirst()).contains(where: { $0 >= $1 }) {
            return "buckets that do not rise: \(one)"
        }
        for other in all.prefix(4).map(\.histogram) {
            var sum = one
            do throws(FloatHistogram.Incompatible) {
                try sum.add(other)
                let isWhole = sum.count == one.count + other.count || sum.count.isNaN
                if !isWhole { return "a count of \(sum.count)" }
                try sum.subtract(other)
            } catch {
                if one.hasCustomBounds == other.hasCustomBounds { return "not to be added: \(one) and \(other)" }
            }
            _ = one.isReset(after: other)
            _ = CompensatedHistogram(one).result.description
            for limit in [0, 0.5, 1, .infinity] as [Double] {
                _ = one.trimmed(at: limit, keepsLower: true).notation
                _ = one.trimmed(at: limit, keepsLower: false).notation
            }
        }
        return nil
    }
}
