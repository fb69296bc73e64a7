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
            let compare: Int32
            let word: String
            let line: String
        }

        private static let rows = [
            Row(state: "ok", check: 0, once: 0, wait: 0, compare: 0, word: "ok", line: "service ok"),
            Row(state: "warning", check: 1, once: 0, wait: 0, compare: 1, word: "warn", line: "service \u{25B3}p95 "),
            Row(state: "critical", check: 2, once: 0, wait: 1, compare: 2, word: "crit", line: "service \u{25B2}5xx "),
            Row(state: "idle", check: 0, once: 0, wait: 3, compare: 3, word: "idle", line: "service idle"),
            Row(state: "nothing", check: 3, once: 3, wait: 3, compare: 3, word: "nodata", line: "service ?no data"),
            Row(state: "dead", check: 3, once: 3, wait: 3, compare: 3, word: "unknown", line: "service ?127.0.0.1:"),
        ]

        /// Asks all at once, as each waits for polls most of its time; prints `STATE NAME STATUS`, what was said is in
        /// files.
        private static let script = #"""
            program=$1 folder=$2
            shift 2
            ask() { "$program" "${@:3}" --scrape "$url" >"$folder/$1/$2" 2>/dev/null; echo "$1 $2 $?"; }
            while [ $# -gt 0 ]; do
                state=$1 url=$2
                shift 2
                mkdir -p "$folder/$state"
                ask "$state" check check --perfdata & ask "$state" once --once & ask "$state" json --once --json &
                ask "$state" csv --once --csv & ask "$state" diagnose diagnose --json &
                ask "$state" wait wait --until 'errors<1%' --timeout 5s &
                ask "$state" compare compare --a version=1.4 --b version=1.5 --over 10s --no-latency --json &
                XDG_RUNTIME_DIR=$folder/$state ask "$state" line --line &
            done
            wait
            """#

        @Test("check, --once, --json, --csv, diagnose, wait, compare and --line", .timeLimit(.minutes(2)))
        func pages() throws {
            let pages = try CountedPages()
            let folder = FileManager.default.temporaryDirectory.appendingPathComponent("sretop-\(UUID().uuidString)")
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            defer { try? FileManager.default.removeItem(at: folder) }
            // Half of them at once: on a small machine more of them would wait for each other.
            for half in [Self.rows.prefix(3), Self.rows.dropFirst(3)] {
                let urls = half.map { ($0.state, pages.url($0.state)) }
                let asked = ["bash", "-c", Self.script, "bash", Programs.sretop, folder.path]
                let result = try Programs.run("/usr/bin/env", asked + urls.flatMap { [$0.0, $0.1] })
                let told = Set(result.output.split(separator: "\n").map(String.init))
                for (row, url) in zip(half, urls.map(\.1)) {
                    try expect(row, of: told, folder.appendingPathComponent(row.state), url)
                }
            }
        }

        private func expect(_ row: Row, of told: Set<String>, _ folder: URL, _ url: String) throws {
            let statuses = [
                "check \(row.check)", "once \(row.once)", "json \(row.once)", "csv \(row.once)",
                "diagnose \(row.once)", "wait \(row.wait)", "compare \(row.compare)", "line 0",
            ]
            #expect(told.filter { $0.hasPrefix("\(row.state) ") } == Set(statuses.map { "\(row.state) \($0)" }))
            func said(_ name: String) throws -> String {
                try String(contentsOf: folder.appendingPathComponent(name), encoding: .utf8)
            }
            let word = ["OK", "WARNING", "CRITICAL", "UNKNOWN"][Int(row.check)]
            #expect(try said("check").hasPrefix("SRETOP \(word) - "))
            let document = try said("json")
            #expect(document.contains("\"state\" : \"\(row.word)\""), "\(document)")
            for name in ["json", "diagnose"] { try JSONSchema.expect(try said(name), matches: "verdict") }
            // Where there is no service there are no sides.
            let comparison = try said("compare")
            #expect(comparison.isEmpty == (row.once == 3), "\(row.state): \(comparison)")
            if !comparison.isEmpty { try JSONSchema.expect(comparison, matches: "compare") }
            let line = ["XDG_RUNTIME_DIR=\(folder.path)", Programs.sretop, "--line", "--scrape", url]
            // It is kept by a process in the background, and a limit without counts takes two polls to be broken.
            let isTold = try comesTrue(within: 20, askedEvery: 0.2) {
                let said = try Programs.run("/usr/bin/env", line)
                return said.status == 0 && said.output.hasPrefix(row.line)
            }
            #expect(isTold, "\(row.state): no '\(row.line)'")
        }
    }
}
