/// Which families may count what a service is asked: by the words of their names, and by their labels.
enum CandidateRule {
    enum Verdict {
        case candidate(Candidate)
        /// It looks like one, and is none, for this reason.
        case rejected(String)
        /// Nobody would take it for one.
        case unrelated
    }

    /// A family as a candidate; `isFront` where it counts what a cache's clients ask, `isOuter` where it is a service's
    /// outer door, `isCountAlone` where the count of durations is all that is left of them.
    static func judge(
        _ family: MetricFamily,
        isFront: Bool = false,
        isOuter: Bool = false,
        isCountAlone: Bool = false
    ) -> Verdict {
        let words = family.words
        let stem = words.stem
        let named = Vocabulary.kinds.first { stem.contains($0.word) }?.kind ?? endpoint(family)
        let isTimed = family.form == .histogram || family.form == .summary
        guard family.form != .gauge, !family.members.isEmpty else { return .unrelated }
        if named == nil, isTimed, !isAnswered(family) { return .unrelated }
        if !isFront, let reason = foreign(words, but: isOuter ? ["external"] : []) {
            return named == nil ? .unrelated : .rejected(reason)
        }
        if let state = words.said.first(where: Vocabulary.states.contains) {
            return named == nil ? .unrelated : .rejected("'\(state)' is not how many were answered")
        }
        if isTimed, !isDuration(family), !isTimeLike(family) {
            guard let named, named.standsAlone, family.form == .summary, endsInSubject(words) || hasCodes(family) else {
                return .rejected("measures no duration")
            }
        }
        if !isTimed, isDuration(family), !isCountAlone { return .unrelated }
        if let part = words.all.first(where: isClass) { return .rejected("counts answers of the class \(part) alone") }
        if let bound = words.all.first(where: isBound) { return .rejected("counts those that took \(bound) alone") }
        let isFailure = words.contains(any: Vocabulary.failed.union(Vocabulary.undone))
        if let label = LayerRule.partsLabel(family) {
            return named == nil ? .unrelated : .rejected("counts each once for every \(label)")
        }
        if let reason = AskedRule.reason(family) { return .rejected(reason) }
        guard let own = LayerRule.matchers(family) else { return .rejected("counts what the service asks others") }
        if named == .messages, isSentAsOften(words) { return .rejected("may count what the service publishes") }
        if named == nil, words.contains(any: ["authentication", "authorization"]) {
            return .rejected("is a step of other requests")
        }
        let hidden = HiddenRule.matchers(family, where: own)
        let ends = LifecycleRule.ends(family, where: own + hidden)
        let visible = own + hidden + (ends.map { [$0] } ?? [])
        if !hidden.isEmpty, !family.members.contains(where: { member in visible.allSatisfy { $0.fits(member.labels) } })
        {
            return .rejected("counts only probes and scrapes")
        }
        let status = StatusRule.read(family, where: visible)
        let done = ends.flatMap { LifecycleRule.kind(family, by: $0.label) }
        guard let kind = named.map({ refined($0, family, status) }) ?? done ?? unnamed(status, isTimed: isTimed) else {
            return .unrelated
        }
        if isFailure { return .rejected("counts failures alone") }
        return .candidate(
            Candidate(
                family: family,
                kind: kind,
                matchers: visible,
                status: status,
                total: family.total(where: visible),
                isNamed: named != nil || done != nil,
                isSuccessOnly: words.contains(any: Vocabulary.succeeded.union(Vocabulary.kept)) && !tellsEnds(family),
                isFront: isFront
            )
        )
    }

    /// The counts of durations whose sums and buckets somebody left out: how many were measured is told all the same.
    static func countsAlone(_ families: [MetricFamily]) -> [Candidate] {
        families.compactMap { family -> Candidate? in
            guard family.form == .counter, family.name.hasSuffix("_count"), isDuration(family),
                LayerRule.rank(family.words) < 2, endsInSubject(family.words),
                case .candidate(let candidate) = judge(family, isCountAlone: true)
            else { return nil }
            return candidate
        }
    }

