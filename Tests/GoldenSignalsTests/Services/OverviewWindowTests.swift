import GoldenSignals
import PromModel
import PromQL
import Testing

@Suite("Overview of all services: windows")
struct OverviewWindowTests {
    private static func directory(_ jobs: [String]) throws -> ServiceDirectory {
        let profile = try #require(MetricProfile.named("go"))
        let answer = jobs.map { InstantValue(labels: ["job": $0, "sretop": "0:requests"], value: 1) }
        return ServiceDetection(profiles: [profile]).directory(from: answer)
    }

    private static func windows(_ seconds: [Int]) throws -> [Int] {
        let jobs = seconds.indices.map { "job.\($0 + 10)" }
        let directory = try directory(jobs)
        let wanted = Dictionary(uniqueKeysWithValues: zip(directory.services, seconds.map { Duration.seconds($0) }))
        let queries = OverviewQueries(directory: directory, window: .seconds(60), windows: wanted)
        #expect(queries.expressions.count == 2)
        for expression in queries.expressions { _ = try PromQLParser.parse(expression) }
        return queries.overviews(from: [], directory: directory).map { Int(($0.window ?? .seconds(60)).inSeconds) }
    }

    @Test(
        "Services are asked over their windows, in three classes at most; of more each takes the next longer one",
        arguments: [
            ([60, 60], [60, 60]), ([60, 240], [60, 240]), ([60, 240, 480], [60, 240, 480]),
            ([60, 60, 120, 240, 240, 480], [60, 60, 240, 240, 240, 480]),
            ([60, 120, 240, 480, 960], [60, 120, 960, 960, 960]),
        ] as [([Int], [Int])]
    )
    func classes(wanted: [Int], given: [Int]) throws {
        #expect(try Self.windows(wanted) == given)
    }

    @Test(
        "A service of whose window too few scrapes were answered is marked; where nobody tells how many there are, none is",
        arguments: [(5, 15, false), (4, 15, false), (3, 15, true), (58, 1, false), (40, 1, true), (2, nil, false)]
            as [(Double, Int?, Bool)]
    )
    func partial(scrapes: Double, interval: Int?, isPartial: Bool) throws {
        let directory = try Self.directory(["cart"])
        let intervals = interval.map { [directory.services[0]: Duration.seconds($0)] } ?? [:]
        let queries = OverviewQueries(directory: directory, window: .seconds(60), intervals: intervals)
        let asked = "(sum_over_time(up[\(60 + (interval ?? 0))s]))"
        #expect(queries.expressions[0].contains(asked) == (interval != nil), "\(queries.expressions[0])")
        let answer = [InstantValue(labels: ["job": "cart", "sretop": "scrapes:0"], value: scrapes)]
        #expect(queries.overviews(from: answer, directory: directory).map(\.isPartial) == [isPartial])
    }

    @Test("A class asks for its services alone, whatever is in their names")
    func narrow() throws {
        let directory = try Self.directory(["a", "b", "c.d"])
        let queries = OverviewQueries(
            directory: directory,
            window: .seconds(60),
            windows: [directory.services[2]: .seconds(240)]
        )
        let traffic = queries.expressions.first ?? ""
        #expect(traffic.contains(#"job!~"c\\.d""#) && traffic.contains(#"job=~"c\\.d""#))
        #expect(traffic.contains("[60s]") && traffic.contains("[240s]"))
    }
}
