/// A header of a source.
///
/// Its value may be a secret: it shows in no description and no dump.
package struct SourceHeader: Sendable, Equatable {
    /// Its name, as it was written.
    package let name: String
    private let value: String

    /// A header; the value is literal, or `@FILE`.
    package init(name: String, value: String) {
        self.name = name
        self.value = value
    }

    /// Reads the argument of `--header`; nil where it has no colon.
    ///
    /// A file is meant from the working directory on, and kept as an absolute path.
    package init?(argument: String) {
        guard let colon = argument.firstIndex(of: ":") else { return nil }
        let rest = argument[argument.index(after: colon)...].drop { $0 == " " || $0 == "\t" }
        name = String(argument[..<colon])
        value = rest.hasPrefix("@") ? "@" + PathText.absolute(String(rest.dropFirst())) : String(rest)
    }

    /// As the argument of `--header`; it may hold a secret.
    package var argument: String { "\(name): \(value)" }

    /// The file that holds its value; nil for a literal.
    package var file: String? { value.hasPrefix("@") ? String(value.dropFirst()) : nil }

    /// Whether two headers have one name: case does not count.
    func isNamed(_ other: String) -> Bool { name.lowercased() == other.lowercased() }
}

extension SourceHeader: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The name alone.
    package var description: String { name }
    /// The name alone.
    package var debugDescription: String { name }
    /// The name alone.
    package var customMirror: Mirror { Mirror(self, children: ["name": name]) }
}
