// What a reader of the numbers should know beside them.
extension SignalDetector {
    /// What else is told of the same requests, or of others, that is not among the numbers.
    static func notes(
        _ signals: ServiceSignals?,
        _ candidates: [Candidate],
        _ doors: [(outer: String, inner: String)]
    ) -> [String] {
        guard let metric = signals?.requests.first?.metric,
            let family = candidates.first(where: { $0.family.counterName == metric })
        else { return [] }
        var notes = doors.filter { $0.outer == family.family.name }.map {
            "\($0.outer) alone: what comes from within is counted by \($0.inner)"
        }
        if let scope = LayerRule.oneScope(family.matchers) {
            notes.append("several libraries count \(family.kind.unit), the same ones as a rule: only \(scope.text)")
        }
        guard family.measures, family.reading != nil else { return notes }
        // The same requests, measured by two libraries or by the names of two conventions.
        let again = candidates.filter { other in
            other.family.name != family.family.name && other.kind == family.kind && other.measures
                && other.family.form == family.family.form && other.reading != nil
                && LayerRule.rank(other.family.words) == LayerRule.rank(family.family.words)
                && LayerRule.agree(other.total, family.total, within: 0.02)
        }
        notes += again.map { "\($0.family.name) measures the same \(family.kind.unit) again: not added" }
        return notes
    }
}
