import GoldenSignals
import PromModel
import Testing

@Suite("What instances and routes had of the requests before anybody watched")
struct RequestPastTests {
    private static let now = Timestamp(seconds: 1_795_192_800)

    private static func queries(window: Duration) throws -> RequestPastQueries {
        let profile = try #require(MetricProfile.builtin.profiles.first { $0.routeLabel != nil && !$0.isProbed })
        let catalog = SignalCatalog(profile: profile, selector: "job=\"a\"", window: .seconds(300))
        return try #require(RequestPastQueries(catalog, window: window, through: now))
    }

    @Test("Windows stand side by side, sixty at most and an hour at most")
    func moments() throws {
        let short = try Self.queries(window: .seconds(20))
        #expect(short.step == .seconds(20) && short.from == Self.now - .seconds(1200))
        #expect(short.expression.contains("[20s]") && !short.expression.contains("[300s]"))
        #expect(try Self.queries(window: .seconds(120)).from == Self.now - .seconds(3600))
    }

    @Test("Rates are counts of their window, by instance and by the name of the route")
    func answer() throws {
        let queries = try Self.queries(window: .seconds(60))
        let route = try #require(
            MetricProfile.builtin.profiles.first { $0.routeLabel != nil && !$0.isProbed }?.routeLabel
        )
        func series(_ labels: Labels, _ tag: String, _ values: [(Int, Double)]) -> Series {
            Series(
                labels: labels.setting(SignalCatalog.tagLabel, to: tag),
                samples: values.map { Sample(timestamp: Self.now - .seconds($0), value: $1) }
            )
        }
        let past = queries.past([
            series(["instance": "web-1"], "instance", [(60, 2), (0, 3)]),
            series(Labels([(route, "/pay")]), "route", [(60, 1), (0, .nan)]),
        ])
        #expect(past.length == .seconds(60) && past.windows.map(\.at) == [Self.now - .seconds(60), Self.now])
        #expect(past.windows.map(\.instances) == [["web-1": 120], ["web-1": 180]])
        #expect(past.windows.map(\.routes) == [["/pay": 60], [:]])
    }
}
