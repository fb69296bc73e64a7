import Dashboard

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
        let widths = [18, 7, 8, 8, 8, 11, 14]
        let padded = zip(cells, widths).map { cell, width in
            cell + String(repeating: " ", count: max(1, width - cell.count))
        }
        return String(padded.joined().reversed().drop { $0 == " " }.reversed())
    }

    /// How many of them, as the counts: few are no percentage.
    private func share(_ answers: [Bool]) -> String {
        answers.isEmpty ? "-" : "\(answers.count { $0 })/\(answers.count)"
    }

    private func median(_ seconds: [Double]) -> String {
        guard !seconds.isEmpty else { return "-" }
        let sorted = seconds.sorted()
        let middle = (sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2]) / 2
        return TimeText.span(.milliseconds(Int64(middle * 1000)))
    }
}
