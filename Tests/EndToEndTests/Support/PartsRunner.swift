import Foundation

/// The process that starts the parts and takes commands for them, a line of JSON each.
struct PartsRunner {
    private let process = Process()
    private let commands = Pipe()
    private let answers = Pipe()

    init(_ names: [String], own: [String], folder: URL) throws {
        let here = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        let script = here.appendingPathComponent("../Parts/parts.py").standardizedFileURL.path
        let tools = here.appendingPathComponent("../../../.build/tools").standardizedFileURL.path
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments =
            ["python3", script, "--tools", tools, "--work", folder.path, "--sretop", Programs.sretop]
            + ["--versions", own.map { "\($0)=\(RealProgram.own)" }.joined(separator: ",")] + names
        process.standardInput = commands
        process.standardOutput = answers
        process.standardError = FileHandle.nullDevice
        try process.runWithSignals()
    }

    func write(_ text: String) throws {
        try commands.fileHandleForWriting.write(contentsOf: Data(text.utf8))
    }

    /// The next line that it says; nil when it ended or said none in time.
    ///
    /// It says one line at a time: there is never more to read than that.
    func line(within limit: TimeInterval) -> Data? {
        let deadline = Date().addingTimeInterval(limit)
        let descriptor = answers.fileHandleForReading.fileDescriptor
        var line = Data()
        while line.last != UInt8(ascii: "\n") {
            var waiting = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
            let rest = deadline.timeIntervalSinceNow
            guard rest > 0, poll(&waiting, 1, Int32(rest * 1000)) > 0 else { return nil }
            let part = answers.fileHandleForReading.availableData
            if part.isEmpty { return nil }
            line += part
        }
        return line
    }

    /// Its standard input ends, and with it all parts.
    func end() {
        try? commands.fileHandleForWriting.close()
        process.terminate()
        process.waitUntilExit()
    }
}
