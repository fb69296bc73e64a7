import GoldenSignals
import PromModel
import Testing

/// What the answers are made into, without an engine.
@Suite("Breakdown")
struct BreakdownTests {
    private static let onset = Timestamp(seconds: 100)
    /// A row's name, its failures and requests a second.
    private typealias Numbers = (name: String, errors: Double?, requests: Double?)

    private static func queries(
        _ dimension: Dimension = .route,
        profile: String = "prometheus"
    ) throws -> BreakdownQueries {
        let profile = try #require(MetricProfile.named(profile))
        let catalog = SignalCatalog(profile: profile, selector: "", window: .seconds(60))
        return try #require(BreakdownQueries(dimension, catalog: catalog))
    }

    private static func value(_ tag: String, _ value: Double, _ labels: [(String, String)]) -> InstantValue {
        InstantValue(labels: Labels(labels + [("sretop", tag)]), value: value)
    }

    private static func answer(_ rows: [Numbers]) -> [InstantValue] {
        rows.flatMap { row in
            [("errors", row.errors), ("requests", row.requests)].compactMap { tag, number in
                number.map { value(tag, $0, [("handler", row.name)]) }
            }
        }
    }

    private static func breakdown(_ now: [Numbers], before: [Numbers]?) throws -> Breakdown {
        try queries().breakdown(now: answer(now), before: before.map(answer), since: onset)
    }

    private static func shares(_ breakdown: Breakdown) -> [String: Double?] {
        Dictionary(breakdown.rows.map { ($0.name, $0.share) }, uniquingKeysWith: { first, _ in first })
    }

    @Test("What failed as much before explains nothing, and what is new explains everything")
    func new() throws {
        let breakdown = try Self.breakdown(
            [("/old", 5, 50), ("/new", 3, 30), ("/fine", nil, 20)],
            before: [("/old", 5, 50), ("/fine", nil, 20)]
        )
        #expect(Self.shares(breakdown) == ["/old": 0, "/new": 1, "/fine": 0])
        #expect(breakdown.top?.name == "/new" && breakdown.since == Self.onset && breakdown.dimension == .route)
        let rows = Dictionary(uniqueKeysWithValues: breakdown.rows.map { ($0.name, $0) })
        #expect(rows["/new"]?.errorRateBefore == 0 && rows["/new"]?.requestRateBefore == 0)
        #expect(rows["/old"]?.errorRateBefore == 5 && rows["/old"]?.requestRateBefore == 50)
        #expect(rows["/fine"]?.errorRate == 0 && rows["/fine"]?.errorShare == 0)
    }

    @Test(
        "Shares are of what is new, and make one together",
        arguments: [
            // One that fails less than before takes nothing from the others.
            (
                [("a", 8, 10), ("b", 3, 10), ("c", 1, 10)], [("a", 2, 10), ("b", 1, 10), ("c", 4, 10)],
                [0.75, 0.25, 0]
            ),
            ([("a", 1, 10), ("b", 1, 10), ("c", 2, 10)], nil, [0.25, 0.25, 0.5]),
            ([("a", 1, 10), ("b", 1, 10), ("c", 1, 10)], [], [1.0 / 3, 1.0 / 3, 1.0 / 3]),
        ] as [([(String, Double?, Double?)], [(String, Double?, Double?)]?, [Double])]
    )
    func shares(
        now: [(String, Double?, Double?)],
        before: [(String, Double?, Double?)]?,
        expected: [Double]
    ) throws {
        let breakdown = try Self.breakdown(now, before: before)
        let found = Self.shares(breakdown)
        #expect(["a", "b", "c"].map { found[$0] ?? nil } == expected)
        #expect(abs(breakdown.rows.reduce(0) { $0 + ($1.share ?? 0) } - 1) < 1e-12)
        // Where nothing was asked of it before, or nothing is known of then, there is nothing to compare with.
        let isKnown = before?.isEmpty == false
        #expect(breakdown.since == (isKnown ? Self.onset : nil))
        #expect(breakdown.rows.allSatisfy { ($0.errorRateBefore != nil) == isKnown })
    }

    @Test("What was not answered has its part in the whole: shares are of everything that fails more than before")
    func whole() throws {
        let total = Self.value("total", 10, [])
        let breakdown = try Self.queries().breakdown(
            now: Self.answer([("/a", 5, 50), ("/b", 5, 50)]),
            before: Self.answer([("/a", nil, 50)]) + [total],
            since: Self.onset,
            total: 110
        )
        #expect(Self.shares(breakdown) == ["/a": 0.05, "/b": 0.05])
    }

    @Test("A row that a full answer about before left out is not taken to be new")
    func full() throws {
        let others = (0..<100).map { ("/other\($0)", Double?.none, Double?.some(10)) }
        let breakdown = try Self.breakdown([("/quiet", 1, 5)], before: others)
        #expect(breakdown.rows.first?.name == "/quiet" && breakdown.rows.first?.requestRateBefore == nil)
    }

    @Test("Who of a row is by what is new as well; of a row that fails as before by all its failures")
    func newParts() throws {
        func part(_ route: String, _ instance: String, _ rate: Double) -> InstantValue {
            Self.value("parts", rate, [("handler", route), ("instance", instance)])
        }
        let breakdown = try Self.queries().breakdown(
            now: Self.answer([("/pay", 10, 50), ("/old", 4, 50)])
                + [
                    part("/pay", "pod-1", 5), part("/pay", "pod-7", 5), part("/old", "pod-1", 3),
                    part("/old", "pod-2", 1),
                ],
            before: Self.answer([("/pay", 5, 50), ("/old", 4, 50)])
                + [part("/pay", "pod-1", 5), part("/old", "pod-1", 3), part("/old", "pod-2", 1)],
            since: Self.onset
        )
        let rows = Dictionary(uniqueKeysWithValues: breakdown.rows.map { ($0.name, $0.parts) })
        #expect(rows["/pay"] == [Breakdown.Part(name: "pod-7", share: 1)])
        #expect(rows["/old"]?.map(\.share) == [0.75, 0.25])
    }

