import Dashboard
import PromModel
import Recording

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Makes a folder each time with what the screen shows: as text, as Markdown, and as JSON for programs.
struct EvidenceFolder: EvidenceKeeper {
    /// Where the folders are made.
    let path: String
    /// What is played; its report is written too.
    var recording: RecordingReader?

    /// Writes three files into a new folder, which only its owner may read: names and errors of others are in them.
    func keep(_ state: DashboardState) async -> String {
        let evidence = Evidence(state)
        let name = Self.name(of: evidence)
        guard let folder = make(name) else { return "cannot make '\(path)/\(name)': \(Self.reason)" }
        var shown = state
        // The document is of what is shown.
        shown.live = state.shown
        var files = [
            ("evidence.txt", evidence.text), ("evidence.md", evidence.markdown),
            ("evidence.json", VerdictRecord(shown).text + "\n"),
        ]
        var names = "evidence.txt, .md and .json"
        if let recording, let report = IncidentReport(recording) {
            files += [("report.md", report.markdown), ("report.html", report.html)]
            names += ", report.md and .html"
        }
        var bytes = 0
        for (file, text) in files {
            guard Self.write(text, to: "\(folder)/\(file)") else {
                return "cannot write '\(folder)/\(file)': \(Self.reason)"
            }
            bytes += text.utf8.count
        }
        return "\(folder): \(names), \(bytes) bytes: \(evidence.contents)"
    }

    /// `sretop-checkout-20261128T223110Z`, of letters, digits, dots and dashes alone.
    private static func name(of evidence: Evidence) -> String {
        let service = evidence.service.unicodeScalars.prefix(60).map { scalar -> Character in
            let isPlain = scalar.isASCII && (scalar.properties.isAlphabetic || scalar.properties.numericType != nil)
            return isPlain || scalar == "." || scalar == "-" ? Character(scalar) : "_"
        }
        let stamp = TimeText.stamp(evidence.at).filter { $0 != "-" && $0 != ":" }
        return "sretop-\(service.isEmpty ? "service" : String(service))-\(stamp)"
    }

    /// A folder of that name, or of that name and a number where it is there already.
    private func make(_ name: String) -> String? {
        for number in 1...99 {
            let folder = "\(path)/\(name)\(number == 1 ? "" : "-\(number)")"
            if mkdir(folder, 0o700) == 0 { return folder }
            guard errno == EEXIST else { return nil }
        }
        return nil
    }

    private static func write(_ text: String, to path: String) -> Bool {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        return OutputFile.write(text, to: descriptor)
    }

    private static var reason: String { String(cString: strerror(errno)) }
}
