package import Diagnosis
import GoldenSignals
import PromModel
import TerminalUI

/// The screen as one line of plain words: time, service, verdict, the seven numbers, and what explains them.
package enum StreamLine {
    /// `16:42:07Z checkout CRIT 5xx 7.21% > 1% since 16:38:52 (3m15s) | RPS 1.24k/s … | LIVE 2s, 6/6 up | 45s after …`.
    package static func text(_ state: DashboardState) -> String {
        let view = DashboardView(handingOn: state)
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
        let text = parts.filter { !$0.isEmpty }.joined(separator: " | ")
        return PrintableText.sanitize(text)
    }

    /// The verdict and what explains it, in words.
    package static func evidence(_ state: DashboardState) -> [String] {
        let view = DashboardView(handingOn: state)
        let texts = [words(view.verdictText(isShort: false).text), view.explanation.text]
        return texts.filter { !$0.isEmpty }.map { PrintableText.sanitize($0) }
    }

    /// Who explains what is broken, as those words have it, with the best explanations; nil where nobody told.
    ///
    /// Where nobody counted the parts of the traffic, the table of who stands in, as it does on the screen.
    package static func attribution(_ state: DashboardState) -> (attribution: Attribution, suspects: [Suspect])? {
        let view = DashboardView(handingOn: state)
        let counted = view.source.explanation.map { (attribution: $0.attribution, suspects: $0.suspects) }
        guard view.attributionTexts == nil, view.verdict.signal == .errorShare, let snapshot = view.source.snapshot,
            let breakdown = snapshot.breakdown
        else { return counted }
        if let few = breakdown.failuresTooFew(in: snapshot.window) { return (.tooFew(bad: few), []) }
        guard let told = breakdown.attribution else { return counted }
        switch told {
        case .suspect(let suspect): return (told, [suspect])
        case .everywhere(let nearest): return (told, [nearest].compactMap { $0 })
        case .tooFew, .nothingNew: return (told, [])
        }
    }

    /// A text without the sign that it begins with: words are read aloud, signs are not.
    private static func words(_ text: String) -> String {
        String(text.drop { !$0.isLetter && !$0.isNumber })
    }
}

extension DashboardView {
    /// What a state shows as others read it elsewhere, as wide as it takes: nothing is left out for want of room.
    init(handingOn state: DashboardState) {
        self.init(state.handedOn, size: TerminalSize(columns: 400, rows: 24))
    }
}
