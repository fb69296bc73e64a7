import GoldenSignals
import PromQL
import Testing

@Suite("Signal catalogue")
struct SignalCatalogTests {
    private static func expressions(_ selector: String) -> [String] {
        let catalog = SignalCatalog(profile: .unstableAPI, selector: selector, window: .seconds(15))
        return Signal.allCases.map(catalog.expression(for:)) + catalog.saturation.map(\.expression) + [
            catalog.requestCount, catalog.errorTotals, catalog.requestTotal, catalog.errorRateByRoute,
            catalog.latencyBuckets, catalog.processStart, catalog.targetsUp,
        ] + [catalog.activeFaults, catalog.faultShares].compactMap { $0 }
    }

    @Test("Every expression is PromQL, with and without a selector", arguments: ["", "job=\"x\",instance=~\"a|b\""])
    func parse(selector: String) throws {
        for text in Self.expressions(selector) {
            _ = try PromQLParser.parse(text)
            #expect(!text.contains("$"), "\(text)")
            #expect(!text.contains("{}") && !text.contains("{,"), "\(text)")
        }
    }

    @Test("The selector stands in every selector of every expression")
    func selected() {
        let selector = "job=\"x\""
        for text in Self.expressions(selector) {
            let selectors = text.split(separator: "{").count - 1
            #expect(text.split(separator: selector, omittingEmptySubsequences: false).count - 1 == selectors, "\(text)")
        }
    }

    @Test(
        "Windows are written as PromQL writes them",
        arguments: [(15_000, "15s"), (60_000, "60s"), (1_500, "1500ms"), (0, "1ms")] as [(Int, String)]
    )
    func window(milliseconds: Int, text: String) {
        #expect(SignalCatalog.durationText(.milliseconds(milliseconds)) == text)
    }
}
