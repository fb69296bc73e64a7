import TerminalUI

/// A value, and who gave it.
///
/// Two are equal where their values are: a configuration that was printed and read again is the same one.
package struct Given<Value: Sendable & Equatable>: Sendable, Equatable {
    /// The value.
    package var value: Value
    /// Who gave it.
    package var origin: Origin

    /// Memberwise.
    package init(_ value: Value, _ origin: Origin) {
        self.value = value
        self.origin = origin
    }

    /// Whether the values are equal.
    package static func == (left: Given, right: Given) -> Bool { left.value == right.value }
}

/// Who gave a value.
package enum Origin: Sendable, Equatable {
    /// Nobody.
    case standard
    /// A file, at a line.
    case file(String, line: Int)
    /// An option of the command line, such as `--window`.
    case argument(String)
    /// An environment variable.
    case environment(String)
}

extension Origin {
    /// What a message about the value of a key begins with: `--window`, `config.yaml:12: window`.
    func naming(_ key: String) -> String {
        switch self {
        case .standard: key
        case .file: "\(place): \(key)"
        case .argument, .environment: place
        }
    }

    /// Where the value stands, for messages: `/etc/config.yaml:12`, `--window`.
    package var place: String {
        switch self {
        case .standard: "default"
        case .file(let name, let line): "\(PrintableText.sanitize(name)):\(line)"
        case .argument(let name), .environment(let name): PrintableText.sanitize(name)
        }
    }
}

extension Origin: CustomStringConvertible {
    /// In words, on one line: `default`, `from config.yaml:12`, `from --window`.
    package var description: String {
        switch self {
        case .standard: "default"
        case .file(let name, let line):
            "from \(PrintableText.sanitize(name.split(separator: "/").last.map(String.init) ?? name)):\(line)"
        case .argument(let name), .environment(let name): "from \(PrintableText.sanitize(name))"
        }
    }
}
