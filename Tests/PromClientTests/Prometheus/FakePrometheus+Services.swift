import GoldenSignals
import PromClient
import PromModel

extension FakePrometheus {
    /// A Go service's page after some seconds: requests a second, and the share of them that fail.
    static func goPage(_ rate: Int, failing share: Double = 0) -> @Sendable (Int) -> String? {
        { second in
            let total = Double(rate * second)
            return """
                http_requests_total{code="200",handler="/"} \(total * (1 - share))
                http_requests_total{code="503",handler="/"} \(total * share)
                http_request_duration_seconds_bucket{handler="/",le="0.1"} \(total)
                http_request_duration_seconds_bucket{handler="/",le="+Inf"} \(total)
                http_request_duration_seconds_sum{handler="/"} \(total * 0.05)
                http_request_duration_seconds_count{handler="/"} \(total)
                process_start_time_seconds 100
                process_open_fds 10
                process_max_fds 40

                """
        }
    }

    /// A server that knows the jobs given, each a Go service with a rate and a share of failures.
    static func serving(_ jobs: [(name: String, rate: Int, failing: Double)]) async -> FakePrometheus {
        let fake = FakePrometheus()
        for (index, job) in jobs.enumerated() {
            await fake.scrape(
                FakeTarget(job.name, "\(job.name):\(index + 1)"),
                page: goPage(job.rate, failing: job.failing)
            )
        }
        return fake
    }

    /// A source that asks this server; pages are scraped by this transport, too.
    func source(
        service: String? = nil,
        profile: String? = nil,
        profiles: [MetricProfile] = MetricProfile.builtin.profiles,
        pages: (any HTTPTransport)? = nil,
        objectives: WantedObjectives = WantedObjectives(),
        past: Timestamp? = nil,
        isAged: Bool = false
    ) throws -> PrometheusSource {
        var options = PrometheusSource.Options(
            service: service,
            profile: profile,
            window: nil,
            span: .seconds(300),
            atLeast: .seconds(5),
            profiles: profiles
        )
        options.objectives = objectives
        options.past = past
        let api = PrometheusAPI(
            url: try PrometheusURL("http://prometheus:9090"),
            transport: self,
            timeout: .seconds(5),
            userAgent: "sretop/test"
        )
        let (begun, start) = (ContinuousClock.now, now)
        return PrometheusSource(
            api: api,
            options: options,
            scraper: Scraper(transport: pages ?? self, timeout: .seconds(4), version: "test"),
            plain: pages ?? self,
            now: { self.now },
            random: { 0 },
            // Ages are real ones, unless they are to go on with the clock that a test moves.
            monotonic: { isAged ? begun + (self.now - start) : .now }
        )
    }
}
