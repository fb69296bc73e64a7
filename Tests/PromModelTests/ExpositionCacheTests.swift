import Foundation
import PromModel
import Randomness
import Testing

/// Where the conformance data lies, if it does.
private let corpora = ProcessInfo.processInfo.environment["SRETOP_CORPORA"]

/// A cache that knows other pages reads each page as an empty one does.
@Suite struct ExpositionCacheTests {
    /// All that is read from a page, NaN being equal to itself.
    private static func outcome(_ exposition: Exposition) -> [String] {
        exposition.samples.map { "\($0.labels) \($0.value.bitPattern) \($0.timestamp?.milliseconds ?? -1)" }
            + exposition.exemplars.map { "\($0.sample) \($0.labels) \($0.value) \($0.timestamp?.milliseconds ?? -1)" }
            + exposition.metadata.map { "\($0.key) \($0.value)" }.sorted()
            + exposition.problems.map { "\($0)" } + ["\(exposition.scrapedCount)"]
    }

    private static func compare(
        _ page: [UInt8],
        _ cache: inout ExpositionCache,
        _ format: ExpositionFormat,
        _ semantics: ExpositionSemantics
    ) {
        let warm = outcome(cache.parse(page, format: format, semantics: semantics))
        var empty = ExpositionCache()
        let cold = outcome(empty.parse(page, format: format, semantics: semantics))
        #expect(warm == cold, "\(String(decoding: page, as: UTF8.self).debugDescription)")
    }

    /// Lines of which pages are made, with all that may make one line depend on another.
    private static let lines = [
        "# HELP h A \\n help.\n", "# TYPE h histogram\n", "# TYPE h gauge\n", "# TYPE s summary\n",
        "# TYPE c counter\n", "# UNIT c_seconds seconds\n", "# HELP h Other.\n", "# TYPE h nonsense\n",
        "#TYPE h histogram\n", "# comment\n", "h_bucket{le=\"1\"} 3\n", "h_bucket{le=\"1\",a=\"b\"} 3\n",
        "h_bucket{le=\"+Inf\"} 4 # {t=\"1\"} 0.5\n", "h_bucket{a=\"b\",le=\"1e6\"} 3\n",
        "h_bucket{a=\"\",le=\"0.50\"} 3\n", "s{quantile=\"1\"} NaN\n", "h_sum 0.1\n", "c 1\n", "c  2\n", "c\t3\n",
        "c{} 4\n", "c {a=\"b\"} 5\n", "c{a=\"b\"}6\n", "c1 7\n", "c 8 1234\n", "c -9 \n", "c{a=\"b}\"} 1\n",
        "c{a=\"b} c\"} 2\n", "c{a=\"b\\\"c\\\\\"} 3\n", "c{a=\"b\nc\"} 4\n", "c{a=\"ä\"} 5\n",
        "c{a=\"b\",a=\"c\"} 1\n", "c{a=\"b\",a=\"\"} 1\n", "c{a=\"b\"\u{0}} 1\n", "c{a=\"b\",} 1\n",
        "{\"c\",a=\"b\"} 1\n", "{\"u.t\"} 2\n", " c 3\n", "\n", "c 1e400\n", "c x\n", "c\n", "c{a=\"b\"\n", "c 1\r\n",
        "# HELP c \u{0}x\n", "# \u{0}EOF\n", "#\u{0}\n", "\u{0}", "# EOF\n", "c{a=\"1\",b=\"2\",c=\"3\"} 1\n",
        "c{a=\"4\",b=\"2\",c=\"33\"} 2\n", "c{a=\"5\",b=\"2\u{1}\",c=\"3\"} 3\n", "c{b=\"1\",a=\"2\"} 1\n",
        "c{b=\"3\",a=\"2\"} 1\n", "c{b=\"\",a=\"2\"} 1\n",
    ].map { Array($0.utf8) }

