import Detection
import GoldenSignals
import PromModel
import Testing

/// What is found in metrics, as the catalogue asks for it and as a profile in YAML.
@Suite struct DetectedProfileTests {
    private static let pages = [
        """
        # TYPE task_succeeded_total counter
        task_succeeded_total{name="mail"} 930
        # TYPE task_failed_total counter
        task_failed_total{name="mail",exception="E"} 70
        # TYPE task_runtime histogram
        task_runtime_bucket{name="mail",le="10"} 1000
        task_runtime_bucket{name="mail",le="+Inf"} 1000
        task_runtime_sum{name="mail"} 48
        task_runtime_count{name="mail"} 1000
        """,
        """
        # TYPE db_commands_total counter
        db_commands_total{cmd="get"} 1000
        # TYPE db_commands_duration_seconds_total counter
        db_commands_duration_seconds_total{cmd="get"} 48
        # TYPE db_pool_used gauge
        db_pool_used 3
        # TYPE db_pool_max gauge
        db_pool_max 10
        """,
        """
        http_requests_total{path="/orders",code="200"} 930
        http_requests_total{path="/orders",code="500"} 70
        http_requests_total{path="/healthz",code="200"} 70
        """,
    ]

    private func profile(_ page: String) throws -> MetricProfile {
        let bytes = Array((page + "\n").utf8)
        let exposition = ExpositionParser.parse(bytes, contentType: "text/plain; version=0.0.4")
        let signals = try #require(SignalDetector.detect(MetricEvidence(page: exposition)).signals)
        return try #require(MetricProfile(detected: signals, resources: []))
    }

    private func catalog(_ page: Int) throws -> SignalCatalog {
        SignalCatalog(profile: try profile(Self.pages[page]), selector: "", window: .seconds(60))
    }

