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
    package var completions: Completions?
    /// Which of them is chosen.
    package var chosen = 0
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

    /// Puts a word in the place of what stands before the cursor of it.
    package mutating func complete(with word: String) {
        let before = input.text.prefix(input.cursor).dropLast(context.prefix.count)
        let after = input.text.dropFirst(input.cursor)
        input = Self.line("\(before)\(word)\(after)")
        for _ in after { _ = input.press(.left) }
        (completions, chosen) = (nil, 0)
    }
}
