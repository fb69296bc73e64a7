import Diagnosis
import PromModel

/// A time from the first limit that broke until all held again.
struct BreachSpan: Equatable {
    /// What was over its limit.
    var what: String
    var isCritical: Bool
    let began: Timestamp
    /// Nil where it lasts still.
    var ended: Timestamp?

    /// Those that events tell of, the oldest first.
    static func all(in events: [SourceEvent]) -> [BreachSpan] {
        var spans: [BreachSpan] = []
        var open: Set<String> = []
        for event in events where event.kind.isBreach {
            let subjects = Set(event.subject.split(separator: ", ").map(String.init))
            if case .breachStarted(let isCritical) = event.kind {
                if open.isEmpty || spans.isEmpty {
                    spans.append(
                        BreachSpan(what: event.text, isCritical: isCritical, began: event.at, ended: nil)
                    )
                } else {
                    let place = spans.count - 1
                    if !spans[place].what.contains(event.text) { spans[place].what += "; \(event.text)" }
                    spans[place].isCritical = spans[place].isCritical || isCritical
                }
                open.formUnion(subjects)
            } else {
                open.subtract(subjects)
                if open.isEmpty, !spans.isEmpty { spans[spans.count - 1].ended = event.at }
            }
        }
        return spans
    }
}