    /// Durations of an endpoint until it stops are those of what it was asked; nil of anything else.
    private static func endpoint(_ family: MetricFamily) -> ServiceKind? {
        guard family.form == .histogram || family.form == .summary, isDuration(family) else { return nil }
        // So are those of what is called by HTTP's methods and paths.
        if RouteRule.method(family, where: []) != nil, RouteRule.hasPaths(family) { return .http }
        let words = family.words.all
        return words.indices.dropFirst().contains { words[$0] == "stop" && words[$0 - 1] == "endpoint" } ? .http : nil
    }

    /// Whether a label says why each came to its end: then all ends are counted, whatever the name says.
    private static func tellsEnds(_ family: MetricFamily) -> Bool {
        family.labelNames.contains { label in
            let words = MetricWords(label)
            return words.contains(any: ["reason"]) && words.contains(any: ["finish", "finished", "end", "stop"])
                && family.values(of: label).count > 1
        }
    }

    /// Whether durations are told by the codes of answers: whatever these are called, answers are what is measured.
    ///
    /// Words for an outcome do where the name says that a server or a handler measures.
    private static func isAnswered(_ family: MetricFamily) -> Bool {
        guard isDuration(family) || isTimeLike(family),
            case .told(let reading) = StatusRule.read(family, where: [])
        else { return false }
        return reading.grammar == .codes || reading.grammar == .classes || reading.grammar == .grpcWords
            || [.outcomes, .flag, .failureFlag].contains(reading.grammar)
                && (family.words.contains(any: ["server", "handler", "listener", "process", "processing"])
                    || family.labelNames.contains("span_kind"))
                && !family.words.contains(any: ["item", "items", "chunk", "step"])
    }

    /// Whether a label tells the codes of answers: whatever is measured of them, each is one answer.
    private static func hasCodes(_ family: MetricFamily) -> Bool {
        guard case .told(let reading) = StatusRule.read(family, where: []) else { return false }
        return reading.grammar == .codes
    }

    /// Whether a word is a time, such as `250ms`: what took longer, or less.
    private static func isBound(_ word: String) -> Bool {
        let unit = word.drop { $0.isASCIIDigit }
        return unit.count < word.count && ["ms", "s", "sec", "us"].contains(String(unit))
    }

    /// Whether a word is a class of answers, such as `2xx`.
    private static func isClass(_ word: String) -> Bool {
        word.count == 3 && word.hasSuffix("xx") && StatusGrammar.classes.verdict(word) != nil
    }

    /// Whether nothing but `publish` says that something was said to the service: as often it is the service that speaks.
    private static func isSentAsOften(_ words: MetricWords) -> Bool {
        words.contains(any: ["publish"]) && !words.stem.contains("message")
            && !words.contains(any: ["received", "rcv", "recv", "in", "incoming", "inbound"])
    }

    /// Why a family is about something else; nil where it is not.
    ///
    /// `allowed` are words that say nothing there.
    static func foreign(_ words: MetricWords, but allowed: Set<String> = []) -> String? {
        if words.said.contains(where: { $0.hasSuffix("client") && !allowed.contains($0) && !words.unsaid.contains($0) })
        {
            return "counts what the service asks others"
        }
        if words.says(any: ["received", "recv", "rcv"]),
            words.contains(any: ["response", "responses", "reply", "replies", "answers"])
        {
            return "counts what others answered"
        }
        // What a resolver is told by the servers that it asks.
        if words.contains(any: ["auth", "authoritative"]), words.contains(any: ["rcode", "answers"]) {
            return "counts what others answered"
        }
        var own = words.withoutOwnName.filter { !allowed.contains($0) && !words.unsaid.contains($0) }
        // What speaks HTTP is asked, whatever it is called after; and what a process tells of itself begins with it.
        if words.contains(any: ["http"]) || words.all.first != "process" { own.removeAll { $0 == "process" } }
        if words.contains(any: Vocabulary.protocols) { own.removeAll { $0 == "io" } }
        if let found = Vocabulary.foreign.first(where: { own.contains(where: $0.words.contains) }) {
            return found.reason
        }
        if words.said.dropFirst(words.said.startIndex == 0 ? 1 : 0).contains(where: Vocabulary.probes.contains) {
            return "counts probes"
        }
        return Vocabulary.foreignPhrases.first { phrase in
            words.all.indices.contains { words.all[$0...].starts(with: phrase.words) }
        }?.reason
    }

