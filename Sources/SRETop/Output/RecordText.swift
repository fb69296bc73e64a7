#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Records as JSON for programs: the keys in order, so that two of them can be compared.
enum RecordText {
    /// The number of the documents' format: it grows when a field goes or means something else, not when one comes.
    static let formatVersion = 1

    /// On one line, or over several for people; infinite numbers and NaN as texts.
    static func json(_ record: some Encodable, isPretty: Bool) -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = isPretty ? [.sortedKeys, .prettyPrinted] : [.sortedKeys]
        encoder.nonConformingFloatEncodingStrategy = .convertToString(
            positiveInfinity: "+Inf",
            negativeInfinity: "-Inf",
            nan: "NaN"
        )
        guard let data = try? encoder.encode(record) else { return "{}" }
        return String(decoding: data, as: UTF8.self)
    }
}
