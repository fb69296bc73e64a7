/// Why access to a server cannot be set up, or its headers not be made.
///
/// None of the cases carries a secret: neither the content of a secret file nor the text of a faulty line.
package enum AccessFailure: Error, Sendable, Equatable {
    /// The configuration file is wrong at a place; line and column count from 1.
    case invalid(file: String, line: Int, column: Int, problem: String)
    /// A file cannot be read.
    case unreadable(path: String, reason: String)
    /// A file was read, and its content is of no use.
    case unusable(path: String, problem: String)
    /// An argument that should be a header is none.
    case header(problem: String)
    /// An environment variable is of no use.
    case environment(name: String, problem: String)
}

extension AccessFailure: CustomStringConvertible {
    /// What is wrong and where, in words for a person.
    package var description: String { description(ofHeaderAt: "--header") }

    /// The same for a header that was given elsewhere than by `--header`, such as `config.yaml:12`.
    package func description(ofHeaderAt place: String) -> String {
        switch self {
        case .invalid(let file, let line, let column, let problem): "\(file):\(line):\(column): \(problem)"
        case .unreadable(let path, let reason): "cannot read '\(path)': \(reason)"
        case .unusable(let path, let problem): "'\(path)' \(problem)"
        case .header(let problem): "\(place): \(problem)"
        case .environment(let name, let problem): "\(name) \(problem)"
        }
    }
}
