import Testing

/// Starts real programs for a suite, once, and ends them with it.
struct PartsTrait: SuiteTrait, TestScoping {
    let names: [String]

    func provideScope(
        for test: Test,
        testCase: Test.Case?,
        performing function: @Sendable () async throws -> Void
    ) async throws {
        let parts = try Parts(names)
        defer { parts.end() }
        try await Parts.$current.withValue(parts) { try await function() }
    }
}

extension Trait where Self == PartsTrait {
    /// The programs are there while the suite runs: see `Parts.having`.
    static func parts(_ names: String...) -> Self { Self(names: names) }
}
