internal import PromModel
import Randomness

/// Bodies of scrapes in both formats, as both major versions of Prometheus read them.
struct ExpositionFuzz: FuzzTarget {
    private let mutator: Mutator

    init(_ corpus: FuzzCorpus) throws {
        mutator = Mutator(
            seeds: try corpus.expositions(),
            words: ExpositionFuzz.words,
            maximumLength: 20_000
        )
    }

    private static let words =
        Mutator.words(
            """
            # HELP TYPE UNIT EOF counter gauge histogram summary untyped info stateset gaugehistogram unknown { } = " \\ , \
            \\n \\" \\\\ _total _bucket _sum _count _created _info NaN +Inf -Inf 1e309 0x1p3 1_0 -0 1e-400 le quantile \
            __name__ 9223372036854775807 -1 18446744073709551616 1.5 # {a="b"} {"a.b"} é \u{FEFF} \u{10FFFF} a: 9a
            """
        ) + [[0x20], [0x0A], [0x09], [0x0D, 0x0A], [0x00], [0xFF], [0xC3], [0xED, 0xA0, 0x80], Array("# EOF\n".utf8)]

    func makeInput(_ random: inout SeededRandom) -> [UInt8] {
        random.oneIn(50) ? random.bytes(fewerThan: 200) : mutator.mutated(&random)
    }

    func finding(_ input: [UInt8]) -> String? {
        for format in [ExpositionFormat.text, .openMetrics] {
            for semantics in [ExpositionSemantics.prometheus2, .prometheus3] {
                let exposition = ExpositionParser.parse(input, format: format, semantics: semantics)
                if let reason = contradiction(in: exposition, of: input) { return "\(format): \(reason)" }
                let isSame = readings(of: input, format, semantics).allSatisfy { Self.areSame($0, exposition) }
                if !isSame { return "\(format): read otherwise with what was remembered" }
            }
        }
        return difference(afterWriting: ExpositionParser.parse(input, format: .text, semantics: .prometheus2))
    }

    /// A body read with the memory of its lines in another order, and then with that of itself.
    private func readings(
        of input: [UInt8],
        _ format: ExpositionFormat,
        _ semantics: ExpositionSemantics
    ) -> [Exposition] {
        let middle = input[(input.count / 2)...].firstIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
        var cache = ExpositionCache()
        _ = cache.parse(Array(input[middle...] + input[..<middle]), format: format, semantics: semantics)
        return (0..<2).map { _ in cache.parse(input, format: format, semantics: semantics) }
    }

    private static func areSame(_ one: Exposition, _ other: Exposition) -> Bool {
        let haveSameSamples = one.samples.elementsEqual(other.samples) { one, other in
            one.labels == other.labels && one.value.bitPattern == other.value.bitPattern
                && one.timestamp == other.timestamp
        }
        // NaN differs from itself, its text does not.
        return haveSameSamples && one.scrapedCount == other.scrapedCount && one.problems == other.problems
            && one.metadata == other.metadata && "\(one.exemplars)" == "\(other.exemplars)"
    }

    /// What cannot be true of any body.
    private func contradiction(in exposition: Exposition, of input: [UInt8]) -> String? {
        let lines = input.count { $0 == UInt8(ascii: "\n") } + 1
        if exposition.samples.count > input.count { return "more samples than bytes" }
        if exposition.scrapedCount > input.count { return "more samples counted than bytes" }
        if exposition.problems.count > ExpositionParser.maximumProblems { return "too many problems" }
        if exposition.problems.isEmpty && exposition.scrapedCount != exposition.samples.count {
            return "\(exposition.scrapedCount) samples counted of \(exposition.samples.count)"
        }
        for problem in exposition.problems {
            let isWithin = 1...lines ~= problem.line && 1...(input.count + 1) ~= problem.column
            if !isWithin || problem.description.isEmpty { return "a problem at \(problem.line):\(problem.column)" }
        }
        if exposition.exemplars.contains(where: { !exposition.samples.indices.contains($0.sample) }) {
            return "an exemplar of no sample"
        }
        for sample in exposition.samples where sample.labels.metricName.isEmpty {
            return "a sample without a name: \(sample.labels)"
        }
        return nil
    }

    /// How samples that are written and read again differ; nil if they do not.
    private func difference(afterWriting exposition: Exposition) -> String? {
        var writer = ExpositionWriter()
        for sample in exposition.samples {
            let labels = sample.labels.filter { $0.name != Labels.metricNameLabel }.map { ($0.name, $0.value) }
            let rendered = ExpositionWriter.renderLabels(labels)
            writer.sample(sample.labels.metricName, labels: rendered, value: sample.value)
        }
        let again = ExpositionParser.parse(writer.bytes, format: .text, semantics: .prometheus2)
        if let problem = again.problems.first { return "written and refused: \(problem)" }
        guard again.samples.count == exposition.samples.count else { return "written, and some are lost" }
        for (old, new) in zip(exposition.samples, again.samples) {
            guard old.labels == new.labels, old.value.bitPattern == new.value.bitPattern else {
                return "written as \(old.labels) \(old.value), read as \(new.labels) \(new.value)"
            }
        }
        return nil
    }
}
