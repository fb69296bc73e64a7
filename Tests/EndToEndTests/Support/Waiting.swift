import Foundation
import Testing

/// Asks until a condition holds; false where it does not within the limit.
///
/// What is waited for happens in another program, which tells nobody: to ask again is the only way to see it. The pause
/// between two questions decides nothing but how soon the answer is noticed.
func comesTrue(
    within limit: TimeInterval,
    askedEvery pause: TimeInterval,
    _ condition: () throws -> Bool
) rethrows -> Bool {
    let deadline = Date().addingTimeInterval(limit)
    while try !condition() {
        guard Date() < deadline else { return false }
        Thread.sleep(forTimeInterval: pause)
    }
    return true
}

/// The same for a question that takes time itself.
func comesTrue(
    within limit: TimeInterval,
    askedEvery pause: TimeInterval,
    _ condition: () async throws -> Bool
) async throws -> Bool {
    let deadline = Date().addingTimeInterval(limit)
    while try await !condition() {
        guard Date() < deadline else { return false }
        try await Task.sleep(for: .seconds(pause))
    }
    return true
}

/// Waits for a condition outside the screen; records an issue where it never holds.
func waitUntil(
    _ limit: TimeInterval,
    _ what: String,
    sourceLocation: SourceLocation = #_sourceLocation,
    _ condition: () -> Bool
) {
    guard !comesTrue(within: limit, askedEvery: 0.02, condition) else { return }
    Issue.record("no \(what) within \(limit) s", sourceLocation: sourceLocation)
}
