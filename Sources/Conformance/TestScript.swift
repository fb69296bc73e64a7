internal import PromModel
internal import PromQL

/// A file in Prometheus's test notation, read into commands.
///
/// A command that cannot be read is one of them, so that the rest of the file still counts.
package struct TestScript {
    /// One command and the line it stands on, from 1.
    struct Command {
        var line: Int
        var action: Action
    }

    /// What a command does.
    enum Action {
        /// Forgets all samples.
        case clear
        /// Loads series.
        case load(Load)
        /// Evaluates an expression and compares the answer.
        case evaluate(Evaluation)
        /// Cannot be read, for a reason.
        case unreadable(String)
    }

    /// Series whose samples lie an interval apart, the first at the epoch.
    struct Load {
        var interval: Duration
        var series: [SequenceNotation] = []
        /// When the counts of each of the series began, as distances from its samples in milliseconds.
        var starts: [[Int64?]] = []
        /// Whether classic histograms are stored as native ones, too.
        var addsCustomBuckets = false
    }

    /// Moments at even distances.
    struct Steps {
        var start: Timestamp
        var end: Timestamp
        var step: Duration
    }

    /// An expression and the answer it has to give.
    struct Evaluation {
        var expression: String
        /// The moment of an instant evaluation.
        var moment: Timestamp
        /// The moments of a range evaluation; nil for an instant one.
        var range: Steps?
        /// Where the samples of a range vector lie that an instant evaluation has to give.
        var rangeVector: Steps?
        var expectation = Expectation()
        var expectedScalar: Double?
        var expectedString: String?
        var expected: [SequenceNotation] = []

        /// Whether the answer has to hold values.
        var expectsValues: Bool { !expected.isEmpty || expectedScalar != nil }
    }

    /// Why a command cannot be read.
    struct Unreadable: Error {
        var reason: String
    }

    private(set) var commands: [Command] = []
    private var lines: [String]
    private var index = 0

    /// Reads a file's text.
    package init(_ text: String) {
        lines = text.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" }.map { line in
            let trimmed = TestScript.trim(line)
            return trimmed.hasPrefix("#") ? "" : trimmed
        }
        while index < lines.count {
            let line = lines[index]
            index += 1
            guard !line.isEmpty else { continue }
            let number = index
            let action: Action
            do throws(Unreadable) {
                action = try readAction(line)
            } catch {
                action = .unreadable(error.reason)
            }
            commands.append(Command(line: number, action: action))
        }
        lines = []
    }

    private static func trim(_ text: some StringProtocol) -> String {
        let start = text.drop(while: \.isWhitespace)
        let end = start.lastIndex { !$0.isWhitespace }
        return end.map { String(start[...$0]) } ?? ""
    }

    private mutating func readAction(_ line: String) throws(Unreadable) -> Action {
        let command = line.prefix { !$0.isWhitespace }.lowercased()
        if command == "clear" { return .clear }
        // The block is taken whole, readable or not.
        let block = takeBlock()
        if command.hasPrefix("load") { return .load(try TestScript.readLoad(line, block)) }
        if command.hasPrefix("eval") { return .evaluate(try Evaluation(line, block)) }
        throw Unreadable(reason: "unknown command: \(line)")
    }

    /// Takes the lines up to the next empty one.
    private mutating func takeBlock() -> ArraySlice<String> {
        let start = index
        while index < lines.count, !lines[index].isEmpty {
            index += 1
        }
        return lines[start..<index]
    }

    private static func readLoad(_ line: String, _ block: ArraySlice<String>) throws(Unreadable) -> Load {
        let words = line.split(whereSeparator: \.isWhitespace)
        guard words.count == 2, ["load", "load_with_nhcb"].contains(words[0].lowercased()),
            let interval = duration(words[1])
        else { throw Unreadable(reason: "invalid load command: \(line)") }
        var load = Load(interval: interval)
        load.addsCustomBuckets = words[0].lowercased() == "load_with_nhcb"
        var common: [Int64?] = []
        var own: [Int64?]?
        for text in block {
            // Start timestamps stand on a line of their own, before the series' own line; alone they hold for all.
            let series = text.prefix { !$0.isWhitespace }
            if series.hasSuffix("@st") {
                let starts = try StartNotation.read(text.dropFirst(series.count))
                if series == "@st" { common = starts } else { own = starts }
                continue
            }
            let sequence = try read(text)
            load.series.append(sequence)
            let cycled = common.isEmpty ? [] : sequence.items.indices.map { common[$0 % common.count] }
            load.starts.append(own ?? cycled)
            own = nil
        }
        return load
    }

    /// Reads a series and its values.
    static func read(_ text: some StringProtocol) throws(Unreadable) -> SequenceNotation {
        do throws(SequenceNotation.Failure) {
            return try SequenceNotation(String(text))
        } catch {
            throw Unreadable(reason: "\(text): \(error.reason)")
        }
    }

    /// Reads a duration, which may be negative, or a number of seconds.
    static func duration(_ text: some StringProtocol) -> Duration? {
        if text.hasPrefix("-") { return duration(text.dropFirst()).map { .zero - $0 } }
        if let duration = PromQLDuration.parse(text) { return duration }
        return TestNumber.parse(text).map { .milliseconds(Int64(saturating: $0 * 1000)) }
    }
}
