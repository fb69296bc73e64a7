internal import Conformance
internal import Foundation

/// Judges the PromQL engine and the exposition parser by Prometheus's own cases.
@main
enum PromConformance {
    static func main() {
        let invocation: Invocation
        do throws(Invocation.Refused) {
            invocation = try Invocation(Array(CommandLine.arguments.dropFirst()))
        } catch {
            fail("\(error.reason)\n\(Invocation.usage)")
        }
        if invocation.isHelp {
            print(Invocation.usage, terminator: "")
            exit(0)
        }
        if invocation.subject == .differential {
            answer(invocation)
            exit(0)
        }
        let hasPassed = run(invocation)
        exit(hasPassed || invocation.isReport ? 0 : 1)
    }

    /// Runs all files; whether no case failed.
    private static func run(_ invocation: Invocation) -> Bool {
        var total = Report()
        for file in invocation.files {
            let text = read(file)
            let report: Report
            switch invocation.subject {
            case .promql:
                var run = TestRun(
                    semantics: invocation.semantics,
                    hasLateCorrections: invocation.hasLateCorrections,
                    hasNewestCorrections: invocation.hasNewestCorrections,
                    features: invocation.features
                )
                run.run(TestScript(text))
                report = run.report
            case .scrape:
                var run = ScrapeRun(semantics: invocation.semantics)
                run.run(text)
                report = run.report
            case .differential: continue
            }
            for remark in report.remarks {
                print("\(file):\(remark.text)")
            }
            if invocation.files.count > 1 { print("\(file): \(report.summary)") }
            total.add(report)
        }
        print(total.summary)
        return total.failed == 0
    }

    /// Answers the queries on standard input, each as soon as it is read.
    private static func answer(_ invocation: Invocation) {
        guard let file = invocation.files.first else { return }
        let run: DifferentialRun
        do throws(DifferentialRun.Refused) {
            run = try DifferentialRun(
                page: Array(read(file).utf8),
                semantics: invocation.semantics,
                hasLateCorrections: invocation.hasLateCorrections,
                hasNewestCorrections: invocation.hasNewestCorrections
            )
        } catch {
            fail("\(file): \(error.reason)")
        }
        while let line = readLine() {
            FileHandle.standardOutput.write(Data((run.answer(line) + "\n").utf8))
        }
    }

    private static func read(_ file: String) -> String {
        guard let data = FileManager.default.contents(atPath: file) else { fail("\(file): cannot be read") }
        guard let text = String(data: data, encoding: .utf8) else { fail("\(file): is not UTF-8 text") }
        return text
    }

    private static func fail(_ message: String) -> Never {
        FileHandle.standardError.write(Data("promconformance: \(message)\n".utf8))
        exit(2)
    }
}
