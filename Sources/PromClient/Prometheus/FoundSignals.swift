import Detection
import GoldenSignals
import PromModel

/// What was found in the metrics of services that no profile describes well; asked once, and kept.
struct FoundSignals: Sendable {
    /// The services that were looked at.
    var services: Set<ServiceKey> = []
    /// Those of them that did not answer then.
    var silent: Set<ServiceKey> = []
    /// When, by our monotonic clock.
    var at: ContinuousClock.Instant?
    /// Those in which something counts requests.
    var matches: [ServiceMatch] = []
    /// How well profiles fit what is there.
    var fits: [ServiceKey: ProfileFit] = [:]
    /// What was chosen in each service, and what came nearest where nothing counts requests.
    var results: [ServiceKey: DetectionResult] = [:]
    /// Why they are not known; nil where they are.
    var failure: String?

    /// Looks at the evidence of each service; `ranges` is how the server's buckets that are ranges are read.
    mutating func take(
        values: [InstantValue],
        bounds: [InstantValue],
        metadata: [String: [MetricMetadata]] = [:],
        labels: ServiceLabels,
        resources: [MetricProfile.Resource],
        ranges: HistogramStorage? = nil
    ) {
        let byService = Dictionary(grouping: values) { labels.key(of: $0.labels) }
        let boundsByService = Dictionary(grouping: bounds) { labels.key(of: $0.labels) }
        for (service, values) in byService where services.contains(service) {
            let whole = WholeHistograms(values)
            let evidence = SignalQuestions.evidence(
                values: whole.values,
                bounds: boundsByService[service] ?? [],
                metadata: metadata
            )
            let result = SignalDetector.detect(evidence, elsewhere: MetricProfile.builtin.elsewhere)
            fits[service] = ProfileFit(evidence: evidence, found: result.signals)
            let match = result.signals.flatMap { signals in
                ServiceMatch(
                    detected: signals,
                    service: service,
                    evidence: evidence,
                    resources: resources,
                    ranges: ranges,
                    whole: whole.names
                )
            }
            results[service] = result
            if let match { matches.append(match) }
        }
    }
}
