import ArgumentParser
import GoldenSignals
import Settings

/// A limit on the command line: `5xx<1%`, `p95<500ms`, `p99<1s`, `avg<200ms`, `sat<85%`.
struct LimitArgument: ExpressibleByArgument, Sendable, Equatable {
    let limit: Limit

    init?(argument: String) {
        guard let limit = LimitText.parse(argument) else { return nil }
        self.limit = limit
    }

    /// The defaults, with those given in their places.
    static func merged(_ given: [LimitArgument]) -> [Limit] { LimitText.merged(given.map(\.limit)) }
}
