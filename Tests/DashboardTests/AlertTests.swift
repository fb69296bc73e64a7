import Dashboard
import GoldenSignals
import PromModel
import TerminalUI
import TerminalUITestKit
import Testing

@Suite("Dashboard: one alert")
struct AlertTests {
    private static let alert = AlertStatus(
        name: "ShopAvailabilityErrorBudgetBurn",
        isFiring: true,
        since: Scene.moment(100),
        labels: ["job": "shop", "severity": "critical", "path": "it's \"odd\""],
        summary: "shop burns its budget",
        signal: .errorShare,
        concernsService: true,
        annotations: [
            "runbook_url": "https://example.org/runbooks/burn.md", "summary": "shop burns its budget",
            "dashboard": "d1",
        ],
        expression: "slo:sli_error:ratio_rate1h{slo=\"shop-availability\"} > 14.4 * 0.001",
        holdsFor: .seconds(120)
    )

    private static var routing: AlertRouting {
        var routing = AlertRouting(place: "http://am:9093")
        routing.state = "suppressed"
        routing.receivers = ["team-shop", "archive"]
        routing.silences = [
            AlertRouting.Silence(
                id: "5b1c",
                author: "ann",
                comment: "deploy",
                endsAt: Scene.moment(7200),
                matchers: ["job=\"shop\""]
            )
        ]
        routing.inhibitors = ["{alertname=\"ClusterDown\"}"]
        return routing
    }

    private static func scene() -> Scene {
        PrometheusViewTests.scene { $0.report?.alerts = [alert] }
    }

    private static func text(_ scene: Scene, _ columns: Int = 120, _ rows: Int = 40) -> String {
        var state = scene.state
        state.size = TerminalSize(columns: columns, rows: rows)
        return DashboardView.frame(state, size: state.size).buffer.text
    }

    @Test("Enter on an alert tells its labels, texts, rule and receivers, and how to silence it")
    func opened() {
        var scene = Self.scene()
        scene.send(.key(.character("a")))
        #expect(Self.text(scene).contains("Enter opens"))
        #expect(scene.send(.key(.enter)) == [.route(Self.alert)])
        #expect(Self.text(scene).contains("asking the Alertmanager"))
        scene.send(.routing(Self.routing, of: Self.alert.identity))
        let text = Self.text(scene)
        for part in [
            "firing since", "must hold for 2m", "severity=\"critical\"", "https://example.org/runbooks/burn.md",
            "slo:sli_error:ratio_rate1h", "team-shop, archive (suppressed, by http://am:9093)", "by ann: deploy",
            "{job=\"shop\"} 5b1c", "by {alertname=\"ClusterDown\"}", "amtool silence add",
        ] {
            #expect(text.contains(part), "\(part):\n\(text)")
        }
        #expect(scene.send(.key(.escape)).isEmpty)
        #expect(scene.state.overlay == .alerts(first: 0))
    }

    @Test("Everything about an alert can be read at any size", arguments: [(40, 12), (80, 24), (80, 9)])
    func reachable(columns: Int, rows: Int) {
        var scene = Self.scene()
        scene.state.size = TerminalSize(columns: columns, rows: rows)
        scene.send(.key(.character("a")))
        scene.send(.key(.enter))
        scene.send(.routing(Self.routing, of: Self.alert.identity))
        var seen = Self.text(scene, columns, rows)
        for _ in 0..<60 {
            scene.send(.key(.down))
            seen += Self.text(scene, columns, rows)
        }
        for part in ["state", "severity", "runbook_url", "expression", "told to", "silenced", "inhibited", "amtool"] {
            #expect(seen.contains(part), "\(part)")
        }
    }

    @Test("What another alert's Alertmanager said is none of this one, and a failure is told")
    func others() {
        var scene = Self.scene()
        scene.send(.key(.character("a")))
        scene.send(.key(.enter))
        scene.send(.routing(Self.routing, of: ["alertname": "Other"]))
        #expect(Self.text(scene).contains("asking the Alertmanager"))
        var failed = AlertRouting(place: "http://am:9093")
        failed.failure = "connection refused"
        scene.send(.routing(failed, of: Self.alert.identity))
        #expect(Self.text(scene).contains("not known: connection refused"))
    }

    @Test("The command can be pasted into a shell, whatever is in a label")
    func command() {
        #expect(
            Self.alert.silenceCommand(alertmanager: "http://am:9093") == """
                amtool silence add --alertmanager.url=http://am:9093 --duration=1h --comment='why' \
                'alertname="ShopAvailabilityErrorBudgetBurn"' 'job="shop"' 'path="it'\\''s \\"odd\\""' 'severity="critical"'
                """
        )
    }

    @Test("A screen opened for an alert shows it and its beginning; one that nobody knows is told so")
    func wanted() {
        var scene = Self.scene()
        #expect(scene.send(.wanted(Self.alert, named: Self.alert.name)) == [.route(Self.alert)])
        #expect(scene.state.opening == Scene.moment(100))
        #expect(Self.text(scene).contains("alert ShopAvailabilityErrorBudgetBurn"))
        var other = Self.scene()
        #expect(other.send(.wanted(nil, named: "Nothing")).isEmpty)
        #expect(other.state.notice?.text == "the source has no alert called Nothing" && other.state.opening == nil)
        for (isNamed, text) in [(true, ""), (false, ", and does not say which service it is about")] {
            let rule = AlertStatus(
                name: "Burn",
                isFiring: false,
                since: nil,
                labels: [:],
                summary: "",
                signal: nil,
                concernsService: isNamed
            )
            other.send(.wanted(rule, named: "Burn"))
            #expect(other.state.notice?.text == "Burn does not fire now\(text)" && other.state.opening == nil)
            #expect(Self.text(other).contains("not active: it does not fire now"))
        }
    }

    @Test(
        "An alert is found by its name, or by its rule's expression, however that is written",
        arguments: [
            (.named("A"), "A", "up == 0", true), (.named("A"), "B", "up == 0", false),
            (.expression("up==0"), "A", "up == 0", true), (.expression("up == 1"), "A", "up == 0", false),
            (.expression("no ("), "A", "no (", true),
        ] as [(WantedAlert, String, String, Bool)]
    )
    func finding(wanted: WantedAlert, name: String, expression: String, isFound: Bool) {
        #expect(wanted.isFor(name, expression) == isFound)
    }
}
