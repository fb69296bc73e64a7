import Foundation
import Testing

extension EndToEnd {
    @Suite("Every gate in every state of a service", .serialized)
    struct GateMatrixTests {
        /// What a state is told as: by exit statuses, by the document's word, by the line.
        private struct Row {
            let state: String
            let check: Int32
            let once: Int32
            let wait: Int32
            let word: String
            let line: String
        }

        private static let rows = [
            Row(state: "ok", check: 0, once: 0, wait: 0, word: "ok", line: "service ok"),
            Row(state: "warning", check: 1, once: 0, wait: 0, word: "warn", line: "service \u{25B3}p95 "),
            Row(state: "critical", check: 2, once: 0, wait: 1, word: "crit", line: "service \u{25B2}5xx "),
            Row(state: "idle", check: 0, once: 0, wait: 3, word: "idle", line: "service idle"),
            Row(state: "nothing", check: 3, once: 3, wait: 3, word: "nodata", line: "service ?no data"),
            Row(state: "dead", check: 3, once: 3, wait: 3, word: "unknown", line: "service ?127.0.0.1:"),
        ]

        /// Asks all at once, as each waits for polls most of its time; prints `NAME STATUS`, what was said is in files.
        private static let script = #"""
            program=$1 state=$2 url=$3 folder=$4/$2
            mkdir -p "$folder"
            ask() { "$program" "${@:2}" --scrape "$url" >"$folder/$1" 2>/dev/null; echo "$1 $?"; }
            ask check check --perfdata & ask once --once & ask json --once --json & ask csv --once --csv &
            ask diagnose diagnose --json & ask wait wait --until 'errors<1%' --timeout 5s &
            XDG_RUNTIME_DIR=$folder ask line --line &
            wait
            """#

        @Test("check, --once, --json, --csv, diagnose, wait and --line", .timeLimit(.minutes(2)))
        func pages() throws {
            let pages = try CountedPages()
            let folder = FileManager.default.temporaryDirectory.appendingPathComponent("sretop-\(UUID().uuidString)")
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            defer { try? FileManager.default.removeItem(at: folder) }
            for row in Self.rows {
                let result = try Programs.run(
                    "/usr/bin/env",
                    [
                        "bash", "-c", Self.script, "bash", Programs.sretop, row.state, pages.url(row.state),
                        folder.path,
                    ]
                )
                let told = Set(result.output.split(separator: "\n").map(String.init))
                let expected: Set = [
                    "check \(row.check)", "once \(row.once)", "json \(row.once)", "csv \(row.once)",
                    "diagnose \(row.once)", "wait \(row.wait)", "line 0",
                ]
                #expect(told == expected, "\(row.state)")
                func said(_ name: String) throws -> String {
                    try String(contentsOf: folder.appendingPathComponent("\(row.state)/\(name)"), encoding: .utf8)
                }
                let word = ["OK", "WARNING", "CRITICAL", "UNKNOWN"][Int(row.check)]
                #expect(try said("check").hasPrefix("SRETOP \(word) - "))
                let document = try said("json")
                let line = [
                    "XDG_RUNTIME_DIR=\(folder.path)/\(row.state)", Programs.sretop, "--line", "--scrape",
                    pages.url(row.state),
                ]
                // It is kept by a process in the background, and a limit without counts takes two polls to be broken.
                let isTold = try comesTrue(within: 20, askedEvery: 0.2) {
                    let said = try Programs.run("/usr/bin/env", line)
                    return said.status == 0 && said.output.hasPrefix(row.line)
                }
                #expect(isTold, "\(row.state): no '\(row.line)'")
                #expect(document.contains("\"state\" : \"\(row.word)\""), "\(document)")
                for name in ["json", "diagnose"] { try JSONSchema.expect(try said(name), matches: "verdict") }
            }
        }
    }
}
