import Diagnosis
import GoldenSignals
import PromModel
import TerminalUI

// What is broken beside what row 2 begins with: there as far as it has room, the rest in row 3.
extension DashboardView {
    /// The other breaches that have room in row 2 behind the verdict's columns: the worst comes first.
    func breachesInRow(behind used: Int) -> [(text: String, x: Int, breach: BreachVerdict)] {
        var x = used + 3
        var placed: [(text: String, x: Int, breach: BreachVerdict)] = []
        for breach in source.tracker.otherBreaches {
            let text = otherText(breach)
            let width = DisplayWidth.width(of: text)
            guard x + width <= size.columns else { break }
            placed.append((text, x, breach))
            x += 2 + width
        }
        return placed
    }

    /// The breaches that are over their limits and have no room in row 2, each in ever fewer words.
    ///
    /// Slow requests break one limit after the other, and are told once.
    var besideTexts: [[String]] {
        guard case .breach(let worst) = verdict, !isStale else { return [] }
        let used = isNarrow ? size.columns : DisplayWidth.width(of: verdictText(isShort: false).text)
        let placed = breachesInRow(behind: min(used, size.columns)).map { $0.breach }
        var told = ([worst] + placed).map(\.limit.signal)
        var texts: [[String]] = []
        for breach in source.tracker.otherBreaches.dropFirst(placed.count) {
            let signal = breach.limit.signal
            let isTold = told.contains { $0 == signal || $0.unit == .seconds && signal.unit == .seconds }
            guard !isTold, let value = breach.value, value > breach.limit.threshold else { continue }
            told.append(signal)
            // What is full says more than how full it is.
            let resource = signal == .saturation ? source.snapshot?[signal].detail.map { " \($0)" } ?? "" : ""
            let (name, shown, limit) = (label(signal), valueText(breach), limitText(breach.limit))
            texts.append([
                "\(name) \(shown) > \(limit)\(resource) for \(TimeText.span(now - breach.since))",
                "\(name) \(shown)>\(limit)\(resource)",
            ])
        }
        return texts
    }

    /// Traffic that is not as usual beside something worse, in ever fewer words.
    var besideTrafficTexts: [String] {
        guard let change = source.traffic.change, !isStale else { return [] }
        switch verdict {
        case .breach, .crashLoop, .clientErrors: break
        default: return []
        }
        let usual = NumberText.rate(change.usual)
        switch change.kind {
        case .stopped: return ["traffic stopped, \(usual) usual", "traffic stopped"]
        case .low: return ["traffic \(NumberText.rate(change.now)) < \(NumberText.trimmed(change.usual))/s"]
        case .fell:
            let fall = "traffic -\(percent(1 - change.now / change.usual))"
            return ["\(fall), \(usual) usual", fall]
        case .rose:
            let rise = "traffic \(NumberText.fixed(change.now / change.usual, 1)) times"
            return ["\(rise) the usual \(usual)", rise]
        }
    }
}