    @Test func successesAndFailuresAreTheRequests() throws {
        let catalog = try catalog(0)
        #expect(
            catalog.requestRate
                == "((sum(rate(task_succeeded_total[60s])) or 0 * sum(rate(task_failed_total[60s]))) + "
                + "(sum(rate(task_failed_total[60s])) or 0 * sum(rate(task_succeeded_total[60s]))))"
        )
    }

    @Test func whatIsKeptWholeIsAskedWhole() throws {
        var values = [
            InstantValue(labels: ["__name__": "shop_requests_total", "route": "/a", "status": "200"], value: 930),
            InstantValue(labels: ["__name__": "shop_requests_total", "route": "/a", "status": "500"], value: 70),
        ]
        for (bound, count) in [("0.05", 600.0), ("0.1", 900), ("0.2", 1000)] {
            let labels: Labels = ["__name__": "shop_request_duration_seconds", "route": "/a", "le": bound]
            values.append(InstantValue(labels: labels, value: count))
        }
        func match(_ values: [InstantValue]) throws -> ServiceMatch {
            let histograms = WholeHistograms(values)
            let evidence = SignalQuestions.evidence(values: histograms.values, bounds: [])
            let signals = try #require(SignalDetector.detect(evidence).signals)
            return try #require(
                ServiceMatch(
                    detected: signals,
                    service: ServiceKey(of: ["job": "shop"]),
                    evidence: evidence,
                    resources: [],
                    whole: histograms.names
                )
            )
        }
        let whole = try match(values)
        #expect(whole.profile.storage == .native && whole.profile.latency?.name == "shop_request_duration_seconds")
        #expect(whole.hasBuckets && whole.requestSeries == 2)
        let catalog = SignalCatalog(profile: whole.profile, selector: "", window: .seconds(60))
        #expect(catalog.expression(for: .p99Latency)?.contains("rate(shop_request_duration_seconds[60s])") == true)
        #expect(catalog.requestRate.contains("rate(shop_requests_total[60s])"))
        // Stored both ways it is read as it always was.
        for (suffix, value) in [("_count", 1000.0), ("_sum", 48)] {
            let labels: Labels = ["__name__": "shop_request_duration_seconds\(suffix)", "route": "/a"]
            values.append(InstantValue(labels: labels, value: value))
        }
        values.append(
            InstantValue(
                labels: ["__name__": "shop_request_duration_seconds_bucket", "route": "/a", "le": "+Inf"],
                value: 1000
            )
        )
        #expect(try match(values).profile.storage == .classic)
    }

    @Test func timeSpentOverWhatItWasSpentOn() throws {
        let catalog = try catalog(1)
        #expect(
            catalog.expression(for: .averageLatency)
                == "sum(rate(db_commands_duration_seconds_total[60s])) / (sum(rate(db_commands_total[60s])) > 0)"
        )
        #expect(catalog.expression(for: .p95Latency) == nil)
        #expect(catalog.saturation?.contains("db_pool_used / (db_pool_max > 0)") == true)
    }

    private static let noted: [(page: String, note: String)] = [
        (
            """
            http_server_duration_milliseconds_sum{http_status_code="200"} 48000
            http_server_duration_milliseconds_count{http_status_code="200"} 1000
            http_server_request_duration_seconds_sum{http_response_status_code="200"} 48
            http_server_request_duration_seconds_count{http_response_status_code="200"} 1000
            """,
            "measures the same requests again: not added"
        ),
        (
            """
            http_server_request_duration_seconds_sum{otel_scope_name="a",code="200"} 48
            http_server_request_duration_seconds_count{otel_scope_name="a",code="200"} 1000
            http_server_request_duration_seconds_sum{otel_scope_name="b",http_route="/x",code="200"} 40
            http_server_request_duration_seconds_count{otel_scope_name="b",http_route="/x",code="200"} 700
            """,
            "several libraries count requests, the same ones as a rule: only otel_scope_name=\"a\""
        ),
        (
            """
            # TYPE gate_external_requests_total counter
            gate_external_requests_total{code="200"} 1000
            # TYPE gate_internal_requests_total counter
            gate_internal_requests_total{code="200"} 3000
            """,
            "gate_external_requests_total alone: what comes from within is counted by gate_internal_requests_total"
        ),
    ]

    @Test("What is counted beside the numbers is said", arguments: noted.indices)
    func notes(index: Int) throws {
        let (page, note) = Self.noted[index]
        #expect(try profile(page).note?.contains(note) == true)
    }

    @Test("Two libraries in processes of their own are added")
    func processes() throws {
        let profile = try profile(
            """
            http_server_request_duration_seconds_sum{instance="1",otel_scope_name="a",code="200"} 48
            http_server_request_duration_seconds_count{instance="1",otel_scope_name="a",code="200"} 1000
            http_server_request_duration_seconds_sum{instance="2",otel_scope_name="b",code="200"} 40
            http_server_request_duration_seconds_count{instance="2",otel_scope_name="b",code="200"} 700
            """
        )
        #expect(profile.requests.matchers == "" && profile.note == nil)
    }

    @Test func probesAreLeftOut() throws {
        #expect(try catalog(2).requestSeries.hasPrefix("http_requests_total{path!~\""))
    }

    @Test("A profile as YAML is read as it was", arguments: pages)
    func readAgain(_ page: String) throws {
        let profile = try profile(page)
        let read = try ProfileFile.read(ProfileText.yaml(profile, name: "mine"), name: "mine.yaml")
        let again = try #require(read.profiles.first)
        #expect(again.requests == profile.requests)
        #expect(again.moreRequests == profile.moreRequests)
        #expect(again.failures == profile.failures)
        #expect(again.timeSpent == profile.timeSpent)
        #expect(again.latency == profile.latency)
        #expect(again.latencyUnit == profile.latencyUnit)
        #expect(again.routeLabel == profile.routeLabel)
        #expect(again.resources == profile.resources)
    }

    @Test("A profile of anybody's names is checked against what is there")
    func misfits() throws {
        let page = Self.pages[2]
        let bytes = Array((page + "\n").utf8)
        let evidence = MetricEvidence(page: ExpositionParser.parse(bytes, contentType: "text/plain; version=0.0.4"))
        let fit = ProfileFit(evidence: evidence, found: SignalDetector.detect(evidence).signals)
        func misfit(_ profile: MetricProfile, counted: Double? = nil, detected: Double? = nil) -> String? {
            let match = ServiceMatch(
                service: ServiceKey(of: Labels()),
                profile: profile,
                requestSeries: 3,
                hasStatus: true,
                hasDurations: true,
                hasBuckets: true
            )
            return fit.misfit(of: match, counted: counted, detected: detected)
        }
        var profile = MetricProfile(name: "mine", requests: MetricProfile.Metric(name: "http_requests_total"))
        profile.statusLabel = "code"
        profile.failures = [MetricProfile.Metric(name: "http_requests_total", matchers: "code=~\"5..\"")]
        profile.routeLabel = "handler"
        #expect(misfit(profile) == "http_requests_total has no label handler")
        profile.routeLabel = "path"
        #expect(misfit(profile) == "it counts probes and scrapes, which path tells")
        profile.hiddenRoutes = "/healthz"
        #expect(misfit(profile) == nil)
        let difference = "it counts 12 requests, and 5 are left without probes and doubles"
        #expect(misfit(profile, counted: 12, detected: 5) == difference)
        #expect(misfit(profile, counted: 1e300, detected: 5)?.hasPrefix("it counts 1e+300 requests") == true)
        for value in [Double.infinity, -.infinity, .nan] {
            #expect(misfit(profile, counted: value, detected: 5) == nil)
            #expect(misfit(profile, counted: 5, detected: value) == nil)
        }
    }
}
