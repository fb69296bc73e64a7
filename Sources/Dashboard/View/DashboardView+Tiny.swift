import GoldenSignals
import TerminalUI

extension DashboardView {
    /// One to nine rows: the verdict first, then freshness, then as many numbers as fit, several in a row.
    mutating func drawTiny() {
        let verdict = verdictText(isShort: true)
        if size.rows < 3 {
            let used = putShortened(verdict.text, x: 0, y: 0, style: verdict.style)
            let fresh = freshness
            let x = used + 2 + buffer.put(fresh.text, x: used + 2, y: 0, style: fresh.style)
            drawFlow(x: size.rows == 1 ? x + 2 : 0, y: size.rows - 1)
            return
        }
        drawNarrowHeader(y: 0)
        putShortened(verdict.text, x: 0, y: 1, style: verdict.style)
        drawFlow(x: 0, y: 2)
    }

    /// The numbers one after another, whole or not at all.
    private mutating func drawFlow(x start: Int, y first: Int) {
        var x = start
        var y = first
        for text in numberTexts {
            let width = DisplayWidth.width(of: text)
            if x > 0, x + width > size.columns {
                x = 0
                y += 1
            }
            guard y < size.rows else { return }
            x += buffer.put(text, x: x, y: y, style: isDimmed ? .dim : .normal, width: size.columns - x) + 2
        }
    }

    private var numberTexts: [String] {
        Signal.allCases.map { signal in
            let cell = nowCell(signal, source.snapshot?[signal])
            return "\(label(signal)) \(cell.text)\(cell.mark ?? "")"
        }
    }
}
