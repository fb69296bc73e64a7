/// How one of a target's requests ended.
package struct LoadKindCount: Sendable, Equatable {
    /// Answers of any status.
    package var answered = 0
    /// Of these, 4xx.
    package var clientErrors = 0
    /// Of these, 5xx.
    package var serverErrors = 0
    /// Requests without an answer.
    package var unanswered = 0

    mutating func answered(_ status: Int) {
        answered += 1
        if status >= 500 { serverErrors += 1 } else if status >= 400 { clientErrors += 1 }
    }

    mutating func add(_ other: LoadKindCount) {
        answered += other.answered
        clientErrors += other.clientErrors
        serverErrors += other.serverErrors
        unanswered += other.unanswered
    }
}
