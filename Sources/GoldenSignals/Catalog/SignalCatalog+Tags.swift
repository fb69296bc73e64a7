extension SignalCatalog {
    /// The label that tells the parts of a combined query apart.
    package static let tagLabel = "sretop"

    /// What a resource's tag begins with: a user may call one like a signal.
    static let resourcePrefix = "resource:"

    /// The name of the resource that a tag stands for; nil where it stands for something else.
    static func resource(_ tag: String) -> String? {
        tag.hasPrefix(resourcePrefix) ? String(tag.dropFirst(resourcePrefix.count)) : nil
    }

    /// An expression whose results carry a tag.
    package static func tagged(_ expression: String, as tag: String) -> String {
        "label_replace(\(expression), \"\(tagLabel)\", \"\(tag)\", \"\", \"\")"
    }

    /// Several expressions in one query, each with its tag; nil where there is none.
    ///
    /// One request instead of many: what a poll costs a server far away is mostly its round trips.
    package static func combined(_ parts: [(tag: String, expression: String?)]) -> String? {
        let present = parts.compactMap { part in part.expression.map { tagged($0, as: part.tag) } }
        return present.isEmpty ? nil : present.joined(separator: " or ")
    }

    /// The same in as many expressions as it takes for none to be longer than `longest` bytes; one alone may be.
    static func combined(_ parts: [(tag: String, expression: String?)], longest: Int) -> [String] {
        let or = " or "
        var found: [String] = []
        for part in parts.compactMap({ part in part.expression.map { tagged($0, as: part.tag) } }) {
            if let last = found.last, last.utf8.count + or.utf8.count + part.utf8.count <= longest {
                found[found.count - 1] = last + or + part
            } else {
                found.append(part)
            }
        }
        return found
    }
}
