import Conformance
import Foundation
import PromQL
import Testing

/// The engine against files in Prometheus's test notation: our own, and Prometheus's where they are at hand.
@Suite struct ScriptTests {
    private static let corpora = ProcessInfo.processInfo.environment["SRETOP_CORPORA"]

    private func run(
        _ file: URL,
        _ semantics: PromQLEngine.WindowSemantics,
        hasNewestCorrections: Bool = true
    ) throws -> Report {
        var run = TestRun(semantics: semantics, hasNewestCorrections: hasNewestCorrections)
        run.run(TestScript(try String(contentsOf: file, encoding: .utf8)))
        return run.report
    }

    @Test(
        "Our own cases pass, each in its version",
        arguments: [
            ("semantics2", .closed), ("semantics3", .leftOpen), ("functions3", .leftOpen), ("notation", .leftOpen),
            ("histograms3", .leftOpen), ("language3", .leftOpen),
            ("differential", .closed), ("differential", .leftOpen),
        ] as [(String, PromQLEngine.WindowSemantics)]
    )
    func ourCases(name: String, semantics: PromQLEngine.WindowSemantics) throws {
        let here = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        let report = try run(here.appendingPathComponent("Scripts/\(name).test"), semantics)
        #expect(report.remarks.map(\.text) == [])
        #expect(report.passed > 10)
    }

    @Test("Custom bounds that differ are put together by newer servers only", arguments: [false, true])
    func customBounds(isNewest: Bool) throws {
        let scripts = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Scripts")
        let (older, newer) = ("bounds35.test", "bounds3.test")
        func run(_ name: String) throws -> Report {
            try self.run(scripts.appendingPathComponent(name), .leftOpen, hasNewestCorrections: isNewest)
        }
        #expect(try run(isNewest ? newer : older).remarks.map(\.text) == [])
        #expect(try run(isNewest ? older : newer).failed > 3)
    }

    @Test("What differs between the versions fails in the other one")
    func otherVersion() throws {
        let scripts = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Scripts")
        #expect(try run(scripts.appendingPathComponent("semantics2.test"), .leftOpen).failed >= 9)
        #expect(try run(scripts.appendingPathComponent("semantics3.test"), .closed).failed >= 9)
    }

    @Test(
        "Prometheus's own cases pass",
        .enabled(if: corpora != nil, "SRETOP_CORPORA does not name the conformance data")
    )
    func prometheusCases() throws {
        let directory = URL(fileURLWithPath: try #require(Self.corpora)).appendingPathComponent("promqltest-2.42")
        var total = Report()
        for file in try FileManager.default.contentsOfDirectory(at: directory, includingPropertiesForKeys: nil)
        where file.pathExtension == "test" {
            let report = try run(file, .closed)
            #expect(report.remarks.map { "\(file.lastPathComponent):\($0.text)" } == [])
            total.add(report)
        }
        #expect(total.summary == "566 passed, 0 failed, 0 skipped")
    }
}