    @Test("Where nothing is new nobody has a share, and nobody is the top", arguments: [0.0, 4])
    func nothingNew(errors: Double) throws {
        let breakdown = try Self.breakdown([("a", errors, 10)], before: [("a", errors, 10)])
        #expect(breakdown.rows.map(\.share) == [nil])
        #expect(breakdown.top == nil)
    }

    @Test("The largest share comes first, then the busiest, then by name")
    func order() throws {
        let breakdown = try Self.breakdown(
            [("b", nil, 5), ("a", nil, 5), ("busy", nil, 90), ("small", 1, 2), ("large", 9, 10)],
            before: nil
        )
        #expect(breakdown.rows.map(\.name) == ["large", "small", "busy", "a", "b"])
    }

    @Test("A row that nobody asks for, now or before, is left out; one that went quiet stays")
    func quiet() throws {
        let now: [Numbers] = [("busy", nil, 5), ("quiet", 0, 0), ("silent", nil, 0), ("unasked", nil, nil)]
        #expect(try Self.breakdown(now, before: nil).rows.map(\.name) == ["busy"])
        let before: [Numbers] = [("busy", nil, 5), ("silent", nil, 3), ("gone", 2, 2)]
        #expect(try Self.breakdown(now, before: before).rows.map(\.name) == ["busy", "silent"])
    }

    @Test("Values that are no numbers count as absent, now and before", arguments: [Double.nan, .infinity, -.infinity])
    func infinite(number: Double) throws {
        var now = Self.answer([("a", number, 10), ("b", 2, number)])
        now += [Self.value("p95", number, [("handler", "b")]), Self.value("p99", 0.5, [("handler", "b")])]
        now.append(Self.value("parts", number, [("handler", "b"), ("instance", "i:1")]))
        now.append(Self.value("parts", 2, [("handler", "b"), ("instance", "i:2")]))
        let before = Self.answer([("b", number, number)])
        let breakdown = try Self.queries().breakdown(now: now, before: before, since: Self.onset)
        #expect(breakdown.rows.map(\.name) == ["b", "a"])
        #expect(breakdown.rows.map(\.share) == [1, 0])
        #expect(breakdown.rows.map(\.errorRate) == [2, 0])
        #expect(breakdown.rows.map(\.requestRate) == [nil, 10])
        #expect(breakdown.rows.map(\.errorRateBefore) == [0, 0])
        #expect(breakdown.rows[0].p95 == nil && breakdown.rows[0].p99 == 0.5)
        #expect(breakdown.rows[0].errorShare == nil)
        #expect(breakdown.rows[0].parts == [Breakdown.Part(name: "i:2", share: 1)])
    }

    @Test("A row's parts are shares of its own failures, the largest first")
    func parts() throws {
        var now = Self.answer([("a", 8, 10), ("b", 1, 10)])
        for (handler, instance, errors) in [("a", "i:2", 1.0), ("a", "i:1", 6), ("a", "i:3", 1), ("b", "i:1", 1)] {
            now.append(Self.value("parts", errors, [("handler", handler), ("instance", instance)]))
        }
        now.append(Self.value("parts", 0, [("handler", "a"), ("instance", "i:9")]))
        // A part of no row is nobody's.
        now.append(Self.value("parts", 7, [("handler", "z"), ("instance", "i:1")]))
        let breakdown = try Self.queries().breakdown(now: now, before: nil, since: nil)
        #expect(breakdown.rows.map(\.name) == ["a", "b"])
        #expect(breakdown.rows[0].parts.map(\.name) == ["i:1", "i:2", "i:3"])
        #expect(breakdown.rows[0].parts.map(\.share) == [0.75, 0.125, 0.125])
        #expect(breakdown.rows[1].parts == [Breakdown.Part(name: "i:1", share: 1)])
    }

    @Test(
        "A row is called by its labels, and by a word where it has none",
        arguments: [
            (.route, [("method", "GET"), ("handler", "/a")], "GET /a"), (.route, [("handler", "/a")], "/a"),
            (.route, [("method", "GET")], "GET"), (.route, [], "(no route)"), (.instance, [], "(no instance)"),
            (.status, [("code", "503"), ("method", "GET")], "503"), (.method, [("code", "503")], "(no method)"),
        ] as [(Dimension, [(String, String)], String)]
    )
    func names(dimension: Dimension, labels: [(String, String)], name: String) throws {
        let queries = try Self.queries(dimension, profile: "go")
        let now = [Self.value("errors", 1, labels), Self.value("requests", 2, labels)]
        let row = try #require(queries.breakdown(now: now, before: now, since: Self.onset).rows.first)
        #expect(row.name == name)
        #expect(row.errorRate == 1 && row.errorRateBefore == 1 && row.errorShare == 0.5)
        #expect(row.labels[SignalCatalog.tagLabel].isEmpty)
    }

    @Test("Nothing answered is no row; tags that mean nothing make none")
    func nothing() throws {
        let strange = [Self.value("p99", 1, [("handler", "a")]), Self.value("", 1, [("handler", "b")])]
        for now in [[], strange] {
            let breakdown = try Self.queries().breakdown(now: now, before: [], since: Self.onset)
            #expect(breakdown.rows.isEmpty && breakdown.top == nil)
        }
    }
}
