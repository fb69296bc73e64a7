import GoldenSignals
import PromModel
import TerminalUI

// Where the names of the signals lead.
extension DashboardView {
    /// The names that stand on the screen in their usual look, each to its expression on the source's own page.
    var links: [Frame.Link] {
        guard settings.hasLinks, let page = source.report?.graphPage else { return [] }
        let layout = layout
        guard !layout.isTiny else { return [] }
        let known = source.report?.expressions ?? [:]
        let cells = layout.numbers.columns(Signal.allCases.count, gap: 2)
        let first = layout.numbers.y + (layout.numbers.height > Signal.allCases.count ? 1 : 0)
        return Signal.allCases.enumerated().compactMap { index, signal -> Frame.Link? in
            guard let expression = known[signal] else { return nil }
            let (x, y) = layout.isStrip ? (cells[index].x, layout.numbers.y) : (layout.numbers.x, first + index)
            let text = label(signal)
            guard y < size.rows, isShown(text, x: x, y: y) else { return nil }
            return Frame.Link(x: x, y: y, text: text, url: address(page, expression))
        }
    }

    /// Whether a word stands somewhere in bold: a panel may lie over it, and the focus looks otherwise.
    private func isShown(_ text: String, x: Int, y: Int) -> Bool {
        text.unicodeScalars.enumerated().allSatisfy { offset, scalar in
            guard x + offset < size.columns else { return false }
            let cell = buffer[x + offset, y]
            return cell.symbol.base == scalar && cell.style == .title
        }
    }

    /// The page with an expression over the time of the charts; up to now where the newest is shown.
    private func address(_ page: String, _ expression: String) -> String {
        var address = "\(page)?g0.expr=\(Self.escaped(expression))&g0.tab=0"
        address += "&g0.range_input=\(settings.span.milliseconds / 1000)s"
        if let end = cursor?.at ?? state.view.end {
            // The page reads a moment as it writes it: in UTC, to the second.
            let stamp = TimeText.stamp(end)
            let moment = stamp.prefix(10) + " " + stamp.dropFirst(11).prefix(8)
            address += "&g0.end_input=\(Self.escaped(String(moment)))"
        }
        return address
    }

    private static func escaped(_ text: String) -> String {
        text.utf8.reduce(into: "") { result, byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."):
                result.unicodeScalars.append(Unicode.Scalar(byte))
            default:
                let digits = Array("0123456789ABCDEF")
                result.append("%")
                result.append(digits[Int(byte >> 4)])
                result.append(digits[Int(byte & 15)])
            }
        }
    }
}
