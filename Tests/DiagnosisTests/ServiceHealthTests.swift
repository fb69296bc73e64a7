import Diagnosis
import GoldenSignals
import PromModel
import Testing

@Suite("Health of one of many services")
struct ServiceHealthTests {
    /// A service's numbers; requests a second over a window of a minute.
    struct Numbers: Sendable {
        var rate: Double? = 100
        var errors: Double?
        var p95: Double?
        var p99: Double?
        var up: Int? = 2
        var total: Int? = 2
    }

    private static func health(_ numbers: Numbers, limits: [Limit] = Limit.defaults) -> ServiceHealth {
        var overview = ServiceOverview(service: ServiceKey(of: ["job": "web"]), profile: "go")
        (overview.requestRate, overview.errorShare) = (numbers.rate, numbers.errors)
        (overview.p95, overview.p99) = (numbers.p95, numbers.p99)
        (overview.targetsUp, overview.targetsTotal) = (numbers.up, numbers.total)
        return overview.health(limits: limits, window: .seconds(60))
    }

    @Test(
        "Each state has its numbers",
        arguments: [
            (.ok, Numbers(errors: 0, p95: 0.1, p99: 0.2)), (.ok, Numbers()), (.ok, Numbers(up: nil, total: nil)),
            // At its limit it is within it.
            (.ok, Numbers(errors: 0.01, p95: 0.5, p99: 1)), (.critical, Numbers(errors: 0.02)),
            // A little over it is proven by more than a minute's requests.
            (.ok, Numbers(errors: 0.0101)), (.critical, Numbers(rate: 100_000, errors: 0.0105)),
            (.warning, Numbers(p95: 0.51)), (.warning, Numbers(p99: 1.01)),
            (.critical, Numbers(errors: 0.5, p95: 9, p99: 9)),
            // Targets that are down: some, and all of them.
            (.warning, Numbers(errors: 0, up: 1)), (.critical, Numbers(errors: 0.5, up: 1)),
            (.down, Numbers(errors: 0.5, up: 0)), (.noData, Numbers(rate: nil)),
            (.down, Numbers(rate: nil, up: 0)), (.warning, Numbers(rate: nil, up: 1)),
            (.noData, Numbers(rate: nil, up: nil, total: nil)), (.warning, Numbers(up: nil, total: 2)),
            (.ok, Numbers(up: 0, total: 0)),
            // Too few requests to judge by, and none.
            (.tooFew, Numbers(rate: 0.33, p99: 9)), (.critical, Numbers(rate: 18.0 / 60, errors: 1)),
            (.tooFew, Numbers(rate: 5.0 / 60, errors: 0.6)),
            (.warning, Numbers(rate: 0.1, up: 1)), (.idle, Numbers(rate: 0)), (.warning, Numbers(rate: 0, up: 1)),
            (.down, Numbers(rate: 0, up: 0)), (.ok, Numbers(errors: .nan, p99: .nan)),
        ] as [(ServiceHealth, Numbers)]
    )
    func states(health: ServiceHealth, numbers: Numbers) {
        #expect(Self.health(numbers) == health, "\(numbers)")
    }

    @Test(
        "A service is judged by the limits given",
        arguments: [
            ([], .ok), ([(.errorShare, 0.1, .critical)], .ok), ([(.errorShare, 0.01, .warning)], .warning),
            ([(.requestRate, 50, .critical)], .critical), ([(.averageLatency, 0.01, .critical)], .ok),
            ([(.saturation, 0, .critical)], .ok),
            ([(.errorShare, 0.01, .warning), (.errorShare, 0.03, .critical)], .critical),
        ] as [([(Signal, Double, Severity)], ServiceHealth)]
    )
    func limits(rows: [(Signal, Double, Severity)], health: ServiceHealth) {
        let limits = rows.map { Limit(signal: $0.0, threshold: $0.1, severity: $0.2, isDefault: false) }
        #expect(Self.health(Numbers(errors: 0.05), limits: limits) == health)
    }

    @Test("Failures that nobody tells are no calm, unless another limit is broken or none is on failures")
    func unjudged() {
        var service = ServiceOverview(service: ServiceKey(of: ["job": "a"]), profile: "p")
        (service.requestRate, service.p99) = (50, 0.1)
        service.unjudgedFailures = "values that are not understood"
        func health(_ limits: [Limit]) -> ServiceHealth { service.health(limits: limits, window: .seconds(60)) }
        #expect(health(Limit.defaults) == .unjudged && ServiceHealth.unjudged.urgency == .none)
        #expect(health(Limit.defaults.filter { $0.signal != .errorShare }) == .ok)
        service.p99 = 3
        #expect(health(Limit.defaults) == .warning)
        (service.p99, service.errorShare) = (0.1, 0)
        #expect(health(Limit.defaults) == .ok)
    }

    @Test("The worst comes first")
    func order() {
        #expect(
            ServiceHealth.allCases.sorted() == [
                .down, .critical, .untrusted, .noData, .warning, .unjudged, .tooFew, .ok, .idle,
            ]
        )
    }

    @Test("A signal's number is the overview's; the success share is what does not fail")
    func signals() {
        var overview = ServiceOverview(service: ServiceKey(of: [:]), profile: "go")
        for signal in Signal.allCases { #expect(overview[signal] == nil) }
        (overview.requestRate, overview.errorShare, overview.average) = (5, 0.25, 0.1)
        (overview.p95, overview.p99) = (0.2, 0.3)
        #expect(Signal.allCases.map { overview[$0] } == [5, 0.75, 0.25, 0.1, 0.2, 0.3, nil])
    }
}
