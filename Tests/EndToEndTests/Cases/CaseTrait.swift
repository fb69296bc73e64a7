import Foundation
import Synchronization
import Testing

/// What `sretop --stream` is asked about one situation, and when it has said enough.
struct CaseQuestion: Sendable {
    let name: String
    let arguments: [String]
    var seconds = 15
    let isWanted: @Sendable (String) -> Bool

    /// Asks all of them side by side, since they mostly wait; what each said, by its name.
    static func ask(_ questions: [CaseQuestion]) -> [String: [String]] {
        let said = Mutex<[String: [String]]>([:])
        DispatchQueue.concurrentPerform(iterations: questions.count) { index in
            let question = questions[index]
            let lines = try? CasePages.lines(
                question.arguments,
                within: question.seconds,
                until: question.isWanted
            )
            said.withLock { $0[question.name] = lines ?? [] }
        }
        return said.withLock { $0 }
    }
}

/// Watches the situations of a suite once, before its tests look at what was said.
struct CaseTrait: SuiteTrait, TestScoping {
    @TaskLocal static var said: [String: [String]] = [:]

    let watch: @Sendable () throws -> [String: [String]]

    func provideScope(
        for test: Test,
        testCase: Test.Case?,
        performing function: @Sendable () async throws -> Void
    ) async throws {
        // Without the data each test says so itself.
        let has = ProcessInfo.processInfo.environment["SRETOP_CORPORA"] != nil
        let said = has ? try watch() : [:]
        try await CaseTrait.$said.withValue(said) { try await function() }
    }

    /// What was said of a situation; ends the test, with the reason, without the data.
    static func lines(_ name: String) throws -> [String] {
        _ = try CasePages.folder()
        return try #require(said[name], "nothing is called \(name)")
    }
}
