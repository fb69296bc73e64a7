import PromClient
import PromModel
import Testing

@Suite("Endpoints besides queries")
struct StatusEndpointTests {
    @Test("Series, names and values are lists, kept up to the limit")
    func lists() async throws {
        let series = #"{"status":"success","data":[{"__name__":"up","job":"a"},{"__name__":"up","job":"b"}]}"#
        let all = try await ScriptedTransport(series).api().series(matchers: ["up"])
        #expect(all.value == [["__name__": "up", "job": "a"], ["__name__": "up", "job": "b"]])
        #expect(all.infos.isEmpty)
        let first = try await ScriptedTransport(series).api().series(matchers: ["up"], limit: 1)
        #expect(first.value == [["__name__": "up", "job": "a"]])
        #expect(first.infos == ["1 more were left out"])
        let names = #"{"status":"success","data":["__name__","job"],"warnings":["results truncated due to limit"]}"#
        let answer = try await ScriptedTransport(names).api().labelNames()
        #expect(answer.value == ["__name__", "job"])
        #expect(answer.warnings == ["results truncated due to limit"])
        let none = try await ScriptedTransport(#"{"status":"success","data":null}"#).api().labelValues("job")
        #expect(none.value.isEmpty)
    }

    @Test("Metadata may differ between pages; types not known are told as such")
    func metadata() async throws {
        let body = #"""
            {"status":"success","data":{
              "a_total":[{"type":"counter","help":"As.","unit":""},{"type":"gauge","help":"","unit":"s"}],
              "b":[{"type":"novel","help":"x\ny","unit":"","more":1}]}}
            """#
        let transport = ScriptedTransport(body)
        let answer = try await transport.api().metadata()
        #expect(
            answer.value["a_total"] == [
                MetricMetadata(type: .counter, help: "As."), MetricMetadata(type: .gauge, unit: "s"),
            ]
        )
        #expect(answer.value["b"] == [MetricMetadata(type: .unknown, help: "x\ny")])
        _ = try await transport.api().metadata(metric: "b", limit: 1)
        #expect(transport.questions.last?.url.hasSuffix("/metadata?metric=b&limit=1") == true)
    }

    @Test("Targets tell their health, and when and how long they were scraped")
    func targets() async throws {
        let body = #"""
            {"status":"success","data":{"activeTargets":[
              {"discoveredLabels":{"__address__":"a:1"},"labels":{"instance":"a:1","job":"j"},"scrapePool":"j",
               "scrapeUrl":"http://a:1/metrics","globalUrl":"http://a:1/metrics","lastError":"",
               "lastScrape":"2026-01-02T13:36:40.200512Z","lastScrapeDuration":0.006576866,"health":"up",
               "scrapeInterval":"15s","scrapeTimeout":"1m30s"},
              {"labels":{"instance":"b:1"},"lastError":"dial tcp: connection\u001b[1m refused",
               "lastScrape":"0001-01-01T00:00:00Z",
               "lastScrapeDuration":0,"health":"down"}],
             "droppedTargets":[{"discoveredLabels":{}}],"droppedTargetCounts":null}}
            """#
        let transport = ScriptedTransport(body)
        let targets = try await transport.api().targets().value
        #expect(transport.questions.first?.url == "http://prometheus:9090/api/v1/targets?state=active")
        #expect(targets.map(\.health) == [.up, .down])
        #expect(targets.map(\.labels) == [["instance": "a:1", "job": "j"], ["instance": "b:1"]])
        #expect(targets.first?.scrapePool == "j")
        #expect(targets.first?.scrapeURL == "http://a:1/metrics")
        #expect(targets.map(\.lastScrape) == [Timestamp(milliseconds: 1_767_361_000_200), nil])
        #expect(targets.first?.lastScrapeDuration == .milliseconds(7))
        #expect(targets.map(\.scrapeInterval) == [.seconds(15), nil])
        #expect(targets.first?.scrapeTimeout == .seconds(90))
        #expect(targets.map(\.lastError) == ["", "dial tcp: connection refused"])
    }

    @Test("Alerting rules come with their group and their alerts; recording rules are passed over")
    func rules() async throws {
        let body = #"""
            {"status":"success","data":{"groups":[
              {"rules":[
                {"type":"recording","name":"r","query":"x","health":"ok","labels":{}},
                {"state":"firing","name":"Down","query":"up == 0","duration":60,"keepFiringFor":0,
                 "labels":{"severity":"page"},"annotations":{"summary":"{{ $labels.job }} is down"},
                 "alerts":[{"labels":{"alertname":"Down"},"annotations":{"summary":"a is down"},"state":"firing",
                            "activeAt":"2026-01-02T15:30:00+02:00","value":"1e+00"}],
                 "health":"err","lastError":"oops","evaluationTime":0.001,"type":"alerting"},
                {"type":"alerting","name":"Quiet","alerts":null,"state":"inactive","duration":0.5}],
               "name":"g","file":"/f","interval":15}],"groupNextToken":"t"}}
            """#
        let transport = ScriptedTransport(body)
        let rules = try await transport.api().rules().value
        #expect(transport.questions.first?.url == "http://prometheus:9090/api/v1/rules?type=alert")
        #expect(rules.map(\.name) == ["Down", "Quiet"])
        #expect(rules.map(\.group) == ["g", "g"])
        #expect(rules.map(\.state) == [.firing, .inactive])
        #expect(rules.map(\.forDuration) == [.seconds(60), .milliseconds(500)])
        let down = try #require(rules.first)
        #expect(down.query == "up == 0" && down.health == "err" && down.lastError == "oops")
        #expect(down.labels == ["severity": "page"])
        let alert = try #require(down.alerts.first)
        #expect(alert.labels == ["alertname": "Down"] && alert.annotations == ["summary": "a is down"])
        #expect(alert.state == .firing && alert.value == 1)
        #expect(alert.activeAt == Timestamp(milliseconds: 1_767_360_600_000))
    }

    @Test("Alerts are read, with values of any size")
    func alerts() async throws {
        let body = #"""
            {"status":"success","data":{"alerts":[{"labels":{"a":"1"},"annotations":{},"state":"pending",
            "activeAt":null,"value":"+Inf"},{"labels":{},"state":"odd","value":"x"}]}}
            """#
        let alerts = try await ScriptedTransport(body).api().alerts().value
        #expect(alerts.map(\.state) == [.pending, .unknown])
        #expect(alerts.map(\.value) == [.infinity, nil])
        #expect(alerts.map(\.activeAt) == [nil, nil])
    }

    @Test("What a program does not serve is not found, by its path")
    func missing() async throws {
        let api = try ScriptedTransport("404 page not found", status: 404, type: "text/plain").api(
            "http://m/prometheus"
        )
        await #expect(throws: APIFailure.notFound(path: "/prometheus/api/v1/targets")) { try await api.targets() }
    }
}
