/// What the screen says of its keys beside what it tells: `(f fixes it)`, `(!)`, `(i tells what came nearest)`.
///
/// Where there is no keyboard, in a document, in a plugin's line, nobody can press them.
package enum KeyWords {
    /// A text without them.
    package static func removed(from text: String) -> String {
        let hint = /[ ]\([!afiop](?: fixes it| fixes| opens it| tells what came nearest| tells| goes on)?\)/
        return text.replacing(hint, with: "")
    }
}
