/// A label that tells how requests ended, and how well it does.
package struct StatusReading: Sendable, Equatable {
    package let label: String
    package let grammar: StatusGrammar
    /// Requests without the label that name an error: failures as well, by the matchers that select them.
    package let unanswered: [LabelMatcher]?
    /// A call may fail within an answer of HTTP that went well: by the matchers that select those.
    package let failedWithin: [LabelMatcher]?
}

/// Finds the status by its values: a label is one only where each of them fits one grammar.
enum StatusRule {
    /// What a look at a family's labels says.
    enum Finding: Equatable {
        case told(StatusReading)
        /// A label is called like a status, but something in it is not known.
        case notJudged(String)
        case none
    }

    /// Words of labels that are expected to tell a status.
    private static let hints: Set<String> = [
        "status", "code", "codes", "rcode", "response", "result", "outcome", "classification", "class", "ok", "error",
        "success", "failed", "failure", "rc", "statuscode",
    ]
    /// Those under which a single digit is a class of answers; a class of service has one too.
    private static let digitHints: Set<String> = [
        "status", "code", "codes", "rcode", "response", "rc", "statuscode", "result",
    ]
    /// Labels that name an error where there is one.
    private static let errorLabels: Set<String> = ["error_type", "error.type", "exception", "error"]
    /// Values that mean no error.
    private static let noErrors: Set<String> = ["", "none", "None"]
    /// A share that a status may be missing for: what was under way when the label came.
    private static let tolerated = 0.001

    static func read(_ family: MetricFamily, where matchers: [LabelMatcher]) -> Finding {
        let labels = family.labelNames.filter { $0 != "le" && $0 != "quantile" }
        var best: (reading: StatusReading, rank: (Int, Int))?
        var obstacle: String?
        var told: StatusReading?
        for label in labels {
            let values = family.values(of: label, where: matchers)
            let isHinted = MetricWords(label).contains(any: hints)
            guard let grammar = grammar(of: values, label: label, isHinted: isHinted, family) else {
                if isHinted { obstacle = obstacle ?? self.obstacle(label, values) }
                if let errors = errors(label, values) { told = told ?? errors }
                continue
            }
            let unanswered: [LabelMatcher]?
            switch missing(label, values, family, matchers, labels) {
            case .none: unanswered = nil
            case .failures(let selection): unanswered = selection
            case .unknown(let share):
                if let errors = errors(label, values) {
                    told = told ?? errors
                    continue
                }
                obstacle = obstacle ?? "\(percent(share)) of what \(family.counterName) counts has no \(label)"
                continue
            }
            let reading = StatusReading(
                label: label,
                grammar: grammar,
                unanswered: unanswered,
                failedWithin: nil
            )
            let rank = (isHinted ? 0 : 1, StatusGrammar.allCases.firstIndex(of: grammar) ?? 0)
            if best.map({ rank < $0.rank }) ?? true { best = (reading, rank) }
        }
        if let best { return inner(best.reading, labels, family, matchers) }
        if let told { return .told(told) }
        return obstacle.map(Finding.notJudged) ?? .none
    }

    /// The label of an error where there is one, and of nothing where all went well: its values say whose errors they are.
    private static func errors(_ label: String, _ values: [String: Double]) -> StatusReading? {
        guard MetricWords(label).contains(any: ["error"]) else { return nil }
        let counting = values.filter { $0.value > 0 }
        let named = counting.keys.filter { !noErrors.contains($0) }
        guard !named.isEmpty, named.count < counting.count else { return nil }
        let grammar = [StatusGrammar.codes, .grpcWords, .outcomes].first { grammar in
            named.allSatisfy { value in
                let verdict = grammar.verdict(value)
                return verdict == .failure || verdict == .callersFault
            }
        }
        return grammar.map { StatusReading(label: label, grammar: $0, unanswered: nil, failedWithin: nil) }
    }

    /// The reading with what a status of calls says beside one of HTTP: a call that failed is answered with a 200.
    private static func inner(
        _ reading: StatusReading,
        _ labels: [String],
        _ family: MetricFamily,
        _ matchers: [LabelMatcher]
    ) -> Finding {
        guard reading.grammar == .codes || reading.grammar == .classes else { return .told(reading) }
        guard let label = labels.first(where: { $0 != reading.label && isAbout(grpc, $0) && isAbout(hints, $0) }) else {
            let protocols = labels.first { label in
                isAbout(["protocol"], label) && (family.values(of: label, where: matchers)["grpc"] ?? 0) > 0
            }
            return protocols == nil
                ? .told(reading) : .notJudged("how calls of gRPC ended is not told by \(reading.label)")
        }
        let values = family.values(of: label, where: matchers).filter { $0.value > 0 && !$0.key.isEmpty }
        guard !values.isEmpty else { return .told(reading) }
        let grammar = [StatusGrammar.grpcNumbers, .grpcWords].first { grammar in
            values.keys.allSatisfy { grammar.verdict($0) != nil }
        }
        guard let grammar else {
            return .notJudged("what \(label)=\"\(values.keys.sorted()[0])\" means is not known")
        }
        return .told(
            StatusReading(
                label: reading.label,
                grammar: reading.grammar,
                unanswered: reading.unanswered,
                failedWithin: [.notFailing(reading.label, reading.grammar), .failing(label, grammar)]
            )
        )
    }

