import CTerminal
package import TerminalUI

/// Brings frames to the façade: only cells that differ from the last frame, in the terminal's colours and symbols.
///
/// Not Sendable: it belongs to the thread that owns the terminal.
package final class Canvas {
    private let terminal: OpaquePointer
    private var palette: Palette
    private let isUnicode: Bool
    private var last: Buffer?
    private var title: String?
    private var bells: Int?
    private var links: [Frame.Link] = []
    private var isStale = true
    /// True when the terminal may be in another state than it was told, beside its cells.
    private var isStateStale = false

    package init(terminal: OpaquePointer, palette: Palette, isUnicode: Bool) {
        self.terminal = terminal
        self.palette = palette
        self.isUnicode = isUnicode
    }

    /// Forgets what is on the screen, so that the next refresh draws everything, and says anew what is beside it.
    package func invalidate() {
        isStale = true
        isStateStale = true
    }

    /// Takes the terminal back from the shell, or from whoever had it, and draws everything.
    package func comeBack() {
        cterm_enter(terminal)
        // The modes are seen to; the title is by now the shell's, and ours may never have been sent.
        if let title { cterm_set_title(terminal, plain(title)) }
    }

    /// Takes another size; the next frame is drawn whole.
    package func resize(to size: TerminalSize) {
        cterm_resize(terminal, Int32(size.rows), Int32(size.columns))
        last = nil
        isStale = true
    }

    /// Composes the bytes that turn the screen into a frame; without one, those that draw it anew.
    package func show(_ frame: Frame?) {
        let broken = frame.map { brokenLinks($0) } ?? links
        if let frame {
            if frame.theme != palette.theme {
                // Other colours in the same cells: ncurses finds which ones differ.
                palette = palette.with(theme: frame.theme)
                last = nil
            }
            if let last, last.size == frame.buffer.size {
                put(frame.buffer, over: last)
            } else {
                cterm_erase(terminal)
                put(frame.buffer, over: nil)
            }
            last = frame.buffer
        }
        cterm_refresh(terminal, isStale)
        isStale = false
        if isStateStale { cterm_repeat_modes(terminal) }
        setTitle(frame?.title)
        isStateStale = false
        if let frame {
            set(frame)
            links = frame.links
        }
        for link in broken {
            cterm_link(terminal, Int32(link.y), Int32(link.x), link.text, link.url)
        }
    }

    /// The links of a frame that the terminal does not have: new ones, and those whose cells are drawn anew.
    private func brokenLinks(_ frame: Frame) -> [Frame.Link] {
        guard !frame.links.isEmpty else { return [] }
        guard !isStale, let last, last.size == frame.buffer.size, frame.theme == palette.theme else {
            return frame.links
        }
        return frame.links.filter { link in
            guard links.contains(link) else { return true }
            let width = DisplayWidth.width(of: link.text)
            return (link.x..<(link.x + width)).contains { last[$0, link.y] != frame.buffer[$0, link.y] }
        }
    }

    /// Writes a title, or the one there is, unless the terminal has it already.
    private func setTitle(_ new: String?) {
        guard let wanted = new ?? title, wanted != title || isStateStale else { return }
        title = wanted
        cterm_set_title(terminal, plain(wanted))
    }

    /// Brings what is not in the cells to what the frame says.
    private func set(_ frame: Frame) {
        cterm_set_mouse(terminal, frame.isMouseOn)
        if let bells, frame.bells > bells { cterm_ring(terminal) }
        bells = frame.bells
    }

    private func put(_ buffer: Buffer, over last: Buffer?) {
        let columns = buffer.size.columns
        for index in buffer.cells.indices {
            let cell = buffer.cells[index]
            if let last, last.cells[index] == cell { continue }
            guard !cell.isContinuation else { continue }
            put(cell, row: Int32(index / columns), column: Int32(index % columns))
        }
    }

    private func put(_ cell: Cell, row: Int32, column: Int32) {
        let base = cell.symbol.base
        let (foreground, attributes) = palette.look(cell.style, symbol: base)
        var raw = cterm_cell()
        raw.foreground = foreground
        raw.background = -1
        raw.attributes = attributes
        raw.width = UInt8(cell.symbol.width)
        if isUnicode {
            raw.base = base.value
            let (first, second) = cell.symbol.marks
            raw.marks = (first?.value ?? 0, second?.value ?? 0)
        } else {
            raw.base = GlyphSet.asciiForm(of: base).value
        }
        cterm_put(terminal, row, column, &raw)
        guard !isUnicode, cell.symbol.width == 2 else { return }
        raw.base = 0x20
        raw.width = 1
        cterm_put(terminal, row, column + 1, &raw)
    }

    /// A title that any terminal takes: short, printable, and ASCII where that is all there is.
    private func plain(_ title: String) -> String {
        let text = title.truncated(toColumns: 80)
        guard !isUnicode else { return text }
        var ascii = "".unicodeScalars
        for scalar in text.unicodeScalars { ascii.append(GlyphSet.asciiForm(of: scalar)) }
        return String(ascii)
    }
}
