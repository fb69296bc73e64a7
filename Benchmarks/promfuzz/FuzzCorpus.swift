internal import Foundation

/// Texts that inputs are made of: the conformance data where it is at hand, and a few of our own.
struct FuzzCorpus {
    private let folder: URL?

    /// Creates a corpus from a folder with pages, verdicts and tests; nil for nothing but our own texts.
    init(folder: String?) {
        self.folder = folder.map { URL(fileURLWithPath: $0) }
    }

    /// Parts of exposition pages, some lines each, and bodies that a Prometheus has judged.
    func expositions() throws -> [[UInt8]] {
        var found = FuzzCorpus.expositions.map { Array($0.utf8) }
        guard let folder else { return found }
        for page in try files(in: folder.appendingPathComponent("pages"), ending: "txt") {
            let lines = [UInt8](try Data(contentsOf: page)).split(separator: UInt8(ascii: "\n"))
            for start in stride(from: 0, to: lines.count, by: 12) {
                found.append(Array(lines[start..<min(start + 12, lines.count)].joined(separator: [UInt8(ascii: "\n")])))
            }
        }
        let verdicts = try String(contentsOf: folder.appendingPathComponent("scrape-verdicts.jsonl"), encoding: .utf8)
        for line in verdicts.split(separator: "\n") {
            guard let verdict = try? JSONDecoder().decode(Verdict.self, from: Data(line.utf8)) else { continue }
            if let text = verdict.body { found.append(Array(text.utf8)) }
            if let coded = verdict.bodyBase64, let data = Data(base64Encoded: coded) { found.append([UInt8](data)) }
        }
        return found
    }

    /// The expressions of files in Prometheus's test notation.
    func expressions() throws -> [[UInt8]] {
        var found = FuzzCorpus.expressions.map { Array($0.utf8) }
        guard let folder else { return found }
        for file in try files(in: folder.appendingPathComponent("promqltest-2.42"), ending: "test") {
            for line in try String(contentsOf: file, encoding: .utf8).split(separator: "\n") {
                // eval instant at 5m sum(x)
                let words = line.split(separator: " ", maxSplits: 4)
                guard words.count == 5, words[0].hasPrefix("eval"), words[1] == "instant" else { continue }
                found.append(Array(words[4].utf8))
            }
        }
        return found
    }

    private func files(in folder: URL, ending: String) throws -> [URL] {
        try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
            .filter { $0.pathExtension == ending }
            .sorted { $0.path < $1.path }
    }
}

/// A body that a Prometheus has judged, as a line of a file of verdicts has it.
private struct Verdict: Decodable {
    var body: String?
    var bodyBase64: String?

    private enum CodingKeys: String, CodingKey {
        case body
        case bodyBase64 = "body_base64"
    }
}

extension FuzzCorpus {
    private static let expositions = [
        """
        # HELP a_total What \\\\ it \\n counts.
        # TYPE a_total counter
        a_total{code="200",x="\\"q\\\\\\n"} 1027 1395066363000
        # TYPE l histogram
        l_bucket{le="0.05"} 24054
        l_bucket{le="+Inf"} 144320
        l_sum 53423
        l_count 144320

        """,
        """
        # TYPE a counter
        # UNIT a_seconds seconds
        # HELP a help
        a_total{x="y"} 17.0 1520879607.789 # {trace_id="abc",s="d"} 0.67 1520879607.789
        a_created 1520872607.123
        {"u.t","l b"="v"} NaN
        # EOF

        """,
    ]

    private static let expressions = [
        "histogram_quantile(0.99, sum by (le) (rate(l_bucket{job=~\"a|b.*\"}[5m] offset 1m)))",
        "sum without (a, b) (x) / on (a) group_left (c) y @ 1700000000.5",
        "label_replace(x, \"a\", \"$1-${n}\", \"b\", \"(?i:a)(?P<n>[^x-z]{2,3}|\\\\d+?)\")",
        "max_over_time(deriv(rate(x[1m])[5m:30s] @ end())[1h:] offset -5m) > bool 0x1F",
        "topk by (a) (3, -x ^ 2 % 3) and ignoring (b) y unless {\"u.t\", \"l b\"!~\"a\"}",
        "count_values(\"v\", x) == 1e-9 or vector(Inf) + time() atan2 NaN",
    ]
}