    /// The grammar that every value fits; those that count nothing may be others, as they were put there in advance.
    private static func grammar(
        of values: [String: Double],
        label: String,
        isHinted: Bool,
        _ family: MetricFamily
    ) -> StatusGrammar? {
        let named = values.filter { !$0.key.isEmpty }
        let counting = named.filter { $0.value > 0 }
        let judged = Array((counting.isEmpty ? named : counting).keys)
        guard !judged.isEmpty else { return nil }
        return StatusGrammar.allCases.first { grammar in
            guard judged.allSatisfy({ grammar.verdict($0) != nil }) else { return false }
            let tellsSuccess = judged.contains { grammar.verdict($0) == .success }
            switch grammar {
            // Without a word for it only what HTTP alone says is a code: a size or a place may have three digits too.
            case .codes: return isHinted || judged.contains("200") && judged.allSatisfy { ("200"..."599").contains($0) }
            case .classes: return true
            case .grpcWords:
                if isAbout(grpc, label) || family.words.contains(any: grpc) { return true }
                guard isHinted || tellsSuccess && judged.count > 1 else { return false }
                // `ok` is a word of anybody.
                return judged.count > 1
                    && (judged.contains(where: StatusGrammar.isOnlyGRPC)
                        || judged.allSatisfy(StatusGrammar.isSpelledAsGRPC))
            case .dns: return judged.contains(where: StatusGrammar.isOnlyDNS)
            case .digits: return isHinted && isAbout(digitHints, label)
            case .grpcNumbers: return isHinted && (isAbout(grpc, label) || family.words.contains(any: grpc))
            case .lifecycle: return tellsSuccess
            case .outcomes: return isHinted || tellsSuccess && judged.count > 1
            case .codesAndOutcomes:
                let codes = judged.filter { StatusGrammar.codes.verdict($0) != nil }
                return tellsSuccess && (isHinted || codes.count > 1 && codes.count < judged.count)
            case .flag: return MetricWords(label).contains(any: ["ok", "success", "successful", "succeeded"])
            case .failureFlag: return MetricWords(label).contains(any: ["error", "failed", "failure", "iserror"])
            }
        }
    }

    private static let grpc: Set<String> = ["grpc", "rpc"]

    private static func isAbout(_ words: Set<String>, _ label: String) -> Bool {
        MetricWords(label).contains(any: words)
    }

    /// What the series without the label are.
    private enum Missing {
        case none
        case failures([LabelMatcher])
        case unknown(Double)
    }

    private static func missing(
        _ label: String,
        _ values: [String: Double],
        _ family: MetricFamily,
        _ matchers: [LabelMatcher],
        _ labels: [String]
    ) -> Missing {
        let total = values.values.reduce(0, +)
        let error = labels.first { errorLabels.contains($0) && $0 != label }
        if let error, values[""] != nil {
            let lacking = family.values(of: error, where: matchers + [.equal(label, "")])
            let unexplained = lacking.filter { noErrors.contains($0.key) }.values.reduce(0, +)
            if unexplained <= max(0, total * tolerated) { return .failures([.equal(label, ""), .notEqual(error, "")]) }
            return .unknown(unexplained / total)
        }
        let count = values[""] ?? 0
        if count > total * tolerated { return .unknown(count / total) }
        // Requests that end without an answer may come later.
        return error.map { .failures([.equal(label, ""), .notEqual($0, "")]) } ?? .none
    }

    /// Why a label that is called like a status is none; nil where nobody would take it for one.
    private static func obstacle(_ label: String, _ values: [String: Double]) -> String? {
        guard MetricWords(label).contains(any: ["status", "code", "rcode", "outcome", "result"]) else { return nil }
        let counting = values.filter { $0.value > 0 && !$0.key.isEmpty }
        let known = { (value: String) in StatusGrammar.allCases.contains { $0.verdict(value) != nil } }
        guard let odd = counting.keys.sorted().first(where: { !known($0) }) ?? counting.keys.sorted().first else {
            return nil
        }
        return "what \(label)=\"\(odd)\" means is not known"
    }

    static func percent(_ share: Double) -> String { "\((share * 1000).rounded() / 10) %" }
}
