import GoldenSignals

/// What is asked about a breach that is over: once a breach.
struct EndedInquiry: Sendable {
    let breach: EndedBreach
    /// It was asked for.
    var isTraced = false

    /// What is to be asked about a breach, after what was asked before; nil where there is none.
    ///
    /// One that has another date by now is the same.
    init?(_ breach: EndedBreach?, after before: EndedInquiry?) {
        guard let breach else { return nil }
        if let before, before.breach.found == breach.found, before.breach.limit == breach.limit {
            self = before
            return
        }
        self.breach = breach
    }
}
