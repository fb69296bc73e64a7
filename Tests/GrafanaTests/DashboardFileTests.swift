import GoldenSignals
import Grafana
import Testing
import Yams

@Suite("Dashboards as files")
struct DashboardFileTests {
    @Test("The ConfigMap holds exactly the files", arguments: MetricProfile.builtin.profiles)
    func sameTexts(profile: MetricProfile) throws {
        let dashboards = GrafanaDashboard.all(profile)
        let object = try #require(
            try Yams.compose(
                yaml: DashboardConfigMap(dashboards, profile: "unstable-api", namespace: "monitoring").text()
            )
        )
        let data = try #require(object["data"]?.mapping)
        #expect(data.keys.map(\.string) == dashboards.map(\.fileName))
        for dashboard in dashboards {
            #expect(object["data"]?[dashboard.fileName]?.string == dashboard.json.text)
        }
    }

    @Test("It is what Grafana's sidecar looks for")
    func metadata() throws {
        let text = try DashboardConfigMap(GrafanaDashboard.all(), profile: "unstable-api", namespace: "watching").text()
        let object = try #require(try Yams.compose(yaml: text))
        #expect(object["apiVersion"]?.string == "v1" && object["kind"]?.string == "ConfigMap")
        #expect(object["metadata"]?["name"]?.string == "unstable-api-dashboards")
        #expect(object["metadata"]?["namespace"]?.string == "watching")
        #expect(object["metadata"]?["annotations"]?["grafana_folder"]?.string == "sretop")
        // Without quotes it would be a number, and no label.
        #expect(text.contains("grafana_dashboard: \"1\""))
        // Lines as they are: a change of a panel is a change of its lines.
        #expect(text.contains("golden-signals.json: |\n    {\n"))
        #expect(!text.contains("\t") && !text.contains(" \n"))
    }

    @Test("JSON is written the same way everywhere")
    func text() {
        let value: JSONValue = [
            "b": [1, 0.25, -3.0, 1e-9], "a": [:], "A": [], "é": "/\"\\\n", "n": .null, "t": true,
        ]
        let expected = #"""
            {
              "A": [],
              "a": {},
              "b": [
                1,
                0.25,
                -3,
                1e-09
              ],
              "n": null,
              "t": true,
              "é": "/\"\\\n"
            }

            """#
        #expect(value.text == expected)
    }
}
