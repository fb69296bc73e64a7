import Synchronization

/// What a text on the command line is to look like, where it was refused.
///
/// The parser of arguments asks a type only whether it takes a text, and says that it does not: what would be right has to
/// be added to its words.
enum ArgumentForm {
    private static let refused = Mutex<String?>(nil)

    /// Notes what a text should have looked like, which is about to be refused.
    static func refuse(_ form: String) { refused.withLock { $0 = form } }

    /// A refusal with what would be right; nil where that is said already, or is no matter of a value's form.
    static func completed(_ message: String) -> String? { completed(message, form: refused.withLock { $0 }) }

    /// The same with what the value's type noted; the types that note nothing and take a text of their own are numbers.
    static func completed(_ message: String, form: String?) -> String? {
        guard message.hasPrefix("Error: The value '"), let place = message.firstRange(of: "' is invalid for '"),
            let end = message[place.upperBound...].firstIndex(of: "'")
        else { return nil }
        let rest = message[message.index(after: end)...]
        guard rest.isEmpty || rest.hasPrefix("\n") else { return nil }
        return "\(message[...end]): write \(form ?? "a number")\(rest)"
    }
}
