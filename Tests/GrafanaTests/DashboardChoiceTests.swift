import GoldenSignals
import Grafana
import Testing

@Suite("Choices and marks of dashboards")
struct DashboardChoiceTests {
    private static func documents(_ profile: MetricProfile) -> [DashboardDocument] {
        GrafanaDashboard.all(profile).map { DashboardDocument($0) }
    }

    @Test("All jobs are those that there are; all of anything else is anything, nothing included")
    func all() {
        for document in MetricProfile.builtin.profiles.flatMap(Self.documents) {
            let choices = document.variables.filter { $0["type"].string == "query" }
            #expect(choices.allSatisfy { $0["includeAll"] == true && $0["current"]["value"].string == "$__all" })
            for choice in choices {
                let expected: JSONValue = choice["name"].string == "job" ? .null : ".*"
                #expect(choice["allValue"] == expected, "\(choice["name"])")
            }
        }
    }

    @Test("A choice is made among what the choices before it leave")
    func options() {
        let document = Self.documents(.unstableAPI).first
        let requests = "route!=\"\",status!=\"\""
        #expect(
            document?.variables.dropFirst().map { $0["query"].string } == [
                "label_values(http_requests_total{\(requests)}, namespace)",
                "label_values(http_requests_total{namespace=~\"$namespace\",\(requests)}, job)",
                "label_values(http_requests_total{namespace=~\"$namespace\",job=~\"$job\",\(requests)}, instance)",
                """
                label_values(http_requests_total{namespace=~"$namespace",job=~"$job",instance=~"$instance",\
                \(requests)}, route)
                """,
            ]
        )
    }

    @Test("Every chart is marked with faults, restarts, deploys and alerts, as far as they are told")
    func marks() {
        for profile in MetricProfile.builtin.profiles {
            let isOurs = profile.name == "unstable-api"
            for document in Self.documents(profile) {
                let marks = document.root["annotations"]["list"].elements
                let names = marks.compactMap { $0["name"].string }
                #expect(names == (isOurs ? ["Faults", "Restarts", "Deploys", "Alerts"] : ["Restarts", "Alerts"]))
                let alerts = marks.last?["expr"].string
                #expect(alerts == "ALERTS{alertstate=\"firing\",namespace=~\"$namespace\",job=~\"$job\"}")
                #expect(marks.allSatisfy { $0["enable"] == true })
            }
        }
        let expressions = Self.documents(.unstableAPI).first?.root["annotations"]["list"].elements.compactMap {
            $0["expr"].string
        }
        let targets = "namespace=~\"$namespace\",job=~\"$job\",instance=~\"$instance\""
        #expect(expressions?.first == "unstable_api_fault_active{\(targets),route=~\"$route\"} == 1")
        #expect(
            expressions?.dropFirst().first == "changes(process_start_time_seconds{\(targets)}[$__rate_interval]) > 0"
        )
    }
}
