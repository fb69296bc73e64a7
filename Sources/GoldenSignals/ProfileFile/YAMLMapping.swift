import Yams

/// A YAML mapping that is read key by key, with errors that name the place.
struct YAMLMapping {
    let file: String
    private let node: Node

    init(_ node: Node, file: String) {
        self.node = node
        self.file = file
    }

    /// Refuses any key but these.
    func allow(_ keys: Set<String>, in place: String) throws(ProfileFile.Failure) {
        guard let mapping = node.mapping else { throw failure(node, "\(place) is to be a mapping of keys to values") }
        for (key, _) in mapping where !keys.contains(key.string ?? "") {
            let known = keys.sorted().joined(separator: ", ")
            throw failure(key, "\(place) has no key '\(key.string ?? "?")': it may have \(known)")
        }
    }

    /// The text of a key; nil without it.
    func string(_ key: String) throws(ProfileFile.Failure) -> String? {
        guard let value = node.mapping?[Node(key)] else { return nil }
        guard let text = value.scalar?.string, !text.isEmpty else { throw failure(value, "\(key) is to be a text") }
        return text
    }

    /// The text of a key that has to be there.
    func required(_ key: String) throws(ProfileFile.Failure) -> String {
        guard let text = try string(key) else { throw failure(node, "\(key) is missing") }
        return text
    }

    /// The mapping of a key that has to be there.
    func mapping(_ key: String, or message: String) throws(ProfileFile.Failure) -> YAMLMapping {
        guard let mapping = try optionalMapping(key) else { throw failure(node, message) }
        return mapping
    }

    /// The mapping of a key; nil without it.
    func optionalMapping(_ key: String) throws(ProfileFile.Failure) -> YAMLMapping? {
        guard let value = node.mapping?[Node(key)] else { return nil }
        guard value.mapping != nil else { throw failure(value, "\(key) is to be a mapping") }
        return YAMLMapping(value, file: file)
    }

    /// Whether a key is there.
    func has(_ key: String) -> Bool { node.mapping?[Node(key)] != nil }

    /// Whether a key holds a list.
    func isList(_ key: String) -> Bool { node.mapping?[Node(key)]?.sequence != nil }

    /// The elements of a key; none without it or with nothing after its colon.
    func list(_ key: String) throws(ProfileFile.Failure) -> [Node] {
        guard let value = node.mapping?[Node(key)], value.scalar?.string != "" else { return [] }
        guard let sequence = value.sequence else { throw failure(value, "\(key) is to be a list") }
        return Array(sequence)
    }

    /// A failure at a key's value.
    func failure(_ key: String, _ message: String) -> ProfileFile.Failure {
        failure(node.mapping?[Node(key)] ?? node, message)
    }

    private func failure(_ node: Node, _ message: String) -> ProfileFile.Failure {
        let place = node.mark.map { ":\($0.line):\($0.column)" } ?? ""
        return ProfileFile.Failure(description: "\(file)\(place): \(message)")
    }
}
