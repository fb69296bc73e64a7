import GoldenSignals
import PromModel
import PromQL
import Testing

@Suite("Queries of a refresh")
struct RefreshQueriesTests {
    private static func queries(_ profile: MetricProfile = .unstableAPI) -> RefreshQueries {
        RefreshQueries(
            catalog: SignalCatalog(profile: profile, selector: "job=\"web\"", window: .seconds(60)),
            window: .seconds(60),
            scrapeInterval: .seconds(15)
        )
    }

    private static func series(_ tag: String, _ values: [(Int, Double)]) -> Series {
        Series(
            labels: ["sretop": tag],
            samples: values.map { Sample(timestamp: Timestamp(seconds: Double($0.0)), value: $0.1) }
        )
    }

    private static func value(_ tag: String, _ value: Double, _ labels: [(String, String)] = []) -> InstantValue {
        InstantValue(labels: Labels(labels + [("sretop", tag)]), value: value)
    }

    private static func snapshot(
        _ points: [SignalPoint],
        facts: [InstantValue] = [],
        explanation: [InstantValue] = []
    ) -> SignalSnapshot {
        queries().snapshot(
            at: Timestamp(seconds: 60),
            window: .seconds(60),
            points: points,
            facts: facts,
            explanation: explanation
        )
    }

    private static func busy() -> SignalPoint {
        var point = SignalPoint(at: Timestamp(seconds: 60))
        for signal in Signal.allCases { point[signal] = 0.5 }
        return point
    }

    @Test("Eight queries at most, all PromQL, for every profile", arguments: MetricProfile.builtin.profiles)
    func few(profile: MetricProfile) throws {
        let queries = Self.queries(profile)
        let all =
            queries.ranges + [queries.explanation(failuresWithin: .seconds(90)), queries.quantiles].compactMap { $0 }
            + [
                queries.facts(versions: ["a_build_info"], past: .seconds(1800)), queries.facts(),
            ]
        #expect(all.count <= 9 && queries.ranges.count <= 5)
        for text in all { #expect(throws: Never.self, "\(text)") { _ = try PromQLParser.parse(text) } }
    }

    @Test("Requests that ended without an answer are added to the requests and to the failures of their moment")
    func unanswered() {
        let points = Self.queries().points(from: [
            Self.series("requestRate", [(45, 70), (60, 70)]), Self.series("errorsPerSecond", [(45, 0), (60, 0)]),
            Self.series("unansweredPerSecond", [(60, 30)]),
        ])
        #expect(points.map { $0[.requestRate] } == [70, 100] && points.map(\.errorsPerSecond) == [0, 30])
        #expect(points.last?[.errorShare] == 0.3)
        let facts = [
            Self.value("requests", 7000, [("instance", "a:1")]), Self.value("unanswered", 30),
            Self.value("unansweredTotal", 300, [("instance", "a:1")]),
        ]
        let snapshot = Self.snapshot(points, facts: facts)
        #expect(snapshot.unanswered == 30 && snapshot.errorTotal == 300 && snapshot.requestTotals == ["a:1": 7300])
    }

    @Test("Tags become numbers, point by point, oldest first")
    func points() {
        let points = Self.queries().points(from: [
            Self.series("p99Latency", [(30, 0.3), (15, 0.2)]), Self.series("requestRate", [(15, 5), (30, .nan)]),
            Self.series("requestCount", [(15, 300)]), Self.series("errorsPerSecond", [(15, 0.5)]),
            Self.series("resource:cpu", [(15, 0.4)]), Self.series("resource:fds", [(15, 0.6), (30, 0.1)]),
        ])
        #expect(points.map(\.at.seconds) == [15, 30])
        #expect(points.map { $0[.p99Latency] } == [0.2, 0.3])
        #expect(points.map { $0[.requestRate] } == [5, nil])
        #expect(points.map(\.requestCount) == [300, nil])
        #expect(points.map(\.errorsPerSecond) == [0.5, nil])
        #expect(points.map { $0[.saturation] } == [0.6, 0.1])
        #expect(points.map(\.resource) == ["fds", "fds"])
    }

    @Test("Where the bounds of buckets have not the same samples there is no quantile; one that is spelled anew is one")
    func unevenBounds() {
        func bound(_ text: String, _ values: [(Int, Double)]) -> Series {
            var series = Self.series("bounds", values)
            series.labels = ["sretop": "bounds", "le": "\(text)"]
            return series
        }
        let answer = [
            Self.series("p99Latency", [(15, 0.2), (30, 9), (45, 0.3)]), Self.series("requestRate", [(15, 5), (30, 5)]),
            bound("0.5", [(15, 4), (30, 4), (45, 4)]), bound("1", [(15, 4), (30, 3), (45, 1)]),
            bound("1.0", [(45, 3)]), bound("1.5", [(30, 1)]), bound("+Inf", [(15, 4), (30, 4), (45, 4)]),
        ]
        let points = Self.queries().points(from: answer)
        #expect(points.map { $0[.p99Latency] } == [0.2, nil, 0.3])
        #expect(points.map { $0[.requestRate] } == [5, 5, nil])
        #expect(RefreshQueries.unevenBounds(in: answer) == [Timestamp(seconds: 30)])
        // A canary of a thousand hardly moves them.
        var samples = BoundSamples()
        for (text, count) in [("0.5", 4000.0), ("1", 3990), ("+Inf", 4000)] { samples.add(count, bound: text) }
        #expect(!samples.areUneven && !BoundSamples().areUneven)
    }

    @Test("A resource is a resource, whatever it is called", arguments: ["saturation", "requestCount", "p99Latency"])
    func resourceNames(name: String) throws {
        let profile = try #require(
            try MetricProfile.reading("name: a\nrequests: {metric: a}\nsaturation: [{name: \(name), expression: b}]")
        )
        let queries = Self.queries(profile)
        let expression = try #require(queries.ranges.last)
        // The tag that the query gives, as a server answers it.
        let tag = try #require(expression.split(separator: "\"").first { $0 != "sretop" && $0.contains(name) })
        let points = queries.points(from: [Self.series(String(tag), [(15, 0.7)])])
        #expect(points.map { $0[.saturation] } == [0.7])
        #expect(points.map(\.resource) == [name])
    }

