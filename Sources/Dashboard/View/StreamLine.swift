import GoldenSignals
import PromModel
import TerminalUI

/// The screen as one line of plain words: time, service, verdict, the seven numbers, and what explains them.
package enum StreamLine {
    /// `16:42:07Z checkout CRIT 5xx 7.21% > 1% since 16:38:52 (3m15s) | RPS 1.24k/s … | LIVE 2s, 6/6 up | 45s after …`.
    package static func text(_ state: DashboardState) -> String {
        var state = state
        state.hasKeys = false
        // As wide as it takes: nothing is left out for want of room.
        let view = DashboardView(state, size: TerminalSize(columns: 400, rows: 24))
        let source = state.shown
        let numbers = Signal.allCases.map { signal in
            let cell = view.nowCell(signal, source.snapshot?[signal])
            return "\(view.label(signal)) \(cell.text)\(cell.mark ?? "")"
        }
        let fresh = words(view.freshness.text)
        let freshness = fresh.hasSuffix(" up") ? fresh : "\(fresh), \(view.upText)"
        let name = state.settings.service.isEmpty ? "sretop" : state.settings.service
        let zone = state.settings.isLocalTime ? TimeText.zone(state.settings.localOffset) : "Z"
        let head = "\(view.clock(state.now))\(zone) \(name) \(words(view.verdictText(isShort: false).text))"
        let part = source.snapshot?.isPartial == true ? "win \(view.windowText)" : ""
        let parts = [head, numbers.joined(separator: " "), freshness, view.explanation.text, part]
        return PrintableText.sanitize(parts.filter { !$0.isEmpty }.joined(separator: " | "))
    }

    /// The verdict and what explains it, in words.
    package static func evidence(_ state: DashboardState) -> [String] {
        var state = state
        // A passing word to who presses keys is no evidence.
        (state.notice, state.hasKeys) = (nil, false)
        let view = DashboardView(state, size: TerminalSize(columns: 400, rows: 24))
        let texts = [words(view.verdictText(isShort: false).text), view.explanation.text]
        return texts.filter { !$0.isEmpty }.map { PrintableText.sanitize($0) }
    }

    /// A text without the sign that it begins with: words are read aloud, signs are not.
    private static func words(_ text: String) -> String {
        String(text.drop { !$0.isLetter && !$0.isNumber })
    }
}
