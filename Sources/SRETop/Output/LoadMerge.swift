import ArgumentParser
import ServiceKit

/// Reports of the parts of one load, made one.
enum LoadMerge {
    /// Reads the files; ends with 2 where one is no report.
    static func summary(_ files: [String]) throws -> LoadSummary {
        var records: [LoadRecordFile] = []
        for file in files {
            do throws(LoadRecordFile.Failure) {
                guard let bytes = InputFile.bytes(file) else {
                    throw LoadRecordFile.Failure(description: "it cannot be read")
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
