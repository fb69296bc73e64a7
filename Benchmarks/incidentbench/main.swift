import Foundation
import IncidentJudge
import Incidents

/// What the command line asks for.
struct Arguments {
    var files: [String] = []
    var sources = Incident.Source.allCases
    var times = WatchTimes.close
    var isVerbose = false

    init(_ words: [String]) {
        var words = words[...]
        while let word = words.popFirst() {
            switch word {
            case "--pages": sources = [.pages]
            case "--prometheus": sources = [.prometheus]
            case "--usual": times = .usual
            case "--verbose": isVerbose = true
            default: files.append(word)
            }
        }
    }

    /// The files named, and those in the folders named.
    var incidents: [Incident] {
        get throws {
            try files.flatMap { path -> [String] in
                var isFolder: ObjCBool = false
                guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), isFolder.boolValue else {
                    return [path]
                }
                return try FileManager.default.contentsOfDirectory(atPath: path).filter { $0.hasSuffix(".yaml") }
                    .sorted().map { "\(path)/\($0)" }
            }
            .map { path in
                let name = URL(fileURLWithPath: path).deletingPathExtension().lastPathComponent
                return try Incident(yaml: String(contentsOfFile: path, encoding: .utf8), name: name)
            }
        }
    }
}

let arguments = Arguments(Array(CommandLine.arguments.dropFirst()))
var (passed, failed) = (0, 0)
do {
    for incident in try arguments.incidents {
        for source in arguments.sources where incident.sources.isEmpty || incident.sources.contains(source) {
            let run = IncidentRun(incident, by: source, arguments.times)
            let faults = try await run.faults { moment, told in
                if arguments.isVerbose {
                    print(moment, told.verdict, told.rows.joined(separator: "\n      "), told.gaps)
                }
            }
            if faults.isEmpty { passed += 1 } else { failed += 1 }
            print("\(faults.isEmpty ? "ok  " : "FAIL") \(source.rawValue) \(incident.name)")
            for fault in faults { print("    \(fault)") }
        }
    }
} catch {
    print(error)
    exit(2)
}
print("\(passed) passed, \(failed) failed")
exit(failed > 0 ? 1 : 0)
