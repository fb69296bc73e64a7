import ArgumentParser

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// A text that a command makes: on standard output, or in a file.
enum OutputFile {
    /// Writes a text whole; a file appears or changes only once all of it is there.
    ///
    /// - Throws: `ExitCode` 4, after saying why it could not be written.
    static func write(_ text: String, to path: String?, command: String) throws {
        guard let path, path != "-" else {
            StandardOutput.write(text: text)
            return
        }
        let draft = "\(path).\(getpid()).new"
        let descriptor = open(draft, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw failure(path, command) }
        // What is left open by a failure ends with the process.
        guard write(text, to: descriptor), close(descriptor) == 0, rename(draft, path) == 0 else {
            let failure = failure(path, command)
            unlink(draft)
            throw failure
        }
    }

    /// Writes a text whole; false, with `errno` set, where not all of it could be.
    static func write(_ text: String, to descriptor: Int32) -> Bool {
        var bytes = Array(text.utf8)[...]
        while !bytes.isEmpty {
            let count = bytes.withUnsafeBytes { systemWrite(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return false }
            bytes = bytes.dropFirst(count)
        }
        return true
    }

    private static func failure(_ path: String, _ command: String) -> ExitCode {
        let reason = String(cString: strerror(errno))
        StandardError.print(TextCharacters.harmless("\(command): cannot write '\(path)': \(reason)"))
        return ExitCode(4)
    }
}

/// The system's call, whose name the type's own function hides.
private func systemWrite(_ descriptor: Int32, _ base: UnsafeRawPointer?, _ count: Int) -> Int {
    write(descriptor, base, count)
}
