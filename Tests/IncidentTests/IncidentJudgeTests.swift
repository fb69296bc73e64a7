import Foundation
import IncidentJudge
import Incidents
import Testing

@Suite("Incidents, played and judged")
struct IncidentJudgeTests {
    private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "Incidents")

    private static func incident(_ name: String) throws -> Incident {
        let file = folder.appending(path: "\(name).yaml")
        return try Incident(yaml: String(contentsOf: file, encoding: .utf8), name: name)
    }

    @Test("Each file can be read")
    func files() throws {
        let files = try FileManager.default.contentsOfDirectory(atPath: Self.folder.path)
            .filter { $0.hasSuffix(".yaml") }
        #expect(files.count >= 40)
        for file in files { _ = try Self.incident(String(file.dropLast(5))) }
    }

    @Test(
        "A few of them, by both sources; Scripts/bench/incidents plays all",
        arguments: ["post-fails", "route-slow", "traffic-of-a-part-stops", "fds-run-out", "first-failures-ever"],
        Incident.Source.allCases
    )
    func right(name: String, source: Incident.Source) async throws {
        let faults = try await IncidentRun(Self.incident(name), by: source, .close).faults()
        #expect(faults.isEmpty, "\(faults)")
    }

    @Test("What is told wrong is found")
    func wrong() async throws {
        var incident = try Self.incident("post-fails")
        incident.expect[0].suspects = [["route": ["/items"]]]
        incident.expect[0].verdict = ["ok"]
        incident.expect[0].onset = 60
        incident.expect[0].at = 120
        let kinds = Set(try await IncidentRun(incident, by: .pages, .close).faults().map(\.kind))
        #expect(kinds == [.verdict, .onset, .culprit, .row])
        incident.expect[0].onset = 120
        #expect(try await IncidentRun(incident, by: .pages, .close).faults().contains { $0.kind == .calm })
    }
}
