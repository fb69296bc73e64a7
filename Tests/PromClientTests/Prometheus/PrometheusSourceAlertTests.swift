import GoldenSignals
import PromClient
import PromModel
import Testing

@Suite("Prometheus source: who is told of an alert")
struct PrometheusSourceAlertTests {
    private static let alert = AlertStatus(
        name: "Burn",
        isFiring: true,
        since: nil,
        labels: ["job": "shop"],
        summary: "",
        signal: nil,
        concernsService: true
    )
    private static let alerts = """
        [{"labels":{"alertname":"Burn","job":"cart"},"fingerprint":"a1","receivers":[{"name":"cart"}],\
        "status":{"state":"active","silencedBy":[],"inhibitedBy":[]}},\
        {"labels":{"alertname":"Burn","job":"shop","cluster":"eu"},"fingerprint":"a2","receivers":[{"name":"team"}],\
        "status":{"state":"suppressed","silencedBy":["s2"],"inhibitedBy":["a3","gone"]}},\
        {"labels":{"alertname":"Down"},"fingerprint":"a3","receivers":[],"status":{"state":"active"}}]
        """
    private static let silences = """
        [{"id":"s1","createdBy":"bob","comment":"no","endsAt":"2026-11-29T12:00:00Z","matchers":[],"status":{"state":"expired"}},\
        {"id":"s2","createdBy":"ann","comment":"deploy","endsAt":"2026-11-29T20:00:00Z",\
        "matchers":[{"name":"job","value":"shop|x","isRegex":true,"isEqual":true}],"status":{"state":"active"}}]
        """

    private static func fake(_ urls: String = #"{"url":"http://am:9093/api/v2/alerts"}"#) -> FakePrometheus {
        let fake = FakePrometheus()
        fake.override { request in
            switch request.endpoint {
            case "alertmanagers": .success(#"{"activeAlertmanagers":[\#(urls)],"droppedAlertmanagers":[]}"#)
            case let path where path.hasSuffix("v2/alerts"): .json(Self.alerts)
            case let path where path.hasSuffix("v2/silences"): .json(Self.silences)
            default: nil
            }
        }
        return fake
    }

    @Test("Receivers, silences and inhibitions, of the Alertmanager that the server names")
    func routing() async throws {
        let fake = Self.fake()
        let routing = try await fake.source().routing(of: Self.alert)
        #expect(routing.failure == nil && routing.place == "http://am:9093")
        #expect(routing.state == "suppressed" && routing.receivers == ["team"])
        #expect(routing.silences.map(\.id) == ["s2"])
        #expect(routing.silences.first?.matchers == ["job=~\"shop|x\""])
        #expect(routing.silences.first?.endsAt == Timestamp(rfc3339: "2026-11-29T20:00:00Z"))
        #expect(routing.inhibitors == ["{alertname=\"Down\"}", "gone"])
    }

    @Test("A server without an Alertmanager says so")
    func none() async throws {
        let routing = try await Self.fake("").source().routing(of: Self.alert)
        #expect(routing.failure?.contains("--alertmanager") == true)
    }

    @Test(
        "Of a rule that does not fire the service is the one that it names, that it asks for, or whose series it asks for",
        arguments: [
            (#"{"service":"shop"}"#, "vector(1) > 2", "shop"),
            (#"{"job":"{{ $labels.job }}"}"#, "vector(1) > 2", "cart"),
            ("{}", #"rate(http_requests_total{job=\"shop\"}[5m]) > 9e9"#, "shop"),
            ("{}", #"max without (window) (slo:sli_error:ratio_rate1h{slo=\"s\"}) > 0.1 and vector(1)"#, "shop"),
            ("{}", "sum by (job) (rate(http_requests_total[5m])) > 9e9", "cart"),
            (#"{"service":"nobody"}"#, "vector(1) > 2", "cart"),
        ]
    )
    func silent(labels: String, query: String, service: String) async throws {
        let fake = FakePrometheus()
        let page = FakePrometheus.goPage(20)
        await fake.scrape(FakeTarget("shop")) { second in
            page(second).map { $0 + "slo:sli_error:ratio_rate1h{slo=\"s\"} 0\n" }
        }
        await fake.scrape(FakeTarget("cart"), page: FakePrometheus.goPage(20, failing: 0.5))
        fake.answerRules(
            #"{"groups":[{"name":"g","rules":[{"type":"alerting","name":"Burn","query":""# + query
                + #"","duration":60,"labels":"# + labels
                + #","annotations":{},"alerts":[],"state":"inactive","health":"ok"}]}]}"#
        )
        let source = try fake.source()
        let found = try #require(await source.open(.named("Burn")))
        #expect(!found.isFiring && found.since == nil)
        if service == "shop" { #expect(found.concernsService) }
        #expect(await source.pollOnce().report?.service == service)
    }

    @Test("The alert that is opened is the one that fires, and its service is the one shown")
    func opening() async throws {
        let fake = FakePrometheus()
        await fake.scrape(FakeTarget("shop"), page: FakePrometheus.goPage(20))
        await fake.scrape(FakeTarget("cart"), page: FakePrometheus.goPage(20, failing: 0.5))
        func alert(_ job: String, _ state: String) -> String {
            #"{"labels":{"alertname":"Burn","job":"\#(job)"},"annotations":{"summary":"s"},"state":"\#(state)","activeAt":"2026-11-20T10:00:00Z","value":"1"}"#
        }
        fake.answerRules(
            #"{"groups":[{"name":"g","rules":[{"type":"alerting","name":"Burn","query":"a > 1","duration":60,"labels":{},"annotations":{},"alerts":["#
                + alert("cart", "pending") + "," + alert("shop", "firing")
                + #"],"state":"firing","health":"ok"}]}]}"#
        )
        let source = try fake.source()
        let found = try #require(await source.open(.expression("a>1")))
        #expect(found.labels["job"] == "shop" && found.expression == "a > 1" && found.holdsFor == .seconds(60))
        #expect(await source.pollOnce().report?.service == "shop")
        #expect(await source.open(.named("Other")) == nil)
    }
}
