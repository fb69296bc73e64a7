import GoldenSignals
import PromClient
import PromModel
import Testing

/// Pages whose failures are told by a profile's knowledge, or not at all.
@Suite("Unjudged pages")
struct UnjudgedPageTests {
    private static let start = Timestamp(seconds: 1_000_000)

    private func last(_ page: @escaping @Sendable (Int) -> String) async throws -> SourceUpdate {
        let script = try PageScript(start: Self.start) { _, moment in
            PageScript.text(page(100 + Int((moment - Self.start).inSeconds)))
        }
        var update = try await script.poll(isFirst: true)
        for _ in 0..<20 { update = try await script.poll() }
        return update
    }

    @Test("A program's own profile is believed, whose histogram lacks what ended in a handler's error")
    func caddy() async throws {
        let update = try await last { second in
            """
            # TYPE caddy_http_requests_total counter
            caddy_http_requests_total{handler="subroute",server="srv0"} \(16 * second)
            # TYPE caddy_http_request_errors_total counter
            caddy_http_request_errors_total{handler="subroute",server="srv0"} \(6 * second)
            # TYPE caddy_http_request_duration_seconds histogram
            caddy_http_request_duration_seconds_bucket{code="200",handler="subroute",method="GET",server="srv0",le="0.1"} \(10 * second)
            caddy_http_request_duration_seconds_bucket{code="200",handler="subroute",method="GET",server="srv0",le="+Inf"} \(10 * second)
            caddy_http_request_duration_seconds_sum{code="200",handler="subroute",method="GET",server="srv0"} \(second)
            caddy_http_request_duration_seconds_count{code="200",handler="subroute",method="GET",server="srv0"} \(10 * second)

            """
        }
        #expect(update.report?.profile == "caddy")
        #expect(abs((update.snapshot[.errorShare].value ?? 0) - 0.375) < 0.01, "\(update.snapshot[.errorShare])")
        #expect(update.snapshot.unjudgedFailures == nil)
    }

    @Test("What was found without any sign of failures says so, and a profile that knows of none does not")
    func reasons() async throws {
        let type = "# TYPE shop_requests counter\n"
        let found = try await last { type + "shop_requests{zone=\"a\"} \($0 * 9)\n" }
        #expect(found.snapshot[.requestRate].value != nil)
        #expect(found.snapshot.unjudgedFailures?.isEmpty == false)
        let described = MetricProfile.builtin.profiles.filter { profile in
            profile.failures.isEmpty && profile.statusLabel == nil && !profile.isProbed
        }
        #expect(!described.isEmpty)
        for profile in described {
            let match = ServiceMatch(
                service: ServiceKey(of: Labels()),
                profile: profile,
                requestSeries: 1,
                hasStatus: false,
                hasDurations: false,
                hasBuckets: false
            )
            #expect(match.unjudgedFailures == nil, "\(profile.name)")
        }
    }
}
