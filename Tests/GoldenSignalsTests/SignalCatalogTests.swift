import GoldenSignals
import PromQL
import Testing

@Suite("Signal catalogue")
struct SignalCatalogTests {
    /// Ways to keep a histogram that PromQL reads: ranges are read by functions of the server that keeps them.
    private static let standard = HistogramStorage.allCases.filter { $0 != .ranged }
    /// By each name, and however its histogram is kept.
    private static let everyProfile = MetricProfile.builtin.profiles.flatMap { profile in
        profile.allNames.flatMap { names in standard.map(names.stored) }
    }

    private static func expressions(_ selector: String, _ profile: MetricProfile) -> [String] {
        let catalog = SignalCatalog(profile: profile, selector: selector, window: .seconds(15))
        let optional = [
            catalog.errorTotals, catalog.failuresCounted(within: .seconds(90), interval: .seconds(15)),
            catalog.errorRate(by: ["route"]),
            catalog.latencyBuckets, catalog.activeFaults, catalog.faultShares,
        ]
        return Signal.allCases.compactMap(catalog.expression(for:)) + optional.compactMap { $0 } + [
            catalog.requestCount, catalog.requestTotal, catalog.processStart, catalog.targetsUp, catalog.newestSample,
        ]
    }

    @Test(
        "Every expression of every profile is PromQL, with and without a selector",
        arguments: everyProfile,
        ["", "job=\"x\",instance=~\"a|b\""]
    )
    func parse(profile: MetricProfile, selector: String) throws {
        for text in Self.expressions(selector, profile) {
            _ = try PromQLParser.parse(text)
            #expect(!text.contains("$"), "\(text)")
            #expect(!text.contains("{}") && !text.contains("{,"), "\(text)")
        }
    }

    @Test("The selector stands in every selector of every expression", arguments: everyProfile)
    func selected(profile: MetricProfile) {
        let selector = "job=\"x\""
        for text in Self.expressions(selector, profile) {
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
