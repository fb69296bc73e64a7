internal import PromModel
internal import PromQL

extension TestScript.Evaluation {
    /// Reads an `eval` command and the lines below it.
    init(_ line: String, _ block: ArraySlice<String>) throws(TestScript.Unreadable) {
        var words = line.split(whereSeparator: \.isWhitespace)[...]
        let command = words.popFirst()?.lowercased() ?? ""
        let invalid = TestScript.Unreadable(reason: "invalid eval command: \(line)")
        let epoch = Timestamp(milliseconds: 0)
        switch words.popFirst() {
        case "instant":
            guard words.popFirst() == "at", let time = words.popFirst().flatMap(TestScript.duration) else {
                throw invalid
            }
            self.init(expression: "", moment: epoch + time)
        case "range":
            guard let steps = TestScript.Steps(&words) else { throw invalid }
            self.init(expression: "", moment: steps.start, range: steps)
        default:
            throw invalid
        }
        guard let first = words.first else { throw invalid }
        expression = String(line[first.startIndex...])
        switch command {
        case "eval": break
        case "eval_fail": expectation.failure = .anything
        case "eval_ordered": expectation.isOrdered = true
        case "eval_warn": expectation.warnings = [.anything]
        case "eval_info": expectation.infos = [.anything]
        default: throw invalid
        }
        for text in block {
            try read(text)
        }
    }

    private mutating func read(_ text: String) throws(TestScript.Unreadable) {
        var words = text.split(whereSeparator: \.isWhitespace)[...]
        switch words.first {
        case "expect":
            try readExpectation(text, words.dropFirst())
        case "expected_fail_message":
            expectation.failure = .exactly(words.dropFirst().first.map { String(text[$0.startIndex...]) } ?? "")
        case "expected_fail_regexp":
            expectation.failure = .matching(words.dropFirst().first.map { String(text[$0.startIndex...]) } ?? "")
        default:
            if words.count == 1, let word = words.popFirst(), let number = TestNumber.parse(word) {
                expectedScalar = number
                return
            }
            let sequence = try TestScript.read(text)
            if range == nil && rangeVector == nil && sequence.items.count > 1 {
                throw TestScript.Unreadable(reason: "several values expected of one moment: \(text)")
            }
            expected.append(sequence)
        }
    }

    private mutating func readExpectation(
        _ text: String,
        _ words: ArraySlice<Substring>
    ) throws(TestScript.Unreadable) {
        let invalid = TestScript.Unreadable(reason: "invalid expectation: \(text)")
        var rest = words
        switch rest.popFirst() {
        case "string":
            guard let first = rest.first, let string = literal(text[first.startIndex...]) else { throw invalid }
            expectedString = string
        case "range" where rest.first == "vector":
            rest.removeFirst()
            guard let steps = TestScript.Steps(&rest) else { throw invalid }
            rangeVector = steps
            moment = steps.end
        default:
            guard expectation.read(text) else { throw invalid }
        }
    }

    /// The text that a literal in quotes stands for.
    private func literal(_ text: Substring) -> String? {
        do throws(PromQLSyntaxError) {
            guard case .string(let value) = try PromQLParser.parse(String(text)) else { return nil }
            return value
        } catch {
            return nil
        }
    }
}

extension TestScript.Steps {
    /// Takes `from … to … step …` from the front; nil if something else comes next.
    fileprivate init?(_ words: inout ArraySlice<Substring>) {
        let epoch = Timestamp(milliseconds: 0)
        guard words.popFirst() == "from", let start = words.popFirst().flatMap(TestScript.duration),
            words.popFirst() == "to", let end = words.popFirst().flatMap(TestScript.duration),
            words.popFirst() == "step", let step = words.popFirst().flatMap(TestScript.duration)
        else { return nil }
        self.init(start: epoch + start, end: epoch + end, step: step)
    }
}
