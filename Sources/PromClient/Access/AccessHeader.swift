/// A header that every request carries.
package struct AccessHeader: Sendable, Equatable {
    /// Its name, in the case it was given.
    package let name: String
    /// Where its value comes from.
    package let source: SecretSource
    /// Whether the value should be kept from others: it was declared a secret, or it comes from a file.
    package let isSecret: Bool

    init(name: String, source: SecretSource, isSecret: Bool) {
        self.name = name
        self.source = source
        self.isSecret = isSecret
    }

    /// Reads the argument of `--header`: `Name: value`, or `Name: @FILE` for a value in a file.
    ///
    /// Arguments show in process lists, which is why a value can be left in a file. The file is read at every request.
    package init(argument: String) throws(AccessFailure) {
        // The argument is not repeated in messages: without a colon in its place, all of it may be the secret.
        guard let colon = argument.firstIndex(of: ":") else {
            throw .header(problem: "write 'NAME: VALUE', or 'NAME: @FILE' for a value in a file")
        }
        let name = String(argument[..<colon])
        guard HeaderSyntax.isToken(name) else {
            throw .header(problem: "what stands before the colon is no header name")
        }
        guard !HeaderSyntax.isFraming(name) else {
            throw .header(problem: "\(name) is set by sretop itself")
        }
        let value = String(argument[argument.index(after: colon)...]).trimmed
        guard HeaderSyntax.isValue(value) else {
            throw .header(problem: "the value of \(name) holds control characters")
        }
        guard !value.isEmpty else { throw .header(problem: "\(name) has no value") }
        guard value.hasPrefix("@") else {
            let isSecret = name.lowercased() == "authorization"
            self.init(name: name, source: .inline(Secret(value)), isSecret: isSecret)
            return
        }
        let path = String(value.dropFirst())
        guard !path.isEmpty else { throw .header(problem: "\(name) names no file after '@'") }
        self.init(name: name, source: .file(path), isSecret: true)
    }

    /// Whether two headers have one name: case does not count.
    func isNamed(_ other: String) -> Bool {
        name.lowercased() == other.lowercased()
    }
}
