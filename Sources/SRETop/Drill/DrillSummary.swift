import Dashboard
import Diagnosis
import TerminalUI

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// What many drills come to, for a team's training.
struct DrillSummary {
    let records: [DrillRecord]
    /// The numbers of the lines that are no drills.
    let strangeLines: [Int]

    /// Reads a log of drills.
    init(_ text: String) {
        var (records, strange): ([DrillRecord], [Int]) = ([], [])
        for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
        where !line.allSatisfy(\.isWhitespace) {
            if let record = try? JSONDecoder().decode(DrillRecord.self, from: Data(line.utf8)) {
                records.append(record)
            } else {
                strange.append(index + 1)
            }
        }
        (self.records, strangeLines) = (records, strange)
    }

    /// A line a kind of incident, the whole at the end.
    var lines: [String] {
        let kinds = Dictionary(grouping: records) { $0.kind.isEmpty ? $0.incident : $0.kind }
        let header = row(["incident", "drills", "what", "since", "who", "seen after", "answered after"])
        let rows = kinds.keys.sorted().map { row(cells($0, kinds[$0] ?? [])) }
        return [header] + rows + [row(cells("all", records))]
    }

    private func cells(_ name: String, _ records: [DrillRecord]) -> [String] {
        [
            name, "\(records.count)", share(records.map(\.what)), share(records.compactMap(\.since)),
            share(records.compactMap(\.who)), median(records.compactMap(\.detectionSeconds)),
            median(records.compactMap(\.diagnosisSeconds)),
        ]
    }

    private func row(_ cells: [String]) -> String {
        let widths = [18, 6, 7, 7, 7, 10, 14]
        return zip(cells, widths).map { $0.padded(toColumns: $1) }.joined(separator: " ").trimmed
    }

    /// How many of them, as the counts: few are no percentage.
    private func share(_ answers: [Bool]) -> String {
        answers.isEmpty ? "-" : "\(answers.count { $0 })/\(answers.count)"
    }

    private func median(_ seconds: [Double]) -> String {
        seconds.median.map { TimeText.span(.milliseconds(Int64($0 * 1000))) } ?? "-"
    }
}
