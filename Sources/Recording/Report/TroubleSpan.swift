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
        // The places of those under way: traffic and 4xx have each their own.
        var open: [SourceEvent.Trouble: Int] = [:]
        for event in events {
            switch event.turn {
            case .begins(let trouble, let isEndUnknown):
                // Traffic that fell may stop next: that is one trouble.
                if trouble == .traffic, let place = open[trouble] {
                    if !spans[place].what.contains(event.text) { spans[place].what += "; \(event.text)" }
                } else {
                    open[trouble] = spans.count
                    spans.append(TroubleSpan(trouble: trouble, what: event.text, began: event.at))
                }
                if isEndUnknown { open[trouble] = nil }
            case .ends(let trouble):
                guard let place = open.removeValue(forKey: trouble) else { continue }
                spans[place].end = .at(max(spans[place].began, event.at))
            case nil: continue
            }
        }
        for trouble in lasting { if let place = open[trouble] { spans[place].end = .lasting } }
        return spans
    }
}
