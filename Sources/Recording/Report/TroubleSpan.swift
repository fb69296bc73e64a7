import Diagnosis
import PromModel

/// A time in which 4xx were over their limit, or the traffic was not as usual.
struct TroubleSpan: Equatable {
    /// How it ended.
    enum End: Equatable {
        /// All was well again at a moment.
        case at(Timestamp)
        /// It lasts still.
        case lasting
        /// Nobody knows: nothing was measured for a while, or something else followed.
        case unknown
    }

    let trouble: SourceEvent.Trouble
    /// What was not well.
    var what: String
    let began: Timestamp
    var end = End.unknown

    /// When it ended, as far as that is known.
    var ended: Timestamp? { if case .at(let moment) = end { moment } else { nil } }

    /// Those that events tell of, the oldest first; `lasting` are those that the newest poll found.
    static func all(in events: [SourceEvent], lasting: [SourceEvent.Trouble]) -> [TroubleSpan] {
        var spans: [TroubleSpan] = []
        // Traffic and 4xx have each their own.
        var (refusal, change): (Int?, Int?)
        for event in events {
            switch event.turn {
            case .begins(let trouble, let isEndUnknown):
                // Traffic that fell may stop next: that is one trouble.
                if trouble == .traffic, let place = change {
                    if !spans[place].what.contains(event.text) { spans[place].what += "; \(event.text)" }
                } else {
                    spans.append(TroubleSpan(trouble: trouble, what: event.text, began: event.at))
                    if trouble == .traffic { change = spans.count - 1 } else { refusal = spans.count - 1 }
                }
                guard isEndUnknown else { continue }
                if trouble == .traffic { change = nil } else { refusal = nil }
            case .ends(let trouble):
                if let place = trouble == .traffic ? change : refusal {
                    spans[place].end = .at(max(spans[place].began, event.at))
                }
                if trouble == .traffic { change = nil } else { refusal = nil }
            case nil: continue
            }
        }
        if let change, lasting.contains(.traffic) { spans[change].end = .lasting }
        if let refusal, lasting.contains(.clientErrors) { spans[refusal].end = .lasting }
        return spans
    }
}
