import Foundation
import Testing

extension EndToEnd {
    @Suite(
        "The drill: from idle to a page, and from the fix to its end",
        .serialized,
        .enabled(if: Programs.prometheus != nil, "prometheus is not installed"),
        .enabled(if: Programs.alertmanager != nil, "alertmanager is not installed")
    )
    struct DrillTests {
        /// Panels that say 0 where nobody asks.
        private static let zeroWhenIdle: Set = [
            "Request rate now", "Request rate", "5xx a second", "Requests by route", "5xx by route",
            "Requests by status", "Latency distribution", "Events by window", "Faults injected", "Fault time left",
        ]
        /// Panels that say nothing where nobody asks: there is no share of nothing, no latency and no burn rate.
        private static let emptyWhenIdle: Set = [
            "Success share now", "Success share", "5xx share now", "5xx share", "Average latency now",
            "Average latency", "p95 latency now", "p99 latency now", "p95 and p99 latency", "Burn rate now",
            "Burn rate by window", "Budget lasts", "SLI error ratio by window", "Error budget remaining now",
            "Error budget remaining", "Firing alerts", "Fault delay",
        ]
        /// Marks of what does not happen here: nothing restarts, and no other version comes.
        private static let marksOfOtherThings: Set = ["annotation Restarts", "annotation Deploys"]
        private static let success = "Success share now"
        private static let page = [
            "alertname": "UnstableApiAvailabilityErrorBudgetBurn", "severity": "critical",
            "job": "unstable-api", "slo": "unstable-api-availability",
            "long_window": "5m", "short_window": "1m", "windows": "demo",
        ]

        @Test("Panels are honest when idle and whole in trouble; the page comes, and goes with the fix")
        func drill() throws {
            let panels = try StackDrill.panels(marks: false)
            let titles = Set(panels.map(\.title))
            #expect(titles.isSuperset(of: Self.zeroWhenIdle.union(Self.emptyWhenIdle)))
            let stack = try StackDrill()
            try expectIdle(stack, panels)

            // An injected fault, on a route that nobody asks for, so that the panels about such have something to show.
            try stack.faults("set", "latency", "--route", "/version", "--delay", "20ms", "--for", "10m")
            let begin = Date()
            let load = try stack.load()
            waitUntil(120, "the page in Alertmanager") { isListed(stack) }
            let listed = Date().timeIntervalSince(begin)
            waitUntil(60, "the page at the receiver") { isTold(stack, "firing") }
            let told = Date().timeIntervalSince(begin)
            let alert = try #require(
                stack.criticalAlerts().first { $0.labels == Self.page },
                "\(stack.log("prometheus"))"
            )
            #expect(alert.annotations["description"]?.contains("99% are to be good over 6h") == true)
            #expect(alert.annotations["runbook_url"]?.hasSuffix("/docs/runbooks/error-budget-burn.md") == true)
            // Who has been paged needs no ticket: Alertmanager holds those back as long as the page stands.
            #expect(try stack.notifications().allSatisfy { $0.labels["severity"] == "critical" })
            try expectTrouble(stack)
            try expectOnScreen(stack)

            #expect(try stack.faults("reset").split(separator: "\n").allSatisfy { $0.hasPrefix("off ") })
            let fix = Date()
            waitUntil(330, "an Alertmanager without critical alerts") { (try? stack.criticalAlerts().isEmpty) == true }
            let ended = Date().timeIntervalSince(fix)
            waitUntil(60, "the page's end at the receiver") { isTold(stack, "resolved") }
            let toldOfEnd = Date().timeIntervalSince(fix)
            let success = try #require(panels.first { $0.title == Self.success })
            waitUntil(90, "a success share of 100 %") { (try? stack.values(success.expression)) == [1] }
            #expect(load.isRunning, "the load ended before the drill did")
            print(
                """
                drill: the page was in Alertmanager \(Int(listed)) s after the load began, at the receiver after \
                \(Int(told)) s; after the fix it was gone within \(Int(ended)) s, and the receiver told within \
                \(Int(toldOfEnd)) s
                """
            )
        }

