import Foundation

/// Another program that a test asks.
struct Program {
    private let path: String

    init(_ path: String) {
        self.path = path
    }

    /// Runs it to its end; `nil` if it cannot be run.
    func run(_ arguments: [String], input: [UInt8] = []) -> (status: Int32, output: String)? {
        guard FileManager.default.isExecutableFile(atPath: path) else { return nil }
        // A file, since a pipe would fill up before the program reads.
        let file = FileManager.default.temporaryDirectory.appendingPathComponent("sretop-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: file) }
        guard (try? Data(input).write(to: file)) != nil, let source = try? FileHandle(forReadingFrom: file) else {
            return nil
        }
        let process = Process()
        process.executableURL = URL(fileURLWithPath: path)
        process.arguments = arguments
        process.standardInput = source
        let output = Pipe()
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        guard (try? process.run()) != nil else { return nil }
        let data = (try? output.fileHandleForReading.readToEnd()) ?? Data()
        process.waitUntilExit()
        return (process.terminationStatus, String(decoding: data, as: UTF8.self))
    }
}
