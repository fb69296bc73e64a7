import Yams

/// A mapping of the configuration file that is read key by key, with errors that name the place.
///
/// A key with nothing after its colon counts as not given.
struct SettingsMapping {
    /// One key and its value.
    struct Entry {
        let name: String
        let key: Node
        let value: Node
    }

    /// More would be a mistake, or mischief.
    static let countLimit = 1000

    let place: FilePlace
    let node: Node
    /// What messages call it.
    let title: String
    /// In the file's order; of known keys only those that have a value.
    let entries: [Entry]

    /// Refuses other keys than `allowed`; nil allows any.
    init(_ node: Node, named title: String, in place: FilePlace, allowed: [String]?) throws(ConfigurationFile.Failure) {
        self.node = node
        self.place = place
        self.title = title
        guard let mapping = node.mapping else {
            throw place.failure("\(title) is to be a mapping of keys to values", at: node.mark)
        }
        guard mapping.count <= Self.countLimit else {
            throw place.failure("\(title) has more than \(Self.countLimit) keys", at: node.mark)
        }
        var entries: [Entry] = []
        for (key, value) in mapping {
            guard let name = key.scalar?.string else { throw place.failure("a key is to be a text", at: key.mark) }
            if let allowed, !allowed.contains(name) {
                let what = Suggestion.quoted(name).map { "no key \($0)" } ?? "no such key"
                let words = Suggestion.words(for: name, among: allowed)
                throw place.failure("\(title) has \(what): it may have \(words)", at: key.mark)
            }
            if allowed == nil || !Self.isNull(value) { entries.append(Entry(name: name, key: key, value: value)) }
        }
        self.entries = entries
    }

    /// Whether there is no value: nothing after the colon, or one of YAML's words for it, without quotes.
    static func isNull(_ node: Node) -> Bool {
        guard let scalar = node.scalar else { return false }
        return scalar.style == .plain && ["", "~", "null", "Null", "NULL"].contains(scalar.string)
    }

    /// The entry of a key; nil without it.
    func entry(_ key: String) -> Entry? { entries.first { $0.name == key } }

    /// The value of a key; nil without it.
    subscript(key: String) -> Node? { entry(key)?.value }

    /// A text of one line; nil without the key.
    func text(_ key: String) throws(ConfigurationFile.Failure) -> Given<String>? {
        guard let value = self[key] else { return nil }
        return Given(try line(value, named: key), place.origin(value))
    }

    /// The text of a node, without characters that control where and in which direction text is written.
    func line(_ node: Node, named what: String) throws(ConfigurationFile.Failure) -> String {
        guard let text = node.scalar?.string, !text.isEmpty, !Self.isNull(node) else {
            throw place.failure("\(what) is to be a text", at: node.mark)
        }
        guard text.unicodeScalars.allSatisfy({ !Self.isControl($0.properties) }) else {
            throw place.failure("\(what) holds control characters", at: node.mark)
        }
        return text
    }

    private static func isControl(_ properties: Unicode.Scalar.Properties) -> Bool {
        switch properties.generalCategory {
        case .control, .lineSeparator, .paragraphSeparator: true
        default: properties.isBidiControl
        }
    }

    /// True or false; nil without the key.
    func flag(_ key: String) throws(ConfigurationFile.Failure) -> Given<Bool>? {
        guard let value = self[key] else { return nil }
        let text = value.scalar?.style == .plain ? value.scalar?.string.lowercased() : nil
        guard let flag = ["true": true, "false": false, "yes": true, "no": false, "on": true, "off": false][text ?? ""]
        else { throw place.failure("\(key)\(shown(value)) is neither true nor false", at: value.mark) }
        return Given(flag, place.origin(value))
    }

    /// One of some words; nil without the key.
    func choice<Choice>(
        _ key: String,
        among choices: [Choice]
    ) throws(ConfigurationFile.Failure) -> Given<Choice>?
    where Choice: RawRepresentable & Sendable & Equatable, Choice.RawValue == String {
        guard let value = self[key] else { return nil }
        let text = value.scalar?.string ?? ""
        guard let choice = choices.first(where: { $0.rawValue == text }) else {
            let words = Suggestion.words(for: text, among: choices.map(\.rawValue))
            throw place.failure("\(key)\(shown(value)) is not one of \(words)", at: value.mark)
        }
        return Given(choice, place.origin(value))
    }

    /// The elements of a list; empty without the key.
    func list(_ key: String) throws(ConfigurationFile.Failure) -> [Node] {
        guard let value = self[key] else { return [] }
        guard let sequence = value.sequence else { throw place.failure("\(key) is to be a list", at: value.mark) }
        guard sequence.count <= Self.countLimit else {
            throw place.failure("\(key) has more than \(Self.countLimit) elements", at: value.mark)
        }
        return Array(sequence)
    }

    /// The mapping under a key, with any keys; nil without it.
    func mapping(_ key: String) throws(ConfigurationFile.Failure) -> SettingsMapping? {
        guard let value = self[key] else { return nil }
        return try SettingsMapping(value, named: key, in: place, allowed: nil)
    }

    /// A failure at a key's value.
    func failure(_ problem: String, at key: String) -> ConfigurationFile.Failure {
        place.failure(problem, at: (self[key] ?? node).mark)
    }

    /// What was written, in quotes after a space; empty for what is no text or may be a secret.
    func shown(_ value: Node) -> String {
        value.scalar.flatMap { Suggestion.quoted($0.string) }.map { " \($0)" } ?? ""
    }
}
