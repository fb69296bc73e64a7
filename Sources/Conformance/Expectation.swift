/// What an evaluation has to be like beside its values.
struct Expectation {
    /// How an error or an annotation has to read.
    enum Wording {
        case anything
        case exactly(String)
        case matching(String)

        /// Whether a text reads so; a pattern may match any part of it.
        func fits(_ text: String) -> Bool {
            switch self {
            case .anything: return true
            case .exactly(let wanted): return text == wanted || "\"\(text)\"" == wanted
            case .matching(let pattern):
                guard let regex = try? Regex(pattern) else { return false }
                return text.contains(regex)
            }
        }

        /// The wording without the line and column that Prometheus may put behind an annotation.
        ///
        /// The engine's annotations have no place in the query.
        var withoutPosition: Wording {
            switch self {
            case .anything: self
            case .exactly(let text): .exactly(text.replacing(/\ \([0-9]+:[0-9]+\)$/, with: ""))
            case .matching(let pattern): .matching(pattern.replacing(/\ \\\([^ ]+:[^ ]+\\\)$/, with: ""))
            }
        }

        /// The wording as a message shows it.
        var text: String {
            switch self {
            case .anything: "anything"
            case .exactly(let text): text
            case .matching(let pattern): "/\(pattern)/"
            }
        }
    }

    /// The error the evaluation has to end with; nil if it has to succeed.
    var failure: Wording?
    var isOrdered = false
    /// Warnings that have to be there, and then no others.
    var warnings: [Wording] = []
    /// Remarks that have to be there, and then no others.
    var infos: [Wording] = []
    var hasNoWarnings = false
    var hasNoInfos = false

    /// Takes an `expect` line in; whether it is one.
    mutating func read(_ text: String) -> Bool {
        var rest = Expectation.words(text)
        guard rest.popFirst() == "expect", let kind = rest.popFirst() else { return false }
        var wording = Wording.anything
        if let mark = rest.first {
            let body = text[mark.startIndex...]
            if body.hasPrefix("msg:") {
                wording = .exactly(Expectation.trimmed(body.dropFirst(4)))
            } else if body.hasPrefix("regex:") {
                wording = .matching(Expectation.trimmed(body.dropFirst(6)))
            } else {
                return false
            }
        }
        switch kind {
        case "fail": failure = wording
        case "ordered": isOrdered = true
        case "warn": warnings.append(wording.withoutPosition)
        case "info": infos.append(wording.withoutPosition)
        case "no_warn": hasNoWarnings = true
        case "no_info": hasNoInfos = true
        default: return false
        }
        return true
    }

    /// What is wrong with the annotations of an answer; nil if nothing is.
    func mismatch(warnings found: [String], infos foundInfos: [String]) -> String? {
        if hasNoWarnings, let first = found.first { return "unexpected warning: \(first)" }
        if hasNoInfos, let first = foundInfos.first { return "unexpected info: \(first)" }
        return Expectation.mismatch(warnings, found, "warning") ?? Expectation.mismatch(infos, foundInfos, "info")
    }

    private static func mismatch(_ wanted: [Wording], _ found: [String], _ kind: String) -> String? {
        guard !wanted.isEmpty else { return nil }
        if let missing = wanted.first(where: { !found.contains(where: $0.fits) }) {
            return "expected the \(kind) \(missing.text), got \(found.isEmpty ? "none" : found.joined(separator: "; "))"
        }
        let extra = found.first { text in !wanted.contains { $0.fits(text) } }
        return extra.map { "unexpected \(kind): \($0)" }
    }

    private static func words(_ text: String) -> ArraySlice<Substring> {
        text.split(whereSeparator: \.isWhitespace)[...]
    }

    private static func trimmed(_ text: Substring) -> String {
        let start = text.drop(while: \.isWhitespace)
        return start.lastIndex { !$0.isWhitespace }.map { String(start[...$0]) } ?? ""
    }
}
