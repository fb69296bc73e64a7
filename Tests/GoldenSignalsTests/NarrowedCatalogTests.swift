import GoldenSignals
import PromModel
import Testing

@Suite("One part of the traffic")
struct NarrowedCatalogTests {
    @Test("Every expression about requests has the part's matchers, quoted; targets stay those of the service")
    func matchers() throws {
        let whole = SignalCatalog(profile: .unstableAPI, selector: "job=\"api\"", window: .seconds(60))
        let part = whole.narrowed(to: ["route": "/a\"b\\", "method": "GET"])
        for signal in [Signal.requestRate, .errorShare, .averageLatency, .p99Latency] {
            let expression = try #require(part.expression(for: signal))
            #expect(expression.contains("method=\"GET\",route=\"/a\\\"b\\\\\""), "\(expression)")
        }
        #expect(part.targetsUp == whole.targetsUp)
        #expect(whole.narrowed(to: Labels()).expressions == whole.expressions)
    }
}
