import Yams

/// The file that is read: how messages call it, and where its relative paths begin.
struct FilePlace {
    /// In messages.
    let name: String
    /// Absolute; empty to leave paths as they are.
    let directory: String

    var tooLarge: ConfigurationFile.Failure {
        failure("larger than \(ConfigurationFile.sizeLimit >> 20) MiB: this is no configuration file")
    }

    /// A failure at a place; without one, of the whole file.
    func failure(_ problem: String, at mark: Mark? = nil) -> ConfigurationFile.Failure {
        guard let mark else { return ConfigurationFile.Failure(description: "\(name): \(problem)") }
        return failure(problem, line: mark.line, column: mark.column)
    }

    /// A failure at a line and a column, which count from 1.
    func failure(_ problem: String, line: Int, column: Int) -> ConfigurationFile.Failure {
        ConfigurationFile.Failure(description: "\(name):\(line):\(column): \(problem)")
    }

    /// The file's bytes as text.
    func text(_ bytes: [UInt8]) throws(ConfigurationFile.Failure) -> String {
        guard bytes.count <= ConfigurationFile.sizeLimit else { throw tooLarge }
        guard let text = String(validating: bytes, as: UTF8.self) else { throw notUTF8(bytes) }
        return text
    }

    /// A failure at the first byte that is not UTF-8.
    private func notUTF8(_ bytes: [UInt8]) -> ConfigurationFile.Failure {
        var codec = UTF8()
        var iterator = bytes.makeIterator()
        var line = 1
        var column = 1
        while case .scalarValue(let scalar) = codec.decode(&iterator) {
            column = scalar == "\n" ? 1 : column + 1
            line += scalar == "\n" ? 1 : 0
        }
        return failure("not UTF-8 text", line: line, column: column)
    }

    /// A path of the file.
    func absolute(_ path: String) -> String {
        guard !path.hasPrefix("/"), !directory.isEmpty else { return path }
        return directory.hasSuffix("/") ? directory + path : "\(directory)/\(path)"
    }

    /// Who gave a value that stands at a node.
    func origin(_ node: Node) -> Origin { .file(name, line: node.mark?.line ?? 1) }
}
