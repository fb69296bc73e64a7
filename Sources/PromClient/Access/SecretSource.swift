/// Where a secret comes from.
package enum SecretSource: Sendable, Equatable {
    /// Written in the configuration, the environment or an argument.
    case inline(Secret)
    /// A file that holds nothing else.
    case file(String)

    /// The secret as it is now.
    ///
    /// Files are read at every call, because tokens in files are rotated. White space around their content is dropped:
    /// editors and `echo` end files with a line break that is no part of the secret.
    package func current() throws(AccessFailure) -> Secret {
        switch self {
        case .inline(let secret):
            return secret
        case .file(let path):
            guard let text = String(validating: try BoundedFile.bytes(of: path), as: UTF8.self) else {
                throw .unusable(path: path, problem: "is not UTF-8 text")
            }
            let trimmed = text.trimmed
            guard !trimmed.isEmpty else { throw .unusable(path: path, problem: "is empty") }
            return Secret(trimmed)
        }
    }

    /// The secret as it is now, fit for a header: no line break in a file can add a header of its own.
    func currentFieldValue() throws(AccessFailure) -> String {
        let value = try current().reveal()
        if case .file(let path) = self, !HeaderSyntax.isValue(value) {
            throw .unusable(path: path, problem: "holds control characters, which no header may carry")
        }
        return value
    }
}
