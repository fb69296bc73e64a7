import TerminalUI

// How words find room: whole ones in ever shorter wordings, and where text must be cut it says so.
extension DashboardView {
    /// The first of ever shorter texts that has room in a row, else the last one.
    func widest(_ texts: [String]) -> String {
        texts.first { DisplayWidth.width(of: $0) <= size.columns } ?? texts.last ?? ""
    }

    /// A key that helps; nothing where none can be pressed.
    func keyHint(_ hint: String) -> String { state.hasKeys ? hint : "" }

    /// Writes text up to the end of the row or of `width`; what does not fit ends in `…`, never within a number.
    ///
    /// Returns the columns it used.
    @discardableResult
    mutating func putShortened(_ text: String, x: Int, y: Int, style: Style, width: Int? = nil) -> Int {
        let room = max(0, min(width ?? size.columns, size.columns - x))
        return buffer.put(text.shortened(toColumns: room, ellipsis: glyphs.ellipsis), x: x, y: y, style: style)
    }
}
