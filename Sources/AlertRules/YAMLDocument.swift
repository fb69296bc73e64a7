import Yams

/// YAML in block style, in the order in which it is built.
enum YAMLDocument {
    static func mapping(_ entries: [(String, Node)]) -> Node {
        Node.mapping(Node.Mapping(entries.map { (text($0.0), $0.1) }, Tag(.map), .block))
    }

    static func sequence(_ nodes: [Node]) -> Node { Node.sequence(Node.Sequence(nodes, Tag(.seq), .block)) }

    static func texts(_ entries: [(name: String, value: String)]) -> Node {
        mapping(entries.map { ($0.name, text($0.value)) })
    }

    static func texts(_ entries: [(key: String, value: String)]) -> Node {
        mapping(entries.map { ($0.key, text($0.value)) })
    }

    /// A text that stays one: what would be read as a number or a truth value stands in quotes.
    static func text(_ text: String) -> Node {
        if text.contains("\n") { return .scalar(Node.Scalar(text, Tag(.str), .literal)) }
        let isPlain = Resolver.default.resolveTag(of: .scalar(Node.Scalar(text, Tag(.implicit), .plain))) == .str
        return .scalar(Node.Scalar(text, Tag(.str), isPlain ? .any : .singleQuoted))
    }

    /// A document after a comment.
    static func text(_ node: Node, note: String) throws -> String {
        // Wide lines are broken at blanks, where YAML and PromQL do not care.
        "# \(note)\n" + (try Yams.serialize(node: node, indent: 2, width: 110, allowUnicode: true))
    }
}
