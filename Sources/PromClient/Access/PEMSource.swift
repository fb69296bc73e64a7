/// Where certificates or a key in PEM come from.
package enum PEMSource: Sendable, Equatable, CustomStringConvertible {
    /// Written in the configuration.
    case inline(Secret)
    /// In a file.
    case file(String)

    /// The PEM text as it is now; a file is read at every call.
    package func currentBytes() throws(AccessFailure) -> [UInt8] {
        switch self {
        case .inline(let text):
            return Array(text.reveal().utf8)
        case .file(let path):
            let bytes = try BoundedFile.bytes(of: path)
            guard !bytes.isEmpty else { throw .unusable(path: path, problem: "is empty") }
            return bytes
        }
    }

    /// The file's path; for text in the configuration only that it is there.
    package var description: String {
        switch self {
        case .inline: "(inline)"
        case .file(let path): path
        }
    }
}
