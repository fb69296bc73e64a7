/// Why a text is no PromQL expression, and where.
package struct PromQLSyntaxError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The line, from 1.
    package var line: Int
    /// The byte within the line, from 1.
    package var column: Int
    /// What is wrong.
    package var message: String

    /// Creates an error.
    package init(line: Int, column: Int, message: String) {
        self.line = line
        self.column = column
        self.message = message
    }

    /// The error as Prometheus words it: `1:5: parse error: unclosed left parenthesis`.
    package var description: String { "\(line):\(column): parse error: \(message)" }
}