        /// Rates are 0, shares and quantiles are not there, what is known of a process is, and nothing alerts.
        private func expectIdle(_ stack: StackDrill, _ panels: [StackDrill.Panel]) throws {
            // Scraped a few times, and the rules evaluated since.
            let settled = "count(slo:sli_events:increase6h) == 2 and count(count_over_time(up[1m]) >= 3) == 3"
            waitUntil(60, "scrapes and evaluated rules") {
                (try? stack.values(settled))?.isEmpty == false
            }
            for panel in panels {
                let values = try stack.values(panel.expression)
                if panel.expression.hasPrefix("slo:objective:ratio") {
                    #expect(!values.isEmpty && values.allSatisfy { $0 > 0.5 && $0 < 1 }, "\(panel): \(values)")
                } else if Self.emptyWhenIdle.contains(panel.title) {
                    #expect(values.isEmpty, "\(panel): \(values)")
                } else if Self.zeroWhenIdle.contains(panel.title) {
                    #expect(!values.isEmpty && values.allSatisfy { $0 == 0 }, "\(panel): \(values)")
                } else {
                    #expect(!values.isEmpty && values.allSatisfy { $0.isFinite }, "\(panel): \(values)")
                }
            }
            #expect(try stack.values("ALERTS").isEmpty)
            #expect(try stack.criticalAlerts().isEmpty)
        }

        /// Every panel has numbers, the marks of fault and alert are there, and so has the screen its verdict.
        private func expectTrouble(_ stack: StackDrill) throws {
            for panel in try StackDrill.panels(marks: true) {
                let values = try stack.values(panel.expression)
                #expect(values.allSatisfy { $0.isFinite }, "\(panel): \(values)")
                if !Self.marksOfOtherThings.contains(panel.title) { #expect(!values.isEmpty, "\(panel)") }
                guard panel.title == Self.success else { continue }
                #expect(values.count == 1 && abs((values.first ?? 0) - 0.8) < 0.03, "\(panel): \(values)")
            }
            // A rate over one or two scrapes is not yet a verdict, and the first five failures name nobody.
            let options = ["--once", "--ascii", "--size", "100x30", "--service", "unstable-api"]
            var screen: (status: Int32, output: String) = (-1, "")
            waitUntil(60, "the verdict on the screen") {
                screen = (try? Programs.run(Programs.sretop, options + ["--prometheus", stack.prometheus])) ?? screen
                return screen.output.contains("CRIT 5xx") && !screen.output.contains("cannot tell who")
            }
            #expect(screen.status == 0 && screen.output.contains("100% of 5xx on GET /risky"), "\(screen.output)")
        }

        /// What the rules alert on is on the screen unasked, and the alert itself with who is told of it.
        private func expectOnScreen(_ stack: StackDrill) throws {
            let source = ["--prometheus", stack.prometheus, "--service", "unstable-api"]
            let once = try Programs.run(Programs.sretop, ["--once", "--json"] + source)
            #expect(once.output.contains("\"origin\" : \"recorded\"") && once.output.contains("\"state\" : \"page\""))
            try JSONSchema.expect(once.output, matches: "verdict")
            let command = [Programs.sretop, "--alert", Self.page["alertname"] ?? ""] + source
            let tmux = try Tmux(columns: 120, rows: 40, command.joined(separator: " "))
            waitUntil(30, "who is told of the alert") {
                tmux.screen.contains("alert-receiver (") && tmux.screen.contains("amtool silence add")
            }
            try tmux.press("Escape", "Escape", "End", "o")
            waitUntil(30, "the objectives") {
                tmux.screen.contains("PAGE") && tmux.screen.contains("from the rules of the source")
            }
        }

        private func isListed(_ stack: StackDrill) -> Bool {
            (try? stack.criticalAlerts().contains { $0.labels == Self.page }) == true
        }

        private func isTold(_ stack: StackDrill, _ status: String) -> Bool {
            (try? stack.notifications().contains { $0.labels == Self.page && $0.status == status }) == true
        }
    }
}