    /// Whether a family measures durations: a word for one, a unit of time in the name or beside it.
    ///
    /// Of counters and gauges the word `processing` alone tells of a state.
    static func isDuration(_ family: MetricFamily) -> Bool {
        let isTimed = family.form == .histogram || family.form == .summary
        let words = Vocabulary.durations.subtracting(isTimed ? ["runtime"] : ["runtime", "processing"])
        return family.words.contains(any: words) || endsInRuntime(family.words) || Vocabulary.units[family.unit] != nil
            || family.words.all.contains { Vocabulary.units[$0] != nil && $0.count > 1 }
    }

    /// Whether a runtime is what is measured, and not what something runs on.
    private static func endsInRuntime(_ words: MetricWords) -> Bool {
        guard let last = words.all.lastIndex(of: "runtime") else { return false }
        return words.all[(last + 1)...].allSatisfy { Vocabulary.manner.contains($0) || $0 == "by" }
    }

    /// Whether what nobody calls a duration can be nothing else: by bounds that part seconds, or a mean below 1 of what
    /// its name calls requests.
    static func isTimeLike(_ family: MetricFamily) -> Bool {
        guard !family.words.contains(any: ["per", "ratio", "rate", "batch", "score", "share"]) else { return false }
        switch family.form {
        case .histogram:
            guard family.bounds.count >= 5, let last = family.bounds.last,
                let first = family.bounds.first(where: { $0 > 0 })
            else { return false }
            return endsInSubject(family.words) && first <= 0.1 && last <= 120
        case .summary:
            let count = family.total()
            guard count > 0, let sum = family.sum, sum > 0, sum < count else { return false }
            // Of HTTP nobody measures shares of a millisecond; of what has no name anything might be measured.
            return family.words.stem.contains("http")
                || family.labelNames.contains { label in
                    MetricWords(label).contains(any: ["status", "code"])
                        && family.values(of: label).keys.allSatisfy { StatusGrammar.codes.verdict($0) != nil }
                }
        case .counter, .gauge: return false
        }
    }

    /// Whether nothing but how it is counted follows the word for what is counted.
    static func endsInSubject(_ words: MetricWords) -> Bool {
        guard let subject = words.all.lastIndex(where: { Vocabulary.isNamed([Vocabulary.synonyms[$0] ?? $0]) }) else {
            return false
        }
        return words.all[(subject + 1)...].allSatisfy { Vocabulary.manner.contains($0) || $0 == "all" }
    }

    /// A name that says no more than "requests" may have labels that say which.
    private static func refined(
        _ kind: ServiceKind,
        _ family: MetricFamily,
        _ status: StatusRule.Finding
    ) -> ServiceKind {
        guard kind == .requests else { return kind }
        if case .told(let reading) = status {
            if [.codes, .classes, .codesAndOutcomes].contains(reading.grammar) { return .http }
            if reading.grammar == .grpcWords || reading.grammar == .grpcNumbers { return .grpc }
            if reading.grammar == .dns { return .dns }
        }
        if family.labelNames.contains(where: { MetricWords($0).all.contains("grpc") }) { return .grpc }
        return RouteRule.method(family, where: []) != nil ? .http : kind
    }

    /// A counter whose labels hold the codes of answers counts answers, whatever it is called.
    ///
    /// What is timed is done each time, whichever way it is told how it ended.
    private static func unnamed(_ status: StatusRule.Finding, isTimed: Bool) -> ServiceKind? {
        guard case .told(let reading) = status else { return nil }
        switch reading.grammar {
        case .codes, .classes: return .http
        case .grpcWords: return .grpc
        case .dns: return .dns
        case .outcomes: return .requests
        case .flag, .failureFlag: return isTimed ? .requests : nil
        case .digits, .grpcNumbers, .lifecycle, .codesAndOutcomes: return nil
        }
    }
}
