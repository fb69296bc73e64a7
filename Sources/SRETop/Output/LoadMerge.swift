import ArgumentParser
import ServiceKit
import Settings

/// Reports of the parts of one load, made one.
enum LoadMerge {
    /// Reads the files; ends with 2 where one is no report.
    static func summary(_ files: [String]) throws -> LoadSummary {
        var records: [LoadRecordFile] = []
        for file in files {
            do throws(LoadRecordFile.Failure) {
                let bytes: [UInt8]
                do throws(FileBytes.Failure) {
                    bytes = try FileBytes.read(file)
                } catch {
                    throw LoadRecordFile.Failure(description: "it cannot be read: \(error)")
                }
                records.append(try LoadRecordFile.read(bytes))
            } catch {
                StandardError.print(TextCharacters.harmless("sretop load merge: '\(file)': \(error)"))
                throw ExitCode(2)
            }
        }
        return LoadSummary(merging: records)
    }
}
