import Testing

extension EndToEnd {
    /// Programs and libraries that nobody prepared for sretop, each under a load whose counts are known.
    @Suite("Real services under a known load", .serialized, .realServices(RealServicesTests.names))
    struct RealServicesTests {
        static let names = [
            "instrumentator", "starlette_exporter", "otel_old", "otel_new", "otel_both", "django", "grpc", "workers",
            "workers_together", "envoy", "haproxy", "nginx", "apache", "redis", "caddy", "caddy_new",
        ]

        @Test("What its page tells is right, and what it cannot tell is not made up", arguments: names)
        func page(name: String) throws {
            #expect(try RealServices.faults(of: name, via: .page) == [])
        }

        @Test("Through a Prometheus it is the same", arguments: names)
        func prometheus(name: String) throws {
            #expect(try RealServices.faults(of: name, via: .prometheus) == [])
        }
    }
}
