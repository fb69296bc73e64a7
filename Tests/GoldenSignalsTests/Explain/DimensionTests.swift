import GoldenSignals
import Testing

@Suite("Dimensions")
struct DimensionTests {
    /// What each profile's requests can be told apart by; nil where they do not carry the label.
    private static let table: [(String, route: [String]?, method: [String]?, status: [String]?)] = [
        ("unstable-api", ["method", "route"], ["method"], ["status"]),
        ("fastapi-instrumentator", ["method", "handler"], ["method"], ["status"]),
        ("otel", ["http_request_method", "http_route"], ["http_request_method"], ["http_response_status_code"]),
        ("otel-milliseconds", ["http_method", "http_route"], ["http_method"], ["http_status_code"]),
        // Its failures are counted by themselves: their codes are no statuses of the requests.
        ("caddy", ["handler"], nil, nil),
        ("prometheus", ["handler"], nil, ["code"]),
        ("alertmanager", ["handler"], nil, nil),
        ("go", ["method", "handler"], ["method"], ["code"]),
        ("postgres", ["datname"], nil, nil), ("mysql", nil, nil, nil), ("mongodb", ["legacy_op_type"], nil, nil),
        ("memcached", ["command"], nil, nil), ("rabbitmq", nil, nil, nil), ("elasticsearch", nil, nil, nil),
        ("uwsgi", nil, nil, nil), ("phpfpm", nil, nil, nil), ("vault", nil, nil, nil),
        ("cassandra", ["clientrequest"], nil, nil), ("cassandra-jmx", ["scope"], nil, nil), ("juicefs", nil, nil, nil),
        ("centrifugo", ["method"], nil, ["code"]), ("nsq", ["topic"], nil, nil), ("freeradius", nil, nil, nil),
        ("sqlserver", nil, nil, nil), ("oracle", nil, nil, nil), ("powerdns-recursor", nil, nil, nil),
        ("cassandra-exporter", ["operation"], nil, nil),
    ]

    @Test("Every profile that comes with sretop is in the table")
    func complete() {
        #expect(Self.table.map(\.0) == MetricProfile.builtin.profiles.map(\.name))
    }

    @Test("Each dimension has the profile's labels, a route with its method", arguments: table)
    func labels(name: String, route: [String]?, method: [String]?, status: [String]?) throws {
        let profile = try #require(MetricProfile.named(name))
        #expect(profile.labels(of: .route) == route)
        #expect(profile.labels(of: .instance) == ["instance"])
        #expect(profile.labels(of: .method) == method)
        #expect(profile.labels(of: .status) == status)
    }

    @Test("Those that a profile knows stand in one order, and have queries; the others have none", arguments: table)
    func known(name: String, route: [String]?, method: [String]?, status: [String]?) throws {
        let profile = try #require(MetricProfile.named(name))
        let expected = Dimension.allCases.filter { dimension in
            switch dimension {
            case .route: route != nil
            case .instance: true
            case .method: method != nil
            case .status: status != nil
            }
        }
        #expect(Dimension.known(to: profile) == expected)
        let catalog = SignalCatalog(profile: profile, selector: "", window: .seconds(60))
        for dimension in Dimension.allCases {
            let isKnown = BreakdownQueries(dimension, catalog: catalog) != nil
            #expect(isKnown == expected.contains(dimension), "\(dimension)")
        }
    }

    @Test("Without route, method and status labels the instance is what is left")
    func bare() throws {
        let profile = try #require(try MetricProfile.reading("name: a\nrequests: {metric: a_total}"))
        #expect(Dimension.known(to: profile) == [.instance])
        let catalog = SignalCatalog(profile: profile, selector: "", window: .seconds(60))
        for dimension in Dimension.allCases {
            #expect(BreakdownQueries.first(dimension, catalog: catalog)?.dimension == .instance)
        }
    }

    @Test(
        "A dimension that the requests do not carry gives way to the first that they do",
        arguments: Dimension.allCases
    )
    func givesWay(dimension: Dimension) throws {
        let profile = try #require(MetricProfile.named("caddy"))
        let catalog = SignalCatalog(profile: profile, selector: "", window: .seconds(60))
        let expected: Dimension = dimension == .instance ? .instance : .route
        #expect(BreakdownQueries.first(dimension, catalog: catalog)?.dimension == expected)
    }
}
