import GoldenSignals
import PromClient
import PromModel
import Testing

@Suite("Services on one page")
struct PageServiceTests {
    /// A collector's page of two services: 20 and 5 requests a second, the second with failures.
    private static func page(_ moment: Timestamp) -> String {
        let seconds = Int(moment.seconds) - 999_000
        let labels = "http_request_method=\"GET\",http_route=\"/a\""
        let series = [
            ("200", "shop/checkout", 20), ("200", "shop/cart", 4), ("500", "shop/cart", 1),
        ].map { status, job, rate in
            "http_server_request_duration_seconds_count{\(labels),http_response_status_code=\"\(status)\",job=\"\(job)\","
                + "instance=\"pod-1\"} \(seconds * rate)"
        }
        let starts = ["shop/checkout", "shop/cart"].map { "process_start_time_seconds{job=\"\($0)\"} 7" }
        let type = "# TYPE http_server_request_duration_seconds histogram"
        return ([type] + series + starts).joined(separator: "\n") + "\n"
    }

    private static func last(
        service: String?,
        page: @escaping @Sendable (Timestamp) -> String = page
    ) async throws -> SourceUpdate {
        let script = try PageScript(service: service) { _, moment in PageScript.text(page(moment)) }
        var last: SourceUpdate?
        for _ in 0..<20 { last = try await script.poll() }
        return try #require(last)
    }

    @Test(
        "A service that is asked for is the one that is shown",
        arguments: [("shop/checkout", 20.0, 0.0), ("shop/cart", 5, 0.2)]
    )
    func chosen(name: String, rate: Double, share: Double) async throws {
        let update = try await Self.last(service: name)
        #expect(abs((update.snapshot[.requestRate].value ?? 0) - rate) < 1e-6)
        #expect(abs((update.snapshot[.errorShare].value ?? 1) - share) < 1e-6)
        let report = try #require(update.report)
        #expect(report.service == name && report.services.map(\.service.name) == ["shop/cart", "shop/checkout"])
        #expect(update.snapshot.processStarts.values.first == 7)
    }

    @Test("Without a name the page is the sum, and says of how many")
    func sum() async throws {
        let update = try await Self.last(service: nil)
        #expect(abs((update.snapshot[.requestRate].value ?? 0) - 25) < 1e-6)
        let report = try #require(update.report)
        #expect(report.service == "all 2 services")
        #expect(report.explanation.contains { $0.contains("the sum of 2: shop/cart, shop/checkout") })
    }

    @Test("An unknown name is an error that tells what there is")
    func unknown() async throws {
        let update = try await Self.last(service: "nonsense")
        #expect(update.snapshot[.requestRate].state == .noData)
        let report = try #require(update.report)
        #expect(report.isUnknownService)
        #expect(report.noDataAdvice == "no service is called 'nonsense'; there are: shop/cart, shop/checkout")
    }

    @Test("A page whose requests all carry one name is that service, and no other")
    func only() async throws {
        @Sendable func page(_ moment: Timestamp) -> String {
            ["1", "2"].map { version in
                "http_requests_total{app=\"cart\",version=\"\(version)\",method=\"GET\",route=\"/r\",status=\"200\"} "
                    + "\(Int(moment.seconds) * 3)\n"
            }
            .joined()
        }
        let cart = try await Self.last(service: "cart", page: page)
        #expect(abs((cart.snapshot[.requestRate].value ?? 0) - 6) < 1e-6)
        #expect(cart.report?.isUnknownService == false && cart.report?.remarks == [])
        let other = try await Self.last(service: "2", page: page)
        #expect(other.snapshot[.requestRate].state == .noData && other.report?.isUnknownService == true)
        #expect(other.report?.noDataAdvice == "no service is called '2'; there is: cart")
    }

    @Test("Where nothing on a page names a service a name is a title, which is said")
    func title() async throws {
        let update = try await Self.last(service: "mine") { moment in
            "http_requests_total{method=\"GET\",route=\"/r\",status=\"200\"} \(Int(moment.seconds) * 3)\n"
        }
        #expect(abs((update.snapshot[.requestRate].value ?? 0) - 3) < 1e-6)
        #expect(update.report?.isUnknownService == false && update.report?.service == "")
        let said = "no label of the page names a service: 'mine' is a title, all of it is shown"
        #expect(update.report?.remarks == [said])
    }

    @Test("A service that is picked from the list is shown from the next poll on")
    func picked() async throws {
        let script = try PageScript { _, moment in PageScript.text(Self.page(moment)) }
        var update = try await script.poll()
        let cart = try #require(update.report?.services.first { $0.service.name == "shop/cart" })
        await script.source.select(cart.service, profile: cart.profile)
        for _ in 0..<5 { update = try await script.poll() }
        #expect(abs((update.snapshot[.requestRate].value ?? 0) - 5) < 1e-6 && update.report?.service == "shop/cart")
    }
}
