import GoldenSignals
import Testing

@Suite("Profiles that come with sretop")
struct BuiltinProfileTests {
    @Test("They can be read, and stand in the order of preference")
    func names() {
        #expect(
            MetricProfile.builtin.profiles.map(\.name) == [
                "unstable-api", "fastapi-instrumentator", "otel", "otel-milliseconds", "caddy", "prometheus",
                "alertmanager", "go", "postgres", "mysql", "mongodb", "memcached", "rabbitmq", "elasticsearch",
                "uwsgi", "phpfpm", "vault", "cassandra", "cassandra-jmx", "juicefs", "centrifugo", "nsq",
                "freeradius", "sqlserver", "oracle", "powerdns-recursor", "cassandra-exporter",
            ]
        )
        #expect(MetricProfile.builtin.resources.map(\.name) == ["cpu", "memory", "go-memory", "fds"])
        #expect(MetricProfile.unstableAPI == MetricProfile.builtin.profiles.first)
    }

    @Test("Each has a title, a counter, and resources whose names are not there twice")
    func complete() {
        for profile in MetricProfile.builtin.profiles {
            #expect(!profile.title.isEmpty && profile.title != profile.name, "\(profile.name)")
            #expect(!profile.requests.name.isEmpty, "\(profile.name)")
            let resources = profile.resources.map(\.name)
            #expect(resources.contains("cpu") && resources.contains("fds"), "\(profile.name)")
            #expect(Set(resources).count == resources.count, "\(profile.name)")
        }
    }

    @Test(
        "What tells failures, and what latencies are counted in",
        arguments: [
            ("unstable-api", "status", .seconds), ("fastapi-instrumentator", "status", .seconds),
            ("otel", "http_response_status_code", .seconds), ("otel-milliseconds", "http_status_code", .milliseconds),
            ("caddy", "code", .seconds), ("prometheus", "code", .seconds), ("alertmanager", nil, .seconds),
            ("go", "code", .seconds),
        ] as [(String, String?, LatencyUnit)]
    )
    func facts(name: String, status: String?, unit: LatencyUnit) throws {
        let profile = try #require(MetricProfile.builtin.profiles.first { $0.name == name })
        #expect(profile.statusLabel == status)
        #expect(profile.failures.isEmpty == (status == nil))
        #expect(SignalCatalog(profile: profile, selector: "", window: .seconds(60)).unit == unit)
    }

    @Test("A profile's own resource takes the place of the shared one of its name")
    func ownResources() throws {
        let own = MetricProfile.unstableAPI.resources
        let shared = ["go-memory", "fds"]
        #expect(Array(own.map(\.name).suffix(2)) == shared)
        for name in ["cpu", "memory"] {
            let expressions = own.filter { $0.name == name }.map(\.expression)
            #expect(expressions.count == 1 && expressions.allSatisfy { $0.contains("unstable_api_") }, "\(name)")
        }
    }
}
