/// How cases turned out.
package struct Report {
    /// What is to be said about a case that did not pass.
    package struct Remark: Equatable {
        /// The line of the file the case stands on, from 1.
        package var line: Int
        /// Whether the case was left out rather than answered wrongly.
        package var isSkipped: Bool
        /// What is wrong, or why it was left out.
        package var reason: String

        /// The remark as it is printed, behind the file's name.
        package var text: String { "\(line): \(isSkipped ? "skipped: " : "")\(reason)" }
    }

    /// How many cases passed.
    package private(set) var passed = 0
    /// The cases that did not, in the file's order.
    package private(set) var remarks: [Remark] = []

    /// No case yet.
    package init() {}

    /// How many cases failed.
    package var failed: Int { remarks.count { !$0.isSkipped } }
    /// How many cases were left out.
    package var skipped: Int { remarks.count { $0.isSkipped } }

    /// The closing line.
    package var summary: String { "\(passed) passed, \(failed) failed, \(skipped) skipped" }

    /// Counts another file's cases in.
    package mutating func add(_ other: Report) {
        passed += other.passed
        remarks += other.remarks
    }

    mutating func pass() {
        passed += 1
    }

    mutating func fail(line: Int, _ reason: String) {
        remarks.append(Remark(line: line, isSkipped: false, reason: reason))
    }

    mutating func skip(line: Int, _ reason: String) {
        remarks.append(Remark(line: line, isSkipped: true, reason: reason))
    }
}
