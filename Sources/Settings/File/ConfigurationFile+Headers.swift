import Yams

extension ConfigurationFile {
    /// The headers of a source; messages never repeat a value.
    static func headers(_ source: SettingsMapping) throws(Failure) -> [Given<SourceHeader>] {
        guard let section = try source.mapping("headers") else { return [] }
        var headers: [Given<SourceHeader>] = []
        for entry in section.entries {
            guard isToken(entry.name) else {
                throw section.place.failure("a header's name is to be letters, digits and '-'", at: entry.key.mark)
            }
            guard !headers.contains(where: { $0.value.isNamed(entry.name) }) else {
                throw section.place.failure("the header \(entry.name) is there twice", at: entry.key.mark)
            }
            let value = try section.line(entry.value, named: "the header \(entry.name)")
            headers.append(Given(try header(entry, value, section.place), section.place.origin(entry.key)))
        }
        return headers
    }

    private static func header(
        _ entry: SettingsMapping.Entry,
        _ value: String,
        _ place: FilePlace
    ) throws(Failure) -> SourceHeader {
        guard value.hasPrefix("@") else {
            guard entry.name.lowercased() != "authorization" else {
                throw place.failure(
                    "credentials do not stand in this file: use http_config, or '@FILE' for a file with the value",
                    at: entry.value.mark
                )
            }
            return SourceHeader(name: entry.name, value: value)
        }
        guard value.count > 1 else {
            throw place.failure("the header \(entry.name) names no file after '@'", at: entry.value.mark)
        }
        return SourceHeader(name: entry.name, value: "@" + place.absolute(String(value.dropFirst())))
    }

    /// Whether a text is a token of RFC 9110.
    private static func isToken(_ text: String) -> Bool {
        !text.isEmpty
            && text.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "!#$%&'*+-.^_`|~".contains($0)) }
    }
}
