import ArgumentParser
import GoldenSignals
import Settings

/// A limit on the command line: `5xx<1%`, `p95<500ms`, `p99<1s`, `avg<200ms`, `sat<85%`.
struct LimitArgument: Sendable, Equatable {
    let limit: Limit

    init(_ text: String) throws {
        guard let limit = LimitText.parse(text) else {
            throw ValidationError.quoting("'\(text)' is no limit: write \(LimitText.form)")
        }
        self.limit = limit
    }

    /// The defaults, with those given in their places.
    static func merged(_ given: [LimitArgument]) -> [Limit] { LimitText.merged(given.map(\.limit)) }
}
