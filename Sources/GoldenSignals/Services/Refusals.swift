/// Requests that were refused for what their clients sent, of one service of many.
///
/// They are no failures of the service and change nothing about its health; half of the callers that cannot log in are
/// an incident all the same.
package struct Refusals: Sendable, Equatable, Codable {
    /// Their share of the requests, 0 to 1.
    package let share: Double
    /// What they are called: `4xx`, `refused`.
    package let word: String

    /// Fewer come with any service: they are told from this share on.
    package static let leastNews = 0.05

    /// Memberwise.
    package init(share: Double, word: String) {
        self.share = share
        self.word = word
    }

    /// Such as `4xx 90%`.
    package var text: String { "\(word) \(Int((share * 100).rounded()))%" }
}

extension ServiceOverview {
    /// Takes so many refused requests a second; of few requests nothing can be told.
    mutating func takeRefusals(_ perSecond: Double, word: String) {
        guard let requestRate, requestRate > 0, perSecond >= Refusals.leastNews * requestRate else { return }
        refusals = Refusals(share: min(1, perSecond / requestRate), word: word)
    }
}
