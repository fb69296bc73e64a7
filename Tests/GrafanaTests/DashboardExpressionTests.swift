import GoldenSignals
import Grafana
import PromQL
import Testing

@Suite("What dashboards ask")
struct DashboardExpressionTests {
    /// The same choices and the same window as Grafana's variables will have.
    private static func catalog(_ profile: MetricProfile) -> SignalCatalog {
        let route = profile.routeLabel.map { ",\($0)=~\".*\"" } ?? ""
        let targets = "namespace=~\".*\",job=~\"unstable-api\",instance=~\".*\""
        return SignalCatalog(
            profile: profile,
            selector: targets + route,
            targetSelector: targets,
            window: .seconds(60)
        )
    }

    private static func panels(_ name: GrafanaDashboard.Name, _ profile: MetricProfile) -> [String: [String]] {
        let dashboard = GrafanaDashboard.all(profile).first { $0.name == name }
        let pairs = (dashboard?.panels ?? []).map { panel in
            (panel.title, panel.queries.map { Substitution.apply($0.expression).replacing("[1m]", with: "[60s]") })
        }
        return Dictionary(pairs, uniquingKeysWith: { $0 + $1 })
    }

    @Test("A signal's panels ask what the catalogue asks, or are left out", arguments: MetricProfile.builtin.profiles)
    func signals(profile: MetricProfile) {
        let catalog = Self.catalog(profile)
        let panels = Self.panels(.goldenSignals, profile)
        for signal in Signal.allCases {
            let expected = catalog.measured(signal)
            #expect(panels["\(signal.title) now"]?.first == expected, "\(signal) now")
            let chart = signal == .p95Latency || signal == .p99Latency ? "p95 and p99 latency" : signal.title
            #expect(panels[chart]?.contains { $0 == expected } ?? (expected == nil), "\(signal) over time")
        }
    }

    @Test("A quantile of no request is left out, nothing else is", arguments: MetricProfile.builtin.profiles)
    func measured(profile: MetricProfile) {
        let catalog = Self.catalog(profile)
        for signal in Signal.allCases {
            let isQuantile = signal == .p95Latency || signal == .p99Latency
            let expected = catalog.whole(signal).map { isQuantile ? "\($0) >= 0" : $0 }
            #expect(catalog.measured(signal) == expected)
        }
    }

    @Test("So do the panels beside the signals", arguments: MetricProfile.builtin.profiles)
    func others(profile: MetricProfile) {
        let catalog = Self.catalog(profile)
        let panels = Self.panels(.goldenSignals, profile)
        #expect(panels["5xx a second"]?.first == catalog.failedRate)
        #expect(panels["Latency distribution"]?.first == catalog.latencyBuckets)
        #expect(panels["Targets up now"]?.first == catalog.shareOfTargetsUp)
        let route = profile.labels(of: .route)
        #expect(panels["Requests by route"]?.first == route.map(catalog.requestRate))
        #expect(panels["5xx by route"]?.first == route.flatMap(catalog.errorRate))
        #expect(panels["Requests by status"]?.first == profile.labels(of: .status).map(catalog.requestRate))
    }

    @Test("The service's internals ask what the catalogue asks")
    func internals() throws {
        let catalog = Self.catalog(.unstableAPI)
        let panels = Self.panels(.internals, .unstableAPI)
        let service = try #require(catalog.unstableService)
        let expected: [String: [String?]] = [
            "Active faults": [catalog.activeFaults], "Fault share": [catalog.faultShares],
            "Faults injected": [service.faultsInjected], "Fault time left": [service.faultsRemaining],
            "Fault delay": [service.faultDelays],
            "Processors": [catalog.processorsBusy, service.processorLimit],
            "Memory": [catalog.residentMemory, service.memoryLimit],
            "File descriptors": [catalog.openFileDescriptors, catalog.fileDescriptorLimit],
            "Requests in flight": [service.requestsInFlight], "Threads": [catalog.threads],
            "Versions": [service.versions], "Uptime": [catalog.uptime], "Targets": [catalog.targetsUp],
            "Restarts": [catalog.restarts], "Scrape duration": [catalog.scrapeDuration],
        ]
        #expect(panels == expected.mapValues { $0.compactMap { $0 } })
    }

    @Test("Internals are those of the bundled service alone", arguments: MetricProfile.builtin.profiles)
    func whoseInternals(profile: MetricProfile) {
        let names = GrafanaDashboard.all(profile).map(\.name)
        #expect(names == [.goldenSignals, .slo] + (profile.name == "unstable-api" ? [.internals] : []))
    }

    @Test("Everything that is asked is PromQL", arguments: MetricProfile.builtin.profiles)
    func parse(profile: MetricProfile) throws {
        for dashboard in GrafanaDashboard.all(profile) {
            let asked = DashboardDocument(dashboard).expressions
            #expect(asked.count >= dashboard.panels.count)
            for expression in asked {
                let text = Substitution.apply(expression)
                #expect(!text.contains("$"), "\(text)")
                #expect(throws: Never.self, "\(text)") { try PromQLParser.parse(text) }
            }
        }
    }

    @Test("No window of an SLO is written down: they are matched")
    func windows() {
        let slo = GrafanaDashboard.all().first { $0.name == .slo }
        let expressions = slo?.panels.flatMap(\.queries).map(\.expression) ?? []
        #expect(expressions.filter { $0.contains("__name__=~\"slo:sli_error:ratio_rate.+\"") }.count == 2)
        #expect(!expressions.contains { $0.contains(/(ratio_rate|increase)[0-9]/) || $0.contains("[") })
    }
}
