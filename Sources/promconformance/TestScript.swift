internal import PromModel
internal import PromQL

/// A file in Prometheus's test notation, read into commands.
struct TestScript {
    /// One command and the line it stands on, from 1.
    struct Command {
        var line: Int
        var action: Action
    }

    /// What a command does.
    enum Action {
        /// Forgets all samples.
        case clear
        /// Loads series whose samples lie `interval` apart, the first at the epoch.
        case load(interval: Duration, series: [SequenceNotation], nativeNames: [String])
        /// Evaluates an expression and compares the answer.
        case evaluate(Evaluation)
    }

    /// An expression and the answer it has to give.
    struct Evaluation {
        var expression: String
        var start: Timestamp
        /// The end and the step of a range evaluation; nil for an instant one.
        var range: (end: Timestamp, step: Duration)?
        var mustFail = false
        var isOrdered = false
        /// Whether the answer holds native histograms.
        var isNative = false
        var expectedScalar: Double?
        var expectedString: String?
        var expected: [SequenceNotation] = []
    }

    /// Why a file cannot be read, and at which line.
    struct Unreadable: Error {
        var line: Int
        var reason: String
    }

    private(set) var commands: [Command] = []
    private let lines: [String]
    private var index = 0

    /// Reads a file's text.
    init(_ text: String) throws(Unreadable) {
        lines = text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
            let trimmed = TestScript.trim(line)
            return trimmed.hasPrefix("#") ? "" : trimmed
        }
        while index < lines.count {
            let line = lines[index]
            index += 1
            guard !line.isEmpty else { continue }
            commands.append(Command(line: index, action: try readAction(line)))
        }
    }

    private static func trim(_ text: some StringProtocol) -> String {
        let start = text.drop(while: \.isWhitespace)
        let end = start.lastIndex { !$0.isWhitespace }
        return end.map { String(start[...$0]) } ?? ""
    }

    private mutating func readAction(_ line: String) throws(Unreadable) -> Action {
        if line == "clear" { return .clear }
        if line.hasPrefix("load") { return try readLoad(line) }
        if line.hasPrefix("eval") { return .evaluate(try readEvaluation(line)) }
        throw Unreadable(line: index, reason: "unknown command: \(line)")
    }

    /// Takes the lines up to the next empty one.
    private mutating func takeBlock() -> [(line: Int, text: String)] {
        var block: [(line: Int, text: String)] = []
        while index < lines.count, !lines[index].isEmpty {
            block.append((index + 1, lines[index]))
            index += 1
        }
        return block
    }

    private mutating func readLoad(_ line: String) throws(Unreadable) -> Action {
        let words = line.split(whereSeparator: \.isWhitespace)
        guard words.count == 2, let interval = TestScript.duration(words[1]) else {
            throw Unreadable(line: index, reason: "invalid load command: \(line)")
        }
        var series: [SequenceNotation] = []
        var nativeNames: [String] = []
        for (number, text) in takeBlock() {
            do throws(SequenceNotation.Failure) {
                series.append(try SequenceNotation(text))
            } catch {
                switch error {
                case .nativeHistogram: nativeNames.append(String(text.prefix { !$0.isWhitespace && $0 != "{" }))
                case .unreadable(let reason): throw Unreadable(line: number, reason: reason)
                }
            }
        }
        return .load(interval: interval, series: series, nativeNames: nativeNames)
    }

    private mutating func readEvaluation(_ line: String) throws(Unreadable) -> Evaluation {
        var words = line.split(whereSeparator: \.isWhitespace)[...]
        let command = words.popFirst() ?? ""
        let invalid = Unreadable(line: index, reason: "invalid eval command: \(line)")
        var evaluation: Evaluation
        switch words.popFirst() {
        case "instant":
            guard words.popFirst() == "at", let time = words.popFirst().flatMap(TestScript.duration) else {
                throw invalid
            }
            evaluation = Evaluation(expression: "", start: Timestamp(milliseconds: 0) + time)
        case "range":
            guard words.popFirst() == "from", let start = words.popFirst().flatMap(TestScript.duration),
                words.popFirst() == "to", let end = words.popFirst().flatMap(TestScript.duration),
                words.popFirst() == "step", let step = words.popFirst().flatMap(TestScript.duration)
            else { throw invalid }
            let epoch = Timestamp(milliseconds: 0)
            evaluation = Evaluation(expression: "", start: epoch + start, range: (epoch + end, step))
        default:
            throw invalid
        }
        guard let first = words.first else { throw invalid }
        evaluation.expression = String(line[first.startIndex...])
        evaluation.mustFail = command.hasSuffix("_fail")
        evaluation.isOrdered = command.hasSuffix("_ordered")
        for (number, text) in takeBlock() {
            try readExpectation(text, line: number, into: &evaluation)
        }
        return evaluation
    }

    private func readExpectation(_ text: String, line: Int, into evaluation: inout Evaluation) throws(Unreadable) {
        let words = text.split(whereSeparator: \.isWhitespace)
        if words.first == "expect" || words.first?.hasPrefix("expected_fail") ?? false {
            if words.contains("fail") { evaluation.mustFail = true }
            if words.contains("ordered") { evaluation.isOrdered = true }
            if words.contains("string"), let quote = text.firstIndex(of: "\"") {
                evaluation.expectedString = TestScript.string(text[quote...])
            }
            return
        }
        if words.count == 1, let number = TestScript.number(text) {
            evaluation.expectedScalar = number
            return
        }
        do throws(SequenceNotation.Failure) {
            evaluation.expected.append(try SequenceNotation(text))
        } catch {
            switch error {
            case .nativeHistogram: evaluation.isNative = true
            case .unreadable(let reason): throw Unreadable(line: line, reason: reason)
            }
        }
    }

    private static func number(_ text: String) -> Double? {
        do throws(NumberText.Failure) {
            return try NumberText.parse(text)
        } catch {
            return nil
        }
    }

    private static func string(_ text: some StringProtocol) -> String? {
        do throws(PromQLSyntaxError) {
            guard case .string(let value) = try PromQLParser.parse(String(text)) else { return nil }
            return value
        } catch {
            return nil
        }
    }

    /// Reads a duration, which may be negative, or a number of seconds.
    private static func duration(_ text: some StringProtocol) -> Duration? {
        if text.hasPrefix("-") { return duration(text.dropFirst()).map { .zero - $0 } }
        if let duration = PromQLDuration.parse(text) { return duration }
        return number(String(text)).map { .milliseconds(Int64(saturating: $0 * 1000)) }
    }
}
