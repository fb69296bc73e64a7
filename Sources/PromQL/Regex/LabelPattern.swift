/// A regular expression that has to match a whole label value.
///
/// The forms people write most (`a|b|c`, `prefix.*`, `.+`) are recognised and compared as text.
package struct LabelPattern: Sendable {
    /// How values are compared.
    private enum Strategy: Sendable {
        case anything
        case anythingNotEmpty
        case oneOf(Set<String>)
        case prefix(String, nonEmptyRest: Bool)
        case program
    }

    private let strategy: Strategy
    private let program: RegexProgram
    private let groupNames: [String?]

    /// Compiles an expression in RE2's syntax, anchored at both ends.
    ///
    /// A dot matches every character, line feeds included, as in Prometheus 3, unless `dotMatchesAll` is false.
    package init(_ text: String, dotMatchesAll: Bool = true) throws(RegexError) {
        let (node, names) = try RegexParser.parse(text, dotMatchesAll: dotMatchesAll)
        program = try RegexProgram(node, groupCount: names.count)
        groupNames = names
        strategy = LabelPattern.strategy(for: node)
    }

    /// Whether the whole value matches.
    package func matches(_ value: String) -> Bool {
        switch strategy {
        case .anything: true
        case .anythingNotEmpty: !value.isEmpty
        case .oneOf(let values): values.contains(value)
        case .prefix(let prefix, let nonEmptyRest):
            value.utf8.starts(with: prefix.utf8) && (!nonEmptyRest || value.utf8.count > prefix.utf8.count)
        case .program: program.match(value.unicodeScalars.map(\.value), capturing: false) != nil
        }
    }

    /// Puts what a value's groups matched into a template, or returns nil if the value does not match.
    ///
    /// In the template `$1`, `${1}`, `$name` and `${name}` stand for groups, `$$` for a dollar sign; groups that
    /// do not exist or took no part are empty.
    package func replacement(for value: String, template: String) -> String? {
        let scalars = value.unicodeScalars.map(\.value)
        guard let ranges = program.match(scalars, capturing: true) else { return nil }
        var result = String.UnicodeScalarView()
        var rest = Array(template.unicodeScalars)[...]
        while let scalar = rest.popFirst() {
            guard scalar == "$" else {
                result.append(scalar)
                continue
            }
            if rest.first == "$" {
                rest.removeFirst()
                result.append("$")
            } else if let name = LabelPattern.readReference(&rest) {
                guard let group = groupIndex(name), group < ranges.count, let range = ranges[group] else { continue }
                result.append(contentsOf: scalars[range].compactMap(Unicode.Scalar.init))
            } else {
                result.append("$")
            }
        }
        return String(result)
    }

    private func groupIndex(_ name: String) -> Int? {
        Int(name) ?? groupNames.firstIndex { $0 == name }
    }

    /// Takes `1`, `name` or `{name}` from the front; nil, taking nothing, if neither comes next.
    private static func readReference(_ rest: inout ArraySlice<Unicode.Scalar>) -> String? {
        let braced = rest.first == "{"
        let body = braced ? rest.dropFirst() : rest
        let word = body.prefix { ScalarSet.words.contains($0.value) }
        let after = body.dropFirst(word.count)
        guard !word.isEmpty, !braced || after.first == "}" else { return nil }
        rest = braced ? after.dropFirst() : after
        return String(String.UnicodeScalarView(word))
    }

    private static func strategy(for node: RegexNode) -> Strategy {
        if let literal = literal(node) { return .oneOf([literal]) }
        switch node {
        case let any where isAny(any, minimum: 0): return .anything
        case let any where isAny(any, minimum: 1): return .anythingNotEmpty
        case .alternatives(let branches), .group(.alternatives(let branches), _):
            let literals = branches.compactMap(literal)
            return literals.count == branches.count ? .oneOf(Set(literals)) : .program
        case .sequence(let parts):
            guard let last = parts.last, let prefix = literal(.sequence(parts.dropLast())) else { return .program }
            if isAny(last, minimum: 0) { return .prefix(prefix, nonEmptyRest: false) }
            if isAny(last, minimum: 1) { return .prefix(prefix, nonEmptyRest: true) }
            return .program
        default: return .program
        }
    }

    /// The text a node stands for, if it is plain text.
    private static func literal(_ node: RegexNode) -> String? {
        switch node {
        case .empty: return ""
        case .scalar(let scalar): return Unicode.Scalar(scalar).map { String(Character($0)) }
        case .sequence(let parts):
            var text = ""
            for part in parts {
                guard let piece = literal(part) else { return nil }
                text += piece
            }
            return text
        default: return nil
        }
    }

    private static func isAny(_ node: RegexNode, minimum: Int) -> Bool {
        guard case .repeated(.set(let set), minimum, nil, _) = node else { return false }
        return set.inverted && set.ranges.isEmpty
    }
}
