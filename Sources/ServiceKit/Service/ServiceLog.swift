import PromModel
import Synchronization

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

#if canImport(Glibc)
private let systemWrite = Glibc.write
#else
private let systemWrite = Darwin.write
#endif

/// The service's own log: a line an event on standard error, as text or as JSON.
package struct ServiceLog: Sendable {
    /// How lines are written.
    package enum Format: String, Sendable, CaseIterable {
        /// No lines.
        case none
        /// For a person.
        case text
        /// A JSON object a line.
        case json
    }

    /// How much a line matters.
    enum Level: String, Sendable {
        case info, warning, critical
    }

    /// How lines are written.
    package let format: Format

    /// Writes in a format.
    package init(_ format: Format) {
        self.format = format
    }

    /// Writes a line: what happened, and what is known of it.
    func write(_ level: Level, _ message: String, _ fields: KeyValuePairs<String, String>) {
        guard format != .none else { return }
        let line = Self.line(level, message, fields, at: Date().timeIntervalSince1970, format: format)
        // One call a line, so that lines of several threads do not mix.
        var bytes = Array(line.utf8)
        _ = systemWrite(STDERR_FILENO, &bytes, bytes.count)
    }

    /// A line with its end; `at` is in seconds since the Unix epoch.
    static func line(
        _ level: Level,
        _ message: String,
        _ fields: KeyValuePairs<String, String>,
        at: Double,
        format: Format
    ) -> String {
        let time = Date(timeIntervalSince1970: at).formatted(
            Date.ISO8601FormatStyle(includingFractionalSeconds: true)
        )
        switch format {
        case .none: return ""
        case .text:
            let rest = fields.map { " \($0.key)=\($0.value)" }.joined()
            return "\(time) \(level.rawValue): \(message)\(rest)\n"
        case .json:
            let head = [("time", time), ("level", level.rawValue), ("msg", message)]
            let members = (head + fields.map { ($0.key, $0.value) }).map {
                "\(JSONText.quoted($0.0)):\(JSONText.quoted($0.1))"
            }
            return "{" + members.joined(separator: ",") + "}\n"
        }
    }
}
