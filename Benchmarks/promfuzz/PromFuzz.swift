internal import Foundation

/// Tries random inputs on what reads bytes that others send.
///
/// The inputs are tried by a second process, so that the first can tell which of them ended it or never ended.
@main
enum PromFuzz {
    /// How long the second process may stay at one input before it counts as hanging, in seconds.
    private static let patience = 30

    static func main() throws {
        let options: FuzzOptions
        do throws(FuzzOptions.Refused) {
            options = try FuzzOptions(Array(CommandLine.arguments.dropFirst()))
        } catch {
            FileHandle.standardError.write(Data("promfuzz: \(error.reason)\n\(FuzzOptions.usage)".utf8))
            exit(2)
        }
        do {
            if let path = options.note {
                limitProcessorTime(to: options.seconds + UInt64(patience))
                let hasFound = try !run(options, notingAt: path).run()
                exit(hasFound ? 1 : 0)
            }
            exit(try watch(options))
        } catch {
            FileHandle.standardError.write(Data("promfuzz: \(error)\n".utf8))
            exit(2)
        }
    }

    /// Has the system end this process in the end, even if it hangs and the one that watches it is gone.
    private static func limitProcessorTime(to seconds: UInt64) {
        var limit = rlimit(rlim_cur: rlim_t(seconds), rlim_max: rlim_t(seconds))
        #if canImport(Darwin)
        setrlimit(RLIMIT_CPU, &limit)
        #else
        setrlimit(__rlimit_resource_t(RLIMIT_CPU.rawValue), &limit)
        #endif
    }

    private static func run(_ options: FuzzOptions, notingAt path: String) throws -> FuzzRun {
        guard let note = InputNote(mapping: path) else { throw CocoaError(.fileReadUnknown) }
        return FuzzRun(options: options, target: try options.target(), note: note)
    }

    /// Has another process try the inputs, and says by which one it ended if it did not end by itself.
    private static func watch(_ options: FuzzOptions) throws -> Int32 {
        let file = FileManager.default.temporaryDirectory.appendingPathComponent("promfuzz-\(getpid())")
        try InputNote.create(at: file)
        defer { try? FileManager.default.removeItem(at: file) }
        let run = try run(options, notingAt: file.path)
        let process = Process()
        process.executableURL = Bundle.main.executableURL
        process.arguments = CommandLine.arguments.dropFirst() + ["--note", file.path]
        try process.run()
        var hangs = false
        var (last, seconds) = (run.note.number, 0)
        while process.isRunning {
            sleep(1)
            seconds = run.note.number == last ? seconds + 1 : 0
            last = run.note.number
            if seconds >= patience && last > 0 {
                hangs = true
                kill(process.processIdentifier, SIGKILL)
                break
            }
        }
        process.waitUntilExit()
        if process.terminationReason == .exit { return process.terminationStatus }
        let number = run.note.number
        guard number > 0 else { throw CocoaError(.fileReadUnknown) }
        run.report(number - 1, hangs ? "hangs" : "ended the process with signal \(process.terminationStatus)")
        return 1
    }
}
