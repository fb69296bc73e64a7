extension ConfigurationMapping {
    /// A secret that is given by one of two keys; nil without either.
    func secret(_ key: String, orFile fileKey: String) throws(AccessFailure) -> SecretSource? {
        try refuse(key, with: fileKey)
        if let path = try path(fileKey) { return .file(path) }
        return try text(key).map { .inline(Secret($0)) }
    }

    /// A secret for a header: what is written in the file must fit into one.
    func fieldSecret(_ key: String, orFile fileKey: String) throws(AccessFailure) -> SecretSource? {
        let source = try secret(key, orFile: fileKey)
        if case .inline(let secret) = source, !HeaderSyntax.isValue(secret.reveal()) {
            throw failure(at: key, "\(key) holds control characters, which no header may carry")
        }
        return source
    }

    /// Certificates or a key, given by one of two keys; nil without either.
    func pem(_ key: String, orFile fileKey: String) throws(AccessFailure) -> PEMSource? {
        switch try secret(key, orFile: fileKey) {
        case .file(let path): .file(path)
        case .inline(let text): .inline(text)
        case nil: nil
        }
    }

    private func refuse(_ key: String, with other: String) throws(AccessFailure) {
        guard try text(key) != nil, try text(other) != nil else { return }
        let place = name.map { "\($0) has" } ?? "there are"
        throw failure(at: later(of: [key, other]), "\(place) both \(key) and \(other); keep one")
    }

    /// The one that stands last in the file: what came before it was fine.
    func later(of candidates: [String]) -> String {
        keys.last { candidates.contains($0) } ?? ""
    }
}
