/// One signal's number, or the word that stands in its place, with what there is to know before trusting it.
package struct SignalReading: Sendable, Equatable, Codable {
    /// Four different blanks and the number itself.
    package enum State: Sendable, Equatable, Codable {
        /// There is a number.
        case value(Double)
        /// No request came in the window: nothing to divide by.
        case idle
        /// The metric is absent.
        case noData
    }

    /// The number or its blank.
    package var state: State
    /// The number is at least this: the quantile lies above the histogram's last finite bound.
    package var clippedAt: Double?
    /// Requests were seen, and none has failed since the service started.
    package var noErrorsYet = false
    /// Why there is no number, where the source's samples tell.
    package var blank: String?
    /// The whole, or nothing, as far as it was looked at: new counters of failures may hold some that nobody can date.
    package var isUnproven = false
    /// The resource that the number is about.
    package var detail: String?

    /// A reading without marks.
    package init(_ state: State) {
        self.state = state
    }

    /// The number, where there is one.
    package var value: Double? {
        if case .value(let value) = state { value } else { nil }
    }
}
