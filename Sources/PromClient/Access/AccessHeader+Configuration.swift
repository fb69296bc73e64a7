extension AccessHeader {
    /// The headers under `http_headers`, in the file's order.
    static func all(in file: ConfigurationMapping) throws(AccessFailure) -> [AccessHeader] {
        guard let section = try file.section("http_headers", knownKeys: nil) else { return [] }
        var headers: [AccessHeader] = []
        for name in section.keys {
            guard HeaderSyntax.isToken(name) else {
                throw section.failure(at: name, "'\(name)' is no header name")
            }
            guard !HeaderSyntax.isReserved(name) else {
                throw section.failure(at: name, "\(name) cannot be set in http_headers\(advice(name))")
            }
            guard let header = try section.section(name, knownKeys: ["files", "secrets", "values"]) else { continue }
            headers += try inline("values", of: header, name: name, isSecret: false)
            headers += try inline("secrets", of: header, name: name, isSecret: true)
            for path in try header.texts("files") {
                guard !path.isEmpty else { throw header.failure(at: "files", "files has a path without text") }
                headers.append(AccessHeader(name: name, source: .file(header.absolute(path)), isSecret: true))
            }
        }
        return headers
    }

    private static func inline(
        _ key: String,
        of header: ConfigurationMapping,
        name: String,
        isSecret: Bool
    ) throws(AccessFailure) -> [AccessHeader] {
        let texts = try header.texts(key)
        guard texts.allSatisfy(HeaderSyntax.isValue) else {
            throw header.failure(at: key, "\(key) of \(name) hold control characters")
        }
        return texts.map { AccessHeader(name: name, source: .inline(Secret($0)), isSecret: isSecret) }
    }

    private static func advice(_ name: String) -> String {
        name.lowercased() == "authorization" ? "; use authorization or basic_auth" : ""
    }
}
