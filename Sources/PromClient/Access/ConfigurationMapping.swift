import Yams

/// A mapping of a configuration file, read strictly.
///
/// Every key is known and every value of the expected kind, or there is an error with its place: an option that is
/// silently ignored is how credentials end up where they should not. Null and empty texts count as not given, as they
/// do for Prometheus.
struct ConfigurationMapping {
    /// What the user calls the file.
    let file: String
    /// What relative paths in the file are relative to.
    let directory: String
    /// The key this mapping stands under; nil for the whole file.
    let name: String?
    /// The keys in the file's order.
    private(set) var keys: [String] = []
    private var entries: [String: (key: Node, value: Node)] = [:]

    init(
        _ node: Node,
        name: String? = nil,
        file: String,
        directory: String,
        knownKeys: [String]?
    ) throws(AccessFailure) {
        self.file = file
        self.directory = directory
        self.name = name
        guard case .mapping(let mapping) = node else {
            throw failure(at: node, "\(name ?? "the file") must be a mapping of keys to values")
        }
        for (key, value) in mapping {
            guard case .scalar(let scalar) = key else { throw failure(at: key, "a key must be text") }
            if let knownKeys, !knownKeys.contains(scalar.string) {
                let problem = UnsupportedKey.problem(with: scalar.string, in: name, known: knownKeys)
                throw failure(at: key, problem)
            }
            keys.append(scalar.string)
            entries[scalar.string] = (key, value)
        }
    }

    /// A text; numbers and booleans are taken as they are written.
    func text(_ key: String) throws(AccessFailure) -> String? {
        guard let value = entries[key]?.value, !value.isNull else { return nil }
        guard case .scalar(let scalar) = value else { throw failure(at: value, "\(key) must be text") }
        return scalar.string.isEmpty ? nil : scalar.string
    }

    /// A path; relative ones start at the file's directory.
    func path(_ key: String) throws(AccessFailure) -> String? {
        try text(key).map(absolute)
    }

    /// True or false, in any of YAML's spellings; in quotes they are texts.
    func flag(_ key: String) throws(AccessFailure) -> Bool? {
        guard let value = entries[key]?.value, !value.isNull else { return nil }
        guard let flag = value.bool else {
            throw failure(at: value, "\(key) must be true or false")
        }
        return flag
    }

    /// A list of texts; empty without the key.
    func texts(_ key: String) throws(AccessFailure) -> [String] {
        guard let value = entries[key]?.value, !value.isNull else { return [] }
        guard case .sequence(let sequence) = value else { throw failure(at: value, "\(key) must be a list") }
        var texts: [String] = []
        for element in sequence {
            guard case .scalar(let scalar) = element, !element.isNull else {
                throw failure(at: element, "\(key) must be a list of texts")
            }
            texts.append(scalar.string)
        }
        return texts
    }

    /// The mapping under a key; nil without one.
    func section(_ key: String, knownKeys: [String]?) throws(AccessFailure) -> ConfigurationMapping? {
        guard let value = entries[key]?.value, !value.isNull else { return nil }
        return try ConfigurationMapping(
            value,
            name: key,
            file: file,
            directory: directory,
            knownKeys: knownKeys
        )
    }

    func absolute(_ path: String) -> String {
        guard !path.hasPrefix("/"), !directory.isEmpty, directory != "." else { return path }
        return directory.hasSuffix("/") ? directory + path : "\(directory)/\(path)"
    }

    /// An error whose place is a key of this mapping.
    func failure(at key: String, _ problem: String) -> AccessFailure {
        failure(at: entries[key]?.key, problem)
    }

    private func failure(at node: Node?, _ problem: String) -> AccessFailure {
        .invalid(file: file, line: node?.mark?.line ?? 1, column: node?.mark?.column ?? 1, problem: problem)
    }
}

extension Node {
    /// Whether there is no value: nothing after the colon, or one of YAML's words for it, without quotes.
    fileprivate var isNull: Bool {
        guard case .scalar(let scalar) = self else { return false }
        return scalar.style == .plain && ["", "~", "null", "Null", "NULL"].contains(scalar.string)
    }
}