    @Test("Pages of lines in any order are read as if nothing was known", arguments: 0..<60 as Range<UInt64>)
    func pages(seed: UInt64) {
        var random = SeededRandom(seed: seed)
        let semantics: ExpositionSemantics = seed % 3 == 0 ? .prometheus2 : .prometheus3
        let format: ExpositionFormat = seed % 2 == 0 ? .text : .openMetrics
        var cache = ExpositionCache()
        var page: [[UInt8]] = []
        for _ in 0..<60 {
            switch Int.random(in: 0..<6, using: &random) {
            case 0: page = (0..<Int.random(in: 0..<30, using: &random)).map { _ in Self.line(&random) }
            case 1: page.shuffle(using: &random)
            case 2: page.insert(Self.line(&random), at: Int.random(in: 0...page.count, using: &random))
            case 3: page.indices.randomElement(using: &random).map { _ = page.remove(at: $0) }
            case 4: page.indices.randomElement(using: &random).map { page[$0] = Self.changed(page[$0], &random) }
            default: break
            }
            var bytes = page.flatMap { $0 }
            if format == .openMetrics, Bool.random(using: &random) { bytes += "# EOF\n".utf8 }
            Self.compare(bytes, &cache, format, semantics)
        }
    }

    private static func line(_ random: inout SeededRandom) -> [UInt8] {
        lines[Int.random(in: 0..<lines.count, using: &random)]
    }

    /// A line with a byte changed, removed or doubled.
    private static func changed(_ line: [UInt8], _ random: inout SeededRandom) -> [UInt8] {
        guard let index = line.indices.randomElement(using: &random) else { return line }
        var line = line
        switch Int.random(in: 0..<3, using: &random) {
        case 0: line[index] = Array("09 \n\t\0{}\",=\\eé#".utf8).randomElement(using: &random) ?? 0
        case 1: line.remove(at: index)
        default: line.insert(line[index], at: index)
        }
        return line
    }

    @Test(
        "Pages of exporters, their lines in any order, are read as if nothing was known",
        .enabled(if: corpora != nil, "SRETOP_CORPORA does not name the conformance data"),
        arguments: ["alltypes.237mfs.prom.txt", "node_exporter.txt", "promtestdata.txt", "omtestdata.txt"]
    )
    func exporters(name: String) throws {
        let path = URL(fileURLWithPath: try #require(corpora)).appendingPathComponent("pages/\(name)")
        let format: ExpositionFormat = name.hasPrefix("om") ? .openMetrics : .text
        var lines = [UInt8](try Data(contentsOf: path)).split(separator: UInt8(ascii: "\n"))
        var random = SeededRandom(seed: 7)
        var cache = ExpositionCache()
        for round in 0..<6 {
            let page = Array(lines.joined(separator: [UInt8(ascii: "\n")])) + [UInt8(ascii: "\n")]
            Self.compare(page, &cache, format, .prometheus3)
            Self.compare(page.map { $0 == 0x31 ? 0x32 : $0 }, &cache, format, .prometheus3)
            if round > 1 { lines.shuffle(using: &random) }
            if round > 3 { lines.removeLast(lines.count / 3) }
        }
    }

    @Test("Another format, or other semantics, forget what was known")
    func formats() {
        var cache = ExpositionCache()
        let page = Array("# TYPE h histogram\nh_bucket{le=\"1\"} 1\n# EOF\n".utf8)
        for format in [ExpositionFormat.text, .openMetrics] {
            for semantics in [ExpositionSemantics.prometheus2, .prometheus3] {
                Self.compare(page, &cache, format, semantics)
            }
        }
    }

    @Test("What a page was read as stays as it is while the next one is read")
    func kept() {
        var cache = ExpositionCache()
        let first = cache.parse(Array("a 1\nb 2\n".utf8), format: .text)
        let second = cache.parse(Array("b 3\na 4\n".utf8), format: .text)
        #expect(first.samples.map(\.value) == [1, 2] && second.samples.map(\.value) == [3, 4])
        #expect(first.samples.map(\.labels.metricName) == ["a", "b"])
        #expect(second.samples.map(\.labels.metricName) == ["b", "a"])
    }
}
