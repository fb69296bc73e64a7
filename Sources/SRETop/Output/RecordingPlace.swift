import ArgumentParser
import Recording

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// A recording on disk.
enum RecordingPlace {
    /// What a file holds, as far as it can be read; says where that ends before the file does.
    ///
    /// - Throws: `ExitCode` 3, after saying why nothing can be read.
    static func read(_ path: String, command: String) throws -> RecordingFile {
        let bytes: Data
        do {
            bytes = try Data(contentsOf: URL(fileURLWithPath: path))
        } catch {
            StandardError.print(TextCharacters.harmless("\(command): cannot read '\(path)'"))
            throw ExitCode(3)
        }
        do throws(RecordingFile.Failure) {
            return try RecordingFile(Array(bytes))
        } catch {
            StandardError.print(TextCharacters.harmless("\(command): '\(path)': \(error)"))
            throw ExitCode(3)
        }
    }
}
