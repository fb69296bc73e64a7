import Detection
import PromModel
import Randomness
import Testing

/// Detection against pages of real and simulated programs, each around a known load.
@Suite(.enabled(if: !ServicePair.all.isEmpty, "SRETOP_CORPORA does not name the conformance data"))
struct ServicePairTests {
    @Test("Each page alone leads to the right signals", arguments: ServicePair.all)
    func pairs(_ pair: ServicePair) {
        for page in [pair.first, pair.second] {
            let signals = SignalDetector.detect(MetricEvidence(page: page)).signals
            #expect(pair.mistakes(signals) == [])
            if case .histogram = signals?.latency?.form {
                #expect(pair.truth.hasQuantiles)
            } else if pair.truth.also?.hasQuantiles == nil {
                #expect(!pair.truth.hasQuantiles)
            }
        }
    }

    @Test("What nothing declares is found all the same", arguments: ServicePair.all)
    func withoutTypes(_ pair: ServicePair) {
        let samples = pair.second.samples.map { ($0.labels, $0.value) }
        let signals = SignalDetector.detect(MetricEvidence(samples: samples) { _ in nil }).signals
        #expect(pair.mistakes(signals, isSilenceRight: true) == [])
    }

    @Test("A page that is not as it was leads to no wrong number", arguments: 0..<400)
    func mutated(seed: Int) {
        var random = SeededRandom(seed: UInt64(seed))
        guard let pair = ServicePair.all.randomElement(using: &random) else { return }
        let mutation = PageMutation.random(pair, using: &random)
        let changed = mutation.applied(to: pair)
        let signals = SignalDetector.detect(MetricEvidence(page: changed.second)).signals
        #expect(changed.mistakes(signals, isSilenceRight: true) == [], "\(pair.truth.name), \(mutation)")
    }
}
