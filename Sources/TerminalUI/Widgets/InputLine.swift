/// A row of text that is being typed, with its cursor.
///
/// ```
/// filter: checkout
/// ```
/// The text is made printable as it comes in. Of a text longer than the row the part around the cursor is shown.
package struct InputLine: Equatable, Sendable {
    /// The most scalars that a text may have; what is typed beyond that is dropped.
    package static let limit = 256

    /// The columns that a long prompt leaves to the text.
    private static let fewestColumns = 8

    package var prompt: String
    package var promptStyle: Style
    package var style: Style
    /// The most scalars that this text may have.
    private let limit: Int
    package private(set) var text: String
    /// The characters before the cursor.
    package private(set) var cursor: Int

    /// A line with the cursor at the end of its text.
    package init(
        prompt: String,
        text: String = "",
        promptStyle: Style = .bold,
        style: Style = .normal,
        limit: Int = InputLine.limit
    ) {
        self.prompt = prompt
        self.promptStyle = promptStyle
        self.style = style
        self.limit = limit
        self.text = InputLine.accepted(text, room: limit)
        cursor = self.text.count
    }

    /// Changes the text or moves the cursor; false if the key has no such meaning.
    ///
    /// Keys that edit are taken even where there is nothing to do, so that they mean nothing else meanwhile.
    package mutating func press(_ key: Key) -> Bool {
        switch key {
        case .character(let character): insert(String(character))
        case .backspace: removeBefore(1)
        case .delete:
            if cursor < text.count { text.remove(at: position(cursor)) }
        case .left: move(to: cursor - 1)
        case .right: move(to: cursor + 1)
        case .home, .control("a"): move(to: 0)
        case .end, .control("e"): move(to: text.count)
        case .control("u"): removeBefore(cursor)
        case .control("w"): removeBefore(wordLength)
        default: return false
        }
        return true
    }

    private mutating func insert(_ addition: String) {
        let place = position(cursor)
        let room = limit - text.unicodeScalars.count
        let before = String(text[..<place]) + InputLine.accepted(addition, room: room)
        text = before + text[place...]
        // A combining mark joins the character before it; then there is no new one.
        move(to: before.count)
    }

    private mutating func removeBefore(_ count: Int) {
        let count = min(max(count, 0), cursor)
        text.removeSubrange(position(cursor - count)..<position(cursor))
        move(to: cursor - count)
    }

    private mutating func move(to place: Int) {
        cursor = min(max(place, 0), text.count)
    }

    private func position(_ cursor: Int) -> String.Index {
        text.index(text.startIndex, offsetBy: cursor, limitedBy: text.endIndex) ?? text.endIndex
    }

    /// The length of the word before the cursor, with the blanks after it.
    private var wordLength: Int {
        let before = text.prefix(cursor)
        let word = before.reversed().drop { $0 == " " }.drop { $0 != " " }
        return before.count - word.count
    }

    private static func accepted(_ text: String, room: Int) -> String {
        String(PrintableText.sanitize(text).unicodeScalars.prefix(max(room, 0)))
    }
}

extension InputLine {
    package func render(into buffer: inout Buffer, area: Rect) {
        let row = area.splitTop(1).top
        guard !row.isEmpty else { return }
        buffer.fill(row, " ", style)
        let room = row.width - min(row.width, InputLine.fewestColumns)
        // No ellipsis: the end of a cut prompt is the text.
        let used = buffer.put(prompt, x: row.x, y: row.y, style: promptStyle, width: room)
        let field = row.inset(left: used)
        let shown = window(columns: field.width)
        buffer.put(String(shown.text), x: field.x, y: field.y, style: style, width: field.width)
        let cell = Rect(x: field.x + shown.cursor, y: field.y, width: shown.cursorWidth, height: 1)
        buffer.restyle(cell.intersection(field), style.reversed)
    }

    /// The text from the first character that is shown, and the columns of the cursor in it.
    private func window(columns: Int) -> (text: Substring, cursor: Int, cursorWidth: Int) {
        let characters = Array(text)
        let widths = characters.map { DisplayWidth.width(of: $0) }
        let cursorWidth = cursor < widths.count ? max(1, widths[cursor]) : 1
        // Some of what follows stays in sight, else the cursor would seem to stand at the end.
        let ahead = min(widths.dropFirst(cursor + 1).reduce(0, +), columns / 4)
        var before = widths.prefix(cursor).reduce(0, +)
        var first = 0
        while first < cursor, before + cursorWidth + ahead > columns {
            before -= widths[first]
            first += 1
        }
        return (text.dropFirst(first), before, cursorWidth)
    }
}
