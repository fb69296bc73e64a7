internal import Foundation
internal import PromQL

/// Judges the PromQL engine by files in Prometheus's own test notation.
@main
enum PromConformance {
    private static let usage = """
        usage: promconformance [--semantics 2|3] [--report] FILE...

        Evaluates every expression in the files and compares the answers. Prints each wrong one as file:line.
          --semantics  windows and arithmetic of this major version of Prometheus (default 2)
          --report     exit with 0 even if answers are wrong
        Exit status: 0 all answers right, 1 some wrong, 2 unreadable input or usage.

        """

    static func main() {
        var options = PromQLEngine.Options(windowSemantics: .closed)
        var isReport = false
        var files: [String] = []
        var arguments = CommandLine.arguments.dropFirst()
        while let argument = arguments.popFirst() {
            switch argument {
            case "--semantics":
                switch arguments.popFirst() {
                case "2": options.windowSemantics = .closed
                case "3": options.windowSemantics = .leftOpen
                default: fail("--semantics takes 2 or 3")
                }
            case "--report": isReport = true
            case "--help", "-h":
                print(usage, terminator: "")
                exit(0)
            case _ where argument.hasPrefix("-"): fail("unknown option \(argument)\n\(usage)")
            default: files.append(argument)
            }
        }
        guard !files.isEmpty else { fail(usage) }
        exit(run(files, engine: PromQLEngine(options: options)) || isReport ? 0 : 1)
    }

    /// Runs all files; whether every answer was right.
    private static func run(_ files: [String], engine: PromQLEngine) -> Bool {
        var (passed, failed, skipped) = (0, 0, 0)
        for file in files {
            guard let data = FileManager.default.contents(atPath: file) else { fail("\(file): cannot be read") }
            guard let text = String(data: data, encoding: .utf8) else { fail("\(file): is not UTF-8 text") }
            let script: TestScript
            do throws(TestScript.Unreadable) {
                script = try TestScript(text)
            } catch {
                fail("\(file):\(error.line): \(error.reason)")
            }
            var run = TestRun(engine: engine)
            run.run(script)
            for (line, reason) in run.failures {
                print("\(file):\(line): \(reason)")
            }
            passed += run.passed
            failed += run.failures.count
            skipped += run.skipped
        }
        print("\(passed) passed, \(failed) failed, \(skipped) skipped (native histograms)")
        return failed == 0
    }

    private static func fail(_ message: String) -> Never {
        FileHandle.standardError.write(Data("promconformance: \(message)\n".utf8))
        exit(2)
    }
}
