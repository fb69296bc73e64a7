import Testing

/// Starts real programs for a suite, once, and ends them with it.
struct PartsTrait: SuiteTrait, TestScoping {
    let names: [String]
    /// Programs whose own version of the machine is wanted, not the newest.
    let own: [String]

    func provideScope(
        for test: Test,
        testCase: Test.Case?,
        performing function: @Sendable () async throws -> Void
    ) async throws {
        let parts = try Parts(names, own: own)
        defer { parts.end() }
        try await Parts.$current.withValue(parts) { try await function() }
    }
}

extension Trait where Self == PartsTrait {
    /// The programs are there while the suite runs: see `Parts.having`.
    ///
    /// They are the newest that there are, except those whose own version of the machine is asked for.
    static func parts(_ names: String..., own: [String] = []) -> Self { Self(names: names, own: own) }
}
