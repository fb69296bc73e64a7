package import GoldenSignals
package import TerminalUI

/// An expression that is being written, what it says, and what could be written.
package struct QueryView: Sendable, Equatable {
    /// The longest expression that can be written, in scalars.
    package static let mostText = 4096
    /// So many rows of completions are shown.
    package static let mostShown = 6

    /// The expression.
    package var input: InputLine
    /// What came of the last question; nil before the first.
    package var answer: PromQLAnswer?
    /// The question that is being asked.
    package var asked: PromQLQuestion?
    /// The first row of the table that is shown.
    package var first = 0
    /// What the word before the cursor can become; nil while nobody asked.
    package private(set) var completions: Completions?
    /// Which of them is chosen.
    package private(set) var chosen = 0
    /// The word was written on since the list was opened, and none of the list chosen: Enter is about the expression.
    package private(set) var isWrittenOn = false
    /// What the source is asked to complete; nil where an answer would come too late.
    private var awaited: CompletionContext?
    /// Which of the expressions asked earlier stands in the line; nil for none of them.
    package var place: Int?

    /// A view on an expression.
    package init(_ expression: String) { input = Self.line(expression) }

    /// The line with a text, the cursor at its end.
    package static func line(_ text: String) -> InputLine {
        InputLine(prompt: "PromQL: ", text: text, limit: mostText)
    }

    /// What the word before the cursor is.
    package var context: CompletionContext { CompletionContext(String(input.text.prefix(input.cursor))) }
}

// Its list of completions.
extension QueryView {
    /// The text before the word that the cursor is in: while it stays the same, so does the word.
    private var beforeWord: Substring { input.text.prefix(input.cursor).dropLast(context.prefix.count) }

    /// Notes what the source is asked to complete.
    package mutating func wait(for context: CompletionContext) { awaited = context }

    /// Takes what the word can become; false where nobody waits for it any more.
    ///
    /// Where the list is not open yet, one that alone fits is taken at once.
    package mutating func take(_ completions: Completions) -> Bool {
        guard awaited == completions.context, context == completions.context else { return false }
        awaited = nil
        if self.completions == nil, completions.words.count == 1, let only = completions.words.first {
            complete(with: only)
            return true
        }
        isWrittenOn = isWrittenOn && self.completions != nil
        show(completions)
        return true
    }

    /// Shows a list with what was chosen of it before, as far as that is among them; one that has nothing to add is none.
    private mutating func show(_ list: Completions) {
        let before = completions.flatMap { $0.words.indices.contains(chosen) ? $0.words[chosen] : nil }
        chosen = before.flatMap { list.words.firstIndex(of: $0) } ?? 0
        completions = list.words.isEmpty || list.words == [list.context.prefix] ? nil : list
    }

    /// Changes the text by a key; false if the key has no such meaning.
    ///
    /// An open list follows the word: it keeps what still fits, and closes where that is nothing more, where the word
    /// is whole, and where another one is being written.
    package mutating func press(_ key: Key) -> Bool {
        let (before, text, cursor) = (beforeWord, input.text, input.cursor)
        guard input.press(key) else { return false }
        guard text != input.text || cursor != input.cursor else { return true }
        (place, awaited) = (nil, nil)
        guard let completions else { return true }
        let context = context
        let isGone = context == .nothing || context == .name(prefix: "") || before != beforeWord
        show(isGone ? Completions(.nothing, among: []) : Completions(context, among: completions.words))
        if self.completions == nil { close() } else { isWrittenOn = true }
        return true
    }

    /// Chooses another word of the list; false where none is open.
    package mutating func choose(_ step: Int, isCircle: Bool) -> Bool {
        guard let count = completions?.words.count, count > 0 else { return false }
        let next = chosen + step
        chosen = isCircle ? (next + count) % count : min(max(0, next), count - 1)
        isWrittenOn = false
        return true
    }

    /// Closes the list.
    package mutating func close() { (completions, chosen, isWrittenOn, awaited) = (nil, 0, false, nil) }

    /// Puts a word in the place of what stands before the cursor of it.
    package mutating func complete(with word: String) {
        let before = beforeWord
        let after = input.text.dropFirst(input.cursor)
        input = Self.line("\(before)\(word)\(after)")
        for _ in after { _ = input.press(.left) }
        close()
    }
}
