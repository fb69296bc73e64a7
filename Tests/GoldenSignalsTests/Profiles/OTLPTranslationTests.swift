import GoldenSignals
import PromModel
import Testing

@Suite("OpenTelemetry's names in Prometheus")
struct OTLPTranslationTests {
    @Test(
        "One entry knows a service by each of the four translations",
        arguments: [
            (.underscoresAndSuffixes, "http_server_request_duration_seconds", "http_route"),
            (.suffixes, "http.server.request.duration_seconds", "http.route"),
            (.underscores, "http_server_request_duration", "http_route"),
            (.untranslated, "http.server.request.duration", "http.route"),
        ] as [(OTLPTranslation, String, String)]
    )
    func names(translation: OTLPTranslation, metric: String, route: String) throws {
        let profile = try #require(MetricProfile.named("otel")?.named(by: translation))
        #expect(profile.name == "otel" && profile.title == "OpenTelemetry HTTP server metrics")
        #expect(profile.latency?.name == metric && profile.requests.name == metric + "_count")
        #expect(profile.failures.first?.name == metric + "_count")
        #expect(profile.routeLabel == route && profile.knownLatencyUnit == .seconds)
        #expect(profile.needsQuotes == metric.contains("."))
        let status = route.contains(".") ? #""http.response.status_code""# : "http_response_status_code"
        #expect(profile.failures.first?.matchers == status + #"=~"5..""#)
    }

    @Test("The same in milliseconds, whose unit no name may tell")
    func milliseconds() throws {
        let profile = try #require(MetricProfile.named("otel-milliseconds"))
        #expect(
            profile.allNames.map { $0.latency?.name ?? "" } == [
                "http_server_duration_milliseconds", "http.server.duration_milliseconds", "http_server_duration",
                "http.server.duration",
            ]
        )
        #expect(profile.allNames.allSatisfy { $0.knownLatencyUnit == .milliseconds })
    }

    @Test("A counter of one's own gets the suffix of counters")
    func counter() throws {
        let profile = try #require(
            try MetricProfile.reading(
                """
                name: mine
                names: opentelemetry
                requests: {metric: app.requests, where: '"app.kind"="http"'}
                route: app.route
                """
            )
        )
        #expect(
            profile.allNames.map(\.requests) == [
                MetricProfile.Metric(name: "app_requests_total", matchers: "app_kind=\"http\""),
                MetricProfile.Metric(name: "app.requests_total", matchers: "\"app.kind\"=\"http\""),
                MetricProfile.Metric(name: "app_requests", matchers: "app_kind=\"http\""),
                MetricProfile.Metric(name: "app.requests", matchers: "\"app.kind\"=\"http\""),
            ]
        )
    }

    @Test(
        "What cannot be translated is refused with its place",
        arguments: [
            ("name: a\nnames: opentelemetri\nrequests: {metric: a.b}", "no kind of names"),
            (
                "name: a\nnames: opentelemetry\nrequests: {metric: a.b_count}\nlatency: {metric: a.b}",
                "the latency's unit, which is missing"
            ),
            ("name: a\nnames: opentelemetry\nrequests: {metric: a.b, where: 'c.d=\"1\"'}", "makes a wrong query"),
        ]
    )
    func refused(lines: String, message: String) {
        do throws(ProfileFile.Failure) {
            _ = try MetricProfile.reading(lines)
            Issue.record("\(lines) is read")
        } catch {
            #expect(error.description.contains(message) && error.description.hasPrefix("test.yaml:"), "\(error)")
        }
    }

    @Test("Names with dots are read where they stand: metric, route, failed")
    func dotted() throws {
        let profile = try #require(
            try MetricProfile.reading(
                """
                name: otel-utf8
                requests: {metric: 'http.server.request.duration_seconds_count'}
                failed: '"http.response.status_code"=~"5.."'
                latency: {metric: 'http.server.request.duration_seconds'}
                route: http.route
                method: http.request.method
                """
            )
        )
        #expect(profile.statusLabel == "http.response.status_code" && profile.routeLabel == "http.route")
        #expect(profile.knownLatencyUnit == .seconds && profile.needsQuotes)
    }

    @Test("A page by any of the four names has the same numbers", arguments: OTLPTranslation.allCases)
    func page(translation: OTLPTranslation) async throws {
        let profile = try #require(MetricProfile.named("otel")?.named(by: translation))
        let metric = profile.latency?.name ?? ""
        let label = { (name: String) in profile.needsQuotes ? "\"\(name)\"" : name.replacing(".", with: "_") }
        func series(_ suffix: String, _ status: String, _ more: String, _ value: Int) -> String {
            let labels = "\(label("http.route"))=\"/a\",\(label("http.response.status_code"))=\"\(status)\"\(more)"
            let start = profile.needsQuotes ? "{\"\(metric)\(suffix)\"," : "\(metric)\(suffix){"
            return "\(start)\(labels)} \(value)\n"
        }
        let pages = (0..<5).map { round in
            [("200", 90), ("500", 10)].map { status, count in
                series("_bucket", status, ",le=\"0.1\"", round * count)
                    + series("_bucket", status, ",le=\"+Inf\"", round * count)
                    + series("_sum", status, "", round * count * 2) + series("_count", status, "", round * count)
            }
            .joined()
        }
        let service = ScrapedService()
        await service.scrape(["job": "web", "instance": "a:1"], pages: pages)
        let match = try #require(try await service.directory().matches.first)
        #expect(match.profile.name == "otel" && match.profile.translation == translation && match.gaps.isEmpty)
        let catalog = SignalCatalog(profile: match.answerable, selector: "", window: .seconds(60))
        let share = try #require(try await service.value(catalog.expression(for: .errorShare), at: 60))
        let average = try #require(try await service.value(catalog.expression(for: .averageLatency), at: 60))
        let p95 = try #require(try await service.value(catalog.expression(for: .p95Latency), at: 60))
        #expect(abs(share - 0.1) < 1e-9 && abs(average - 2) < 1e-9 && abs(p95 - 0.095) < 1e-9)
        let who = try #require(catalog.errorRate(by: [profile.routeLabel ?? ""]))
        #expect(try await service.values(who, at: 60).map { $0.labels[profile.routeLabel ?? ""] } == ["/a"])
    }
}