    @Test("A service without a point at the newest moment has no number")
    func noPoint() {
        var old = SignalPoint(at: Timestamp(seconds: 45))
        old[.requestRate] = 5
        let snapshot = Self.snapshot([old])
        #expect(snapshot.at == Timestamp(seconds: 60))
        for signal in Signal.allCases { #expect(snapshot[signal].state == .noData) }
        #expect(!snapshot.isWarmingUp)
        #expect(Self.snapshot([old], facts: [Self.value("requests", 5)]).isWarmingUp)
    }

    @Test("The facts stand in their places")
    func facts() {
        let snapshot = Self.snapshot(
            [Self.busy()],
            facts: [
                Self.value("up", 1, [("instance", "a")]), Self.value("up", 0, [("instance", "b")]),
                Self.value("start", 1000, [("instance", "a")]), Self.value("errors", 7, [("instance", "a")]),
                Self.value("errors", 5, [("instance", "b")]), Self.value("errors", .nan, [("instance", "c")]),
                Self.value("newest", 58.5), Self.value("requests", 900),
                Self.value("fault", 1, [("fault", "errors"), ("route", "/")]),
                Self.value("faultShare", 0.2, [("fault", "errors"), ("route", "/")]),
            ],
            explanation: [Self.value("sinceOnset", 11)]
        )
        #expect((snapshot.targetsUp, snapshot.targetsTotal) == (1, 2))
        #expect(snapshot.processStarts == ["a": 1000])
        #expect(snapshot.errorTotals == ["a": 7, "b": 5] && snapshot.errorTotal == 12)
        #expect(snapshot.newestSample == Timestamp(milliseconds: 58_500))
        #expect(snapshot.errorsSinceOnset == 11)
        #expect(snapshot.faults == [SignalSnapshot.ActiveFault(name: "errors", route: "/", share: 0.2)])
        #expect(!snapshot[.errorShare].noErrorsYet)
    }

    @Test("Of several processes only what acts is told, the strongest once")
    func faultsOfSeveral() {
        func fault(_ name: String, _ value: Double, at instance: String) -> InstantValue {
            Self.value(name, value, [("fault", "errors"), ("route", "/"), ("instance", instance)])
        }
        let snapshot = Self.snapshot(
            [Self.busy()],
            facts: [
                fault("fault", 1, at: "b"), fault("fault", 1, at: "c"), fault("faultShare", 0.2, at: "a"),
                fault("faultShare", 0.3, at: "b"), fault("faultShare", 0.5, at: "c"),
            ]
        )
        #expect(snapshot.faults == [SignalSnapshot.ActiveFault(name: "errors", route: "/", share: 0.5)])
    }

    @Test("Without any failure counted there is none yet; without a status nothing is said")
    func noErrorsYet() throws {
        #expect(Self.snapshot([Self.busy()])[.errorShare].noErrorsYet)
        let blind = try #require(MetricProfile.named("alertmanager"))
        let snapshot = Self.queries(blind).snapshot(
            at: Timestamp(seconds: 60),
            window: .seconds(60),
            points: [Self.busy()],
            facts: [],
            explanation: []
        )
        #expect(!snapshot[.errorShare].noErrorsYet)
    }

    @Test(
        "A quantile in the last bucket is clipped at its bound",
        arguments: [(94, 1, 1), (96, nil, 1), (99.5, nil, nil)] as [(Double, Double?, Double?)]
    )
    func clipped(inBound: Double, p95: Double?, p99: Double?) {
        let buckets = [("0.1", 10), ("1", inBound), ("+Inf", 100)].map { bound, rate in
            InstantValue(labels: ["le": bound], value: rate)
        }
        let snapshot = Self.snapshot([Self.busy()], explanation: buckets)
        #expect(snapshot[.p95Latency].clippedAt == p95)
        #expect(snapshot[.p99Latency].clippedAt == p99)
    }

    @Test("Failures since the onset are asked for only in a breach, and only where failures are told")
    func onset() throws {
        #expect(Self.queries().explanation()?.contains("sinceOnset") == false)
        #expect(Self.queries().explanation(failuresWithin: .seconds(95))?.contains("[95s]") == true)
        let blind = try #require(MetricProfile.named("alertmanager"))
        #expect(Self.queries(blind).explanation(failuresWithin: .seconds(95))?.contains("sinceOnset") == false)
    }

    @Test("First values are added once, and the shares follow")
    func firstValues() throws {
        let points = Self.queries().points(from: [
            Self.series("requestRate", [(15, 100), (30, 0)]), Self.series("requestCount", [(15, 6000), (30, 0)]),
            Self.series("errorsPerSecond", [(15, 0), (30, 0)]), Self.series("errorShare", [(15, 0)]),
            Self.series("successShare", [(15, 1)]), Self.series("firstRequests", [(15, 3000), (30, 60), (45, 6)]),
            Self.series("firstFailures", [(15, 3000), (45, 6)]),
            Self.series("possibleFailures", [(15, 3000), (60, 5)]),
            Self.series("requestRate", [(60, 1)]), Self.series("errorShare", [(60, 0)]),
            Self.series("successShare", [(60, 1)]),
        ])
        #expect(points.map { $0[.requestRate] } == [150, 1, 0.1, 1])
        #expect(points.map(\.requestCount) == [9000, 60, 6, nil])
        #expect(points.map(\.errorsPerSecond) == [50, 0, 0.1, nil])
        #expect(points.map { $0[.errorShare] } == [50.0 / 150, 0, 1, 0])
        #expect(points.map { $0[.successShare] } == [1 - 50.0 / 150, 1, 0, 1])
        let snapshots = points.map { $0.snapshot(window: .seconds(60)) }
        #expect(snapshots.map(\.firstFailures) == [3000, nil, 6, nil])
        // What may be failures of before is no proof of none.
        #expect(snapshots.map { $0[.errorShare].isUnproven } == [false, false, false, true])
    }

    @Test("First values are asked for beside the failures, and not at all where nobody wants them")
    func firstValuesAsked() {
        let catalog = SignalCatalog(profile: .unstableAPI, selector: "", window: .seconds(60))
        let with = RefreshQueries(catalog: catalog, window: .seconds(60), scrapeInterval: .seconds(5))
        #expect(with.ranges.map { $0.contains("firstFailures") } == [false, true, false, false, false])
        #expect(with.ranges.indices.map(with.asksFirstValues) == [false, true, false, false, false])
        let without = RefreshQueries(
            catalog: catalog,
            window: .seconds(60),
            scrapeInterval: .seconds(5),
            addsFirstValues: false
        )
        #expect(!without.ranges.contains { $0.contains("first") })
    }

    @Test("A share stays between nothing and everything, and no more fails than is asked")
    func shares() {
        let points = Self.queries().points(from: [
            Self.series("requestRate", [(15, 10)]), Self.series("errorsPerSecond", [(15, 20)]),
            Self.series("errorShare", [(15, 2)]), Self.series("successShare", [(15, -1)]),
        ])
        #expect(points.map { $0[.errorShare] } == [1] && points.map { $0[.successShare] } == [0])
        #expect(points.map(\.errorsPerSecond) == [10])
    }
}
