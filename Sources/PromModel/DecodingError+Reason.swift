extension DecodingError {
    /// Where in a file somebody wrote a value is wrong, and why, in words: `steps.2.at: …`.
    package var reason: String {
        switch self {
        case .dataCorrupted(let context):
            return Self.place(context) + (context.underlyingError.map { "\($0)" } ?? context.debugDescription)
        case .keyNotFound(let key, let context): return Self.place(context) + "'\(key.stringValue)' is missing"
        case .typeMismatch(_, let context), .valueNotFound(_, let context):
            return Self.place(context) + context.debugDescription
        @unknown default: return "\(self)"
        }
    }

    /// The first of a list is 1 for a person.
    private static func place(_ context: Context) -> String {
        let path = context.codingPath.map { key in key.intValue.map { "\($0 + 1)" } ?? key.stringValue }
        return path.isEmpty ? "" : path.joined(separator: ".") + ": "
    }
}
