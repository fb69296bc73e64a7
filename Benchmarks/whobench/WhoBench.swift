internal import Diagnosis
internal import Foundation
internal import GoldenSignals
internal import PromModel

/// Judges the ranking of suspects by labelled incidents; `Scripts/bench/who` runs it.
@main
enum WhoBench {
    private static let usage = """
        usage: whobench FOLDER [--misses]

        FOLDER holds truth.jsonl, a line of JSON an incident (table, timestamp, causes), and tables/*.csv (min: the start
        of the minute in Unix seconds; value: failures; cnt: requests; then the labels). The minute of an incident is
        compared with the up to four minutes before it. Printed is how often the first suspect is one of the causes: with
        single labels among the candidates where every cause is one label, then with pairs and triples for all.

        """

    static func main() {
        let arguments = CommandLine.arguments.dropFirst()
        guard let folder = arguments.first, !folder.hasPrefix("-") else { fail(usage) }
        do {
            let incidents = try LabelledIncident.all(in: URL(filePath: folder, directoryHint: .isDirectory))
            let showsMisses = arguments.contains("--misses")
            report("one label, chosen by the tool", incidents.filter(\.hasSingleLabels), depth: 1, showsMisses)
            report("with pairs", incidents, depth: 2, showsMisses)
            report("with pairs and triples", incidents, depth: 3, showsMisses)
        } catch {
            fail("whobench: \(error)\n")
        }
    }

    private static func report(_ name: String, _ incidents: [LabelledIncident], depth: Int, _ showsMisses: Bool) {
        var found = 0
        var named = 0
        for incident in incidents {
            let ranking = SuspectRanking(incident.parts, labels: incident.labels, depth: depth)
            let first = ranking.suspects.first
            let isRight = first?.parts.first.map { incident.causes.contains($0) } ?? false
            if isRight { found += 1 }
            if case .suspect = ranking.attribution { named += isRight ? 1 : 0 }
            if showsMisses, !isRight {
                print("  \(incident.name): \(first?.names.joined(separator: ", ") ?? "-"), not \(incident.causes)")
            }
        }
        let share = incidents.isEmpty ? 0 : Double(found) / Double(incidents.count)
        print("\(name): first in \(found) of \(incidents.count) (\(String(format: "%.2f", share))), named \(named)")
    }

    private static func fail(_ text: String) -> Never {
        FileHandle.standardError.write(Data(text.utf8))
        exit(2)
    }
}
