/// A page that tells of one probe: nothing is counted, a gauge says whether it went well.
enum ProbeRule {
    /// Whether a name tells how a probe went, or how long it took.
    static func isAbout(_ words: MetricWords) -> Bool {
        words.all.contains("probe")
            && (words.contains(any: Vocabulary.succeeded) || words.contains(any: Vocabulary.durations))
    }

    static func signals(_ families: [MetricFamily]) -> ServiceSignals? {
        let gauges = families.filter { $0.form == .gauge && $0.words.all.contains("probe") }
        let success = gauges.first { family in
            family.words.contains(any: Vocabulary.succeeded)
                && family.members.allSatisfy { $0.value == 0 || $0.value == 1 }
        }
        guard let success else { return nil }
        let duration = gauges.first { family in
            CandidateRule.isDuration(family) && family.words.stem == success.words.stem
                && family.members.count == success.members.count
        }
        let unit = duration.flatMap { UnitRule.unit(of: $0, mean: $0.members.first?.value) }
        return ServiceSignals(
            kind: .probe,
            requests: [],
            failures: .gauge(SignalSelection(metric: success.name)),
            latency: duration.map { duration in
                Latency(
                    form: .gauge(SignalSelection(metric: duration.name)),
                    perSecond: unit?.perSecond ?? 1,
                    isUnitGuessed: unit?.isGuess ?? true,
                    leavesOut: nil
                )
            },
            route: nil,
            method: nil,
            saturation: [],
            evidence: [.init("availability", success.name, because: "1 where the last probe went well")]
        )
    }
}
