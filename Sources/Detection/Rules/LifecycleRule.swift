/// One counter for all that happens to a task: that it came, that it began, how it ended.
///
/// Only its end counts it.
enum LifecycleRule {
    private static let hints: Set<String> = ["type", "state", "status", "event", "phase", "result", "outcome"]
    /// Words for what comes before the end.
    private static let beginnings: Set<String> = [
        "received", "started", "sent", "queued", "enqueued", "created", "submitted", "scheduled", "pending", "running",
        "published", "accepted", "retried", "retry", "prefetched",
    ]

    /// The condition that selects the ends; nil where no label tells of anything else.
    static func ends(_ family: MetricFamily, where matchers: [LabelMatcher]) -> LabelMatcher? {
        for label in family.labelNames where MetricWords(label).contains(any: hints) {
            let values = family.values(of: label, where: matchers).filter { $0.value > 0 && !$0.key.isEmpty }
            let ends = values.keys.filter { StatusGrammar.ending($0) != nil }
            let isKnown = values.keys.allSatisfy { ends.contains($0) || beginnings.contains(last(of: $0)) }
            guard isKnown, ends.count < values.count,
                ends.contains(where: { StatusGrammar.ending($0) == .success })
            else { continue }
            // Ends that have not been seen yet count as well.
            return .ended(label)
        }
        return nil
    }

    /// What such values say is done; nil where they do not say.
    static func kind(_ family: MetricFamily, by label: String) -> ServiceKind? {
        let subjects = Set(family.values(of: label).keys.compactMap { MetricWords($0).all.first })
        guard subjects.count == 1, let subject = subjects.first else { return nil }
        let word = Vocabulary.synonyms[subject] ?? subject
        return Vocabulary.kinds.first { $0.word == word }?.kind
    }

    private static func last(of value: String) -> String { MetricWords(value).all.last ?? "" }
}
