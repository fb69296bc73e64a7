/// How a label tells how a request ended: a grammar that each of its values fits.
package enum StatusGrammar: String, Sendable, CaseIterable {
    /// Three digits: `200`, `503`, `200 OK`.
    case codes
    /// Classes: `2xx`, `5XX`.
    case classes
    /// The first digit alone: `2`, `5`.
    case digits
    /// gRPC's codes in words: `OK`, `Internal`, `DEADLINE_EXCEEDED`.
    case grpcWords
    /// gRPC's codes in numbers: `0` to `16`.
    case grpcNumbers
    /// DNS's answers: `NOERROR`, `SERVFAIL`.
    case dns
    /// Words for an outcome: `success`, `error`.
    case outcomes
    /// How a task ended, after what it is: `task-succeeded`, `job.failed`.
    case lifecycle
    /// Codes of answers for one protocol, words for another under the same label: `200`, `5xx`, `success`, `error`.
    case codesAndOutcomes
    /// `true` where it went well.
    case flag
    /// `true` where it failed.
    case failureFlag

    /// What a value says.
    package enum Verdict: Sendable {
        case success
        /// Whoever asked is to blame: no failure of the service.
        case callersFault
        case failure
    }

    /// What a value says; nil where it does not belong to the grammar.
    package func verdict(_ value: String) -> Verdict? {
        switch self {
        case .codes: Self.code(value)
        case .classes: value.count == 3 && value.lowercased().hasSuffix("xx") ? Self.digit(value.prefix(1)) : nil
        case .digits: value.count == 1 ? Self.digit(value[...]) : nil
        case .grpcWords: Self.grpc(word: value)
        case .grpcNumbers: Int(value).flatMap { Self.grpcCodes.indices.contains($0) ? Self.grpcCodes[$0].verdict : nil }
        case .dns: Self.dnsAnswers[value.uppercased()]
        case .outcomes: Self.words[Self.plain(value)] ?? Self.wordsInOne[value.lowercased()]
        case .lifecycle: Self.end(value)
        case .codesAndOutcomes:
            Self.mixed.lazy.compactMap { $0.verdict(value) }.first
        case .flag: Self.truths[value.lowercased()].map { $0 ? .success : .failure }
        case .failureFlag: Self.truths[value.lowercased()].map { $0 ? .failure : .success }
        }
    }

    /// The pattern of the values that are failures, whether they have been seen or not; RE2, anchored at both ends.
    package var failurePattern: String {
        switch self {
        case .codes: "5..( .*)?"
        case .classes: "5xx|5XX"
        case .digits: "5"
        case .grpcWords:
            "(?i:"
                + Self.grpcCodes.filter { $0.verdict == .failure }.map { $0.snake.replacing("_", with: "_?") }
                .joined(separator: "|") + ")"
        case .grpcNumbers:
            Self.grpcCodes.indices.filter { Self.grpcCodes[$0].verdict == .failure }.map(String.init).joined(
                separator: "|"
            )
        case .dns: "(?i:" + Self.dnsAnswers.filter { $0.value == .failure }.keys.sorted().joined(separator: "|") + ")"
        case .outcomes:
            "(?i:"
                + Self.words.filter { $0.value == .failure }.keys.sorted()
                .map { $0.replacing(" ", with: "[-_ ]?") }.joined(separator: "|") + ")"
        case .lifecycle:
            "(?i:\(Self.subjectPattern)[-_ .]("
                + Self.ends.filter { $0.value == .failure }.keys.sorted().joined(separator: "|") + "))"
        case .codesAndOutcomes: Self.mixed.map(\.failurePattern).joined(separator: "|")
        case .flag: "(?i:false|no|0)"
        case .failureFlag: "(?i:true|yes|1)"
        }
    }

    /// The pattern of the values that are the caller's fault; RE2, anchored at both ends.
    package var refusalPattern: String {
        switch self {
        case .codes: "4..( .*)?"
        case .classes: "4xx|4XX"
        case .digits: "4"
        case .grpcWords:
            "(?i:"
                + Self.grpcCodes.filter { $0.verdict == .callersFault }.map { $0.snake.replacing("_", with: "_?") }
                .joined(separator: "|") + "|CANCELED)"
        case .grpcNumbers:
            Self.grpcCodes.indices.filter { Self.grpcCodes[$0].verdict == .callersFault }.map(String.init)
                .joined(separator: "|")
        case .dns:
            "(?i:" + Self.dnsAnswers.filter { $0.value == .callersFault }.keys.sorted().joined(separator: "|") + ")"
        case .outcomes:
            "(?i:"
                + Self.words.filter { $0.value == .callersFault }.keys.sorted()
                .map { $0.replacing(" ", with: "[-_ ]?") }.joined(separator: "|") + ")"
        case .lifecycle:
            "(?i:\(Self.subjectPattern)[-_ .]("
                + Self.ends.filter { $0.value == .callersFault }.keys.sorted().joined(separator: "|") + "))"
        case .codesAndOutcomes: Self.mixed.map(\.refusalPattern).joined(separator: "|")
        case .flag, .failureFlag: ""
        }
    }

    /// A value as a person knows it: gRPC's numbers by their names.
    package func name(of value: String) -> String {
        guard self == .grpcNumbers, let code = Int(value), Self.grpcCodes.indices.contains(code) else { return value }
        return Self.grpcCodes[code].camel
    }

    /// The pattern of all ends of a task.
    package static let endPattern = "(?i:(\(subjectPattern)[-_ .])?(\(ends.keys.sorted().joined(separator: "|"))))"

    /// How a task ended, with or without a word for what it is; nil where a value is no end.
    package static func ending(_ value: String) -> Verdict? { end(value) ?? ends[plain(value)] }

    /// What stands before the end of a task: what it is the end of.
    private static let subjects = ["task", "job", "message", "request", "call", "query"]
    private static let subjectPattern = "(\(subjects.joined(separator: "|")))"
    /// How tasks end.
    private static let ends: [String: Verdict] = [
        "succeeded": .success, "success": .success, "completed": .success, "failed": .failure, "failure": .failure,
        "error": .failure, "timeout": .failure, "rejected": .callersFault, "cancelled": .callersFault,
        "revoked": .callersFault,
    ]

    private static func end(_ value: String) -> Verdict? {
        let text = plain(value)
        guard let space = text.firstIndex(where: { $0 == " " || $0 == "." }), subjects.contains(String(text[..<space]))
        else { return nil }
        return ends[String(text[text.index(after: space)...])]
    }

    /// Whether a word is no answer of anything but DNS.
    static func isOnlyDNS(_ value: String) -> Bool { !["SUCCESS", "REFERRAL"].contains(value.uppercased()) }

    private static let mixed: [StatusGrammar] = [.codes, .classes, .outcomes]

    private static func code(_ value: String) -> Verdict? {
        let digits = value.prefix(3)
        guard digits.count == 3, digits.allSatisfy(\.isASCIIDigit), value.count == 3 || value.dropFirst(3).first == " ",
            let code = Int(digits), isHTTP(code)
        else { return nil }
        return digit(digits.prefix(1))
    }

    /// The codes that HTTP has, those of widely used proxies among them; other protocols have others, and mean something
    /// else by some of these.
    private static func isHTTP(_ code: Int) -> Bool {
        switch code {
        case 100...103, 200...208, 226, 300...308, 400...418, 421...431, 440, 444, 449...451, 460...463, 494...499,
            500...511, 520...530, 561, 598, 599:
            true
        default: false
        }
    }

    /// Whether a word is a code of gRPC's alone.
    static func isOnlyGRPC(_ value: String) -> Bool {
        grpc(word: value) != nil && words[plain(value)] == nil && wordsInOne[value.lowercased()] == nil
            && value.lowercased() != "unknown"
    }

    /// Whether a word is written as gRPC's codes are.
    static func isSpelledAsGRPC(_ value: String) -> Bool {
        grpcCodes.contains { $0.camel == value || $0.snake == value }
    }

    private static func digit(_ digit: Substring) -> Verdict? {
        switch digit {
        case "1", "2", "3": .success
        case "4": .callersFault
        case "5": .failure
        default: nil
        }
    }

    private static func grpc(word: String) -> Verdict? {
        let letters = word.lowercased().filter { $0 != "_" }
        return grpcCodes.first { $0.camel.lowercased() == letters || $0.snake == word }?.verdict
    }

    /// Small letters, with single spaces for what stands between words.
    private static func plain(_ value: String) -> String {
        String(value.lowercased().map { $0 == "_" || $0 == "-" ? " " : $0 })
    }

    private static let truths = ["true": true, "false": false, "yes": true, "no": false, "1": true, "0": false]

    /// By number, each with whether it is the server's failure: one that its owners answer for, not the caller's mistake.
    private static let grpcCodes: [(camel: String, snake: String, verdict: Verdict)] = [
        ("OK", "OK", .success), ("Canceled", "CANCELLED", .callersFault), ("Unknown", "UNKNOWN", .failure),
        ("InvalidArgument", "INVALID_ARGUMENT", .callersFault), ("DeadlineExceeded", "DEADLINE_EXCEEDED", .failure),
        ("NotFound", "NOT_FOUND", .callersFault), ("AlreadyExists", "ALREADY_EXISTS", .callersFault),
        ("PermissionDenied", "PERMISSION_DENIED", .callersFault),
        ("ResourceExhausted", "RESOURCE_EXHAUSTED", .callersFault),
        ("FailedPrecondition", "FAILED_PRECONDITION", .callersFault), ("Aborted", "ABORTED", .callersFault),
        ("OutOfRange", "OUT_OF_RANGE", .callersFault), ("Unimplemented", "UNIMPLEMENTED", .failure),
        ("Internal", "INTERNAL", .failure), ("Unavailable", "UNAVAILABLE", .failure),
        ("DataLoss", "DATA_LOSS", .failure), ("Unauthenticated", "UNAUTHENTICATED", .callersFault),
    ]

    private static let dnsAnswers: [String: Verdict] = [
        "NOERROR": .success, "NXDOMAIN": .success, "SUCCESS": .success, "REFERRAL": .success, "SERVFAIL": .failure,
        "NOTIMP": .failure, "NOTIMPL": .failure,
        "REFUSED": .callersFault, "FORMERR": .callersFault, "YXDOMAIN": .callersFault, "YXRRSET": .callersFault,
        "NXRRSET": .success, "NOTAUTH": .callersFault, "NOTZONE": .callersFault, "BADVERS": .callersFault,
    ]

    /// The same where several are written as one: `InternalServerError`.
    private static let wordsInOne = Dictionary(
        words.filter { $0.key.contains(" ") }.map { ($0.key.filter { $0 != " " }, $0.value) },
        uniquingKeysWith: { first, _ in first }
    )

    private static let words: [String: Verdict] = [
        "success": .success, "successful": .success, "succeed": .success, "succeeded": .success, "ok": .success,
        "good": .success, "done": .success,
        "completed": .success, "complete": .success, "pass": .success, "passed": .success, "redirection": .success,
        "redirect": .success, "informational": .success,
        // How spans ended: unset where nothing went wrong.
        "status code ok": .success, "status code unset": .success, "status code error": .failure,
        // Somebody was found who does it, or nobody who could.
        "scheduled": .success, "unschedulable": .callersFault,
        // Whether it may be done was what was asked.
        "allow": .success, "allowed": .success, "admitted": .success, "accepted": .success,
        "deny": .callersFault, "disallowed": .callersFault,
        // What became of a message.
        "acked": .success, "acknowledged": .success, "nacked": .failure,
        // It went well, and is to be done again later.
        "requeue": .success, "requeue after": .success,
        "client error": .callersFault, "rejected": .callersFault, "revoked": .callersFault, "cancelled": .callersFault,
        "cancel": .callersFault,
        "canceled": .callersFault,
        "denied": .callersFault, "unauthorized": .callersFault, "not found": .callersFault,
        "error": .failure, "errors": .failure, "failure": .failure, "failed": .failure, "fail": .failure,
        "server error": .failure, "internal error": .failure, "exception": .failure, "timeout": .failure,
        "crash": .failure, "crashed": .failure, "err": .failure, "ko": .failure, "nok": .failure, "panic": .failure,
        "deadline exceeded": .failure, "unsuccessful": .failure, "faulted": .failure, "runtime error": .failure,
        "bad request": .callersFault, "forbidden": .callersFault, "conflict": .callersFault, "invalid": .callersFault,
        "throttled": .callersFault, "rate limited": .callersFault,
        // HTTP's answers by their phrases.
        "created": .success, "no content": .success, "partial content": .success, "moved permanently": .success,
        "found": .success, "see other": .success, "not modified": .success, "temporary redirect": .success,
        "permanent redirect": .success, "payment required": .callersFault, "method not allowed": .callersFault,
        "not acceptable": .callersFault, "request timeout": .callersFault, "gone": .callersFault,
        "precondition failed": .callersFault, "payload too large": .callersFault,
        "unsupported media type": .callersFault, "unprocessable entity": .callersFault,
        "unprocessable content": .callersFault, "too many requests": .callersFault, "locked": .callersFault,
        "internal server error": .failure, "not implemented": .failure, "bad gateway": .failure,
        "service unavailable": .failure, "gateway timeout": .failure, "insufficient storage": .failure,
    ]
}

extension Character {
    /// One of the ten digits of ASCII.
    var isASCIIDigit: Bool { isASCII && isNumber }
}
