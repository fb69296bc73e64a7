import Foundation
import Testing

/// The pages of reported situations, served alive; they end with this.
final class CasePages {
    /// Where they are served, without a slash at the end.
    let url: String
    let port: Int
    private let server: BackgroundProgram

    init() throws {
        port = Ports.free()
        url = "http://127.0.0.1:\(port)"
        let script = URL(fileURLWithPath: #filePath).appendingPathComponent("../../Parts/case_pages.py")
            .standardizedFileURL
        let arguments = ["python3", "-B", script.path, "--port", "\(port)", try Self.folder()]
        server = try BackgroundProgram("/usr/bin/env", arguments)
        waitUntil(10, "the pages of the cases") { (try? Loopback.get("\(url)/ready")) != nil }
    }

    /// Where the situations are; ends the test, with the reason, where they are not.
    static func folder() throws -> String {
        guard let corpora = ProcessInfo.processInfo.environment["SRETOP_CORPORA"] else {
            try Test.cancel("SRETOP_CORPORA does not name the conformance data")
        }
        return "\(corpora)/cases"
    }

    /// What happened: where a page has a before and an after, it is served from now on.
    func flip() throws { try Loopback.get("\(url)/flip") }

    /// The lines of `sretop --stream` over a source, until one is as wanted or the time is up.
    static func lines(
        _ arguments: [String],
        within seconds: Int,
        until isWanted: (String) -> Bool
    ) throws -> [String] {
        let file = FileManager.default.temporaryDirectory.appendingPathComponent("sretop-\(UUID().uuidString).lines")
        defer { try? FileManager.default.removeItem(at: file) }
        // Quoted by the shell's own rules: nothing of it is a text of others.
        let command = "exec \(Programs.sretop) --stream \(arguments.joined(separator: " ")) >\(file.path) 2>&1"
        let program = try BackgroundProgram("/bin/sh", ["-c", command])
        func said() -> [String] {
            let text = (try? String(contentsOf: file, encoding: .utf8)) ?? ""
            return text.split(separator: "\n").map(String.init)
        }
        _ = comesTrue(within: TimeInterval(seconds), askedEvery: 0.2) {
            said().contains(where: isWanted) || !program.isRunning
        }
        return said()
    }

    /// The number behind a signal's name in a line of `--stream`, in its smallest unit; nil where there is none.
    static func number(_ signal: String, in line: String) -> Double? {
        guard let place = line.range(of: "\(signal) ") else { return nil }
        let word = line[place.upperBound...].prefix { $0 != " " }
        guard let value = Double(word.prefix { $0.isNumber || $0 == "." || $0 == "," }.replacing(",", with: "")) else {
            return nil
        }
        return word.contains("k/s") ? value * 1000 : value
    }
}
