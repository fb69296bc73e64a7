import PromModel
import Randomness
import Testing

/// Bytes that no exporter would send.
@Suite struct ExpositionRobustnessTests {
    private static let page = Array(
        """
        # HELP a help \\n\n# TYPE a histogram
        a_bucket{le="1.0",x="\\"q\\\\"} 1 1700000000000
        a_bucket{le="+Inf"} 2 # {t="1"} 1 2
        # UNIT a_seconds seconds\n{"u.t", l="v"} NaN\n# EOF\n
        """.utf8
    )

    @Test("Any bytes are read without a trap", arguments: 0..<40 as Range<UInt64>)
    func randomBytes(seed: UInt64) {
        var random = SeededRandom(seed: seed)
        for _ in 0..<200 {
            let count = Int.random(in: 0...80, using: &random)
            let bytes = (0..<count).map { _ in UInt8.random(in: 0...255, using: &random) }
            for format in [ExpositionFormat.text, .openMetrics] {
                #expect(ExpositionParser.parse(bytes, format: format).samples.count <= count)
            }
        }
    }

    @Test("A page with bytes changed, cut or repeated is read without a trap", arguments: 0..<40 as Range<UInt64>)
    func mutatedPage(seed: UInt64) {
        var random = SeededRandom(seed: seed)
        for _ in 0..<200 {
            var bytes = Self.page
            for _ in 0..<Int.random(in: 1...6, using: &random) {
                let index = Int.random(in: 0..<bytes.count, using: &random)
                switch Int.random(in: 0..<3, using: &random) {
                case 0: bytes[index] = Self.page.randomElement(using: &random) ?? 0
                case 1: bytes.remove(at: index)
                default: bytes.insert(contentsOf: Self.page.prefix(index), at: index)
                }
                if bytes.isEmpty { bytes = [0] }
            }
            for format in [ExpositionFormat.text, .openMetrics] {
                for semantics in [ExpositionSemantics.prometheus2, .prometheus3] {
                    let exposition = ExpositionParser.parse(bytes, format: format, semantics: semantics)
                    #expect(exposition.problems.count <= ExpositionParser.maximumProblems)
                    #expect(exposition.problems.allSatisfy { $0.line >= 1 && $0.column >= 1 })
                    #expect(exposition.exemplars.allSatisfy { $0.sample < exposition.samples.count })
                    #expect(!exposition.problems.isEmpty || exposition.scrapedCount == exposition.samples.count)
                }
            }
        }
    }

    @Test("A page of nothing but bad lines keeps a bounded number of problems")
    func manyProblems() {
        let body = Array(String(repeating: "?\n", count: 5000).utf8)
        #expect(ExpositionParser.parse(body, format: .text).problems.count == ExpositionParser.maximumProblems)
    }
}
