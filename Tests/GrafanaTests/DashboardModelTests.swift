import GoldenSignals
import Grafana
import Testing

@Suite("The model of dashboards")
struct DashboardModelTests {
    private static let all = MetricProfile.builtin.profiles.flatMap { GrafanaDashboard.all($0) }

    @Test("Their identifiers are fixed")
    func identifiers() {
        #expect(
            GrafanaDashboard.all().map(\.uid) == ["sretop-golden-signals", "sretop-slo", "sretop-internals"]
        )
        #expect(GrafanaDashboard.all().map(\.fileName) == ["golden-signals.json", "slo.json", "internals.json"])
        let uids = Self.all.map(\.uid)
        #expect(Set(uids).count == uids.count)
        #expect(uids.allSatisfy { $0.utf8.count <= 40 })
    }

    @Test("No two panels of a dashboard have the same number or the same title")
    func numbers() {
        for dashboard in Self.all {
            let panels = DashboardDocument(dashboard).panels
            let ids = panels.compactMap { $0["id"].integer }
            #expect(ids.count == panels.count && Set(ids).count == ids.count)
            let titles = dashboard.panels.map(\.title)
            #expect(Set(titles).count == titles.count, "\(titles)")
        }
    }

    @Test("No panel covers another one, and all are within the 24 columns")
    func grid() {
        struct Cell: Hashable {
            let x: Int
            let y: Int
        }
        for dashboard in Self.all {
            var taken: Set<Cell> = []
            for panel in DashboardDocument(dashboard).panels {
                let place = panel["gridPos"]
                let (x, y) = (place["x"].integer ?? -1, place["y"].integer ?? -1)
                let (w, h) = (place["w"].integer ?? 0, place["h"].integer ?? 0)
                #expect(x >= 0 && y >= 0 && w > 0 && h > 0 && x + w <= 24)
                for column in x..<(x + w) {
                    for row in y..<(y + h) {
                        #expect(taken.insert(Cell(x: column, y: row)).inserted, "\(panel["title"]) at \(column) \(row)")
                    }
                }
            }
        }
    }

    @Test("A signal's panels have its unit", arguments: MetricProfile.builtin.profiles)
    func units(profile: MetricProfile) {
        let units: [Signal: String] = [
            .requestRate: "reqps", .successShare: "percentunit", .errorShare: "percentunit", .averageLatency: "s",
            .p95Latency: "s", .p99Latency: "s", .saturation: "percentunit",
        ]
        let panels = GrafanaDashboard.all(profile).flatMap { DashboardDocument($0).panels }
        for (signal, unit) in units {
            for panel in panels where panel["title"].string?.hasPrefix(signal.title) == true {
                #expect(panel["fieldConfig"]["defaults"]["unit"].string == unit, "\(panel["title"])")
            }
        }
    }

    @Test("Where there is no value nothing is red or green")
    func missingValues() {
        for panel in Self.all.flatMap({ DashboardDocument($0).panels }) where panel["type"].string != "row" {
            let defaults = panel["fieldConfig"]["defaults"]
            let lowest = defaults["thresholds"]["steps"].elements.first ?? .null
            #expect(lowest["value"] == .null)
            #expect(["text", "transparent"].contains(lowest["color"].string))
            #expect(defaults["noValue"].string?.isEmpty == false)
        }
    }

    @Test("Success is red from 0, orange from 90 %, green from 99 %, and its chart has a line at 90 %")
    func success() throws {
        let panels = DashboardDocument(try #require(GrafanaDashboard.all().first)).panels
        let steps = { (title: String) in
            let panel = panels.first { $0["title"].string == title } ?? .null
            return panel["fieldConfig"]["defaults"]["thresholds"]["steps"].elements.dropFirst().map {
                "\($0["color"].string ?? "") \($0["value"])"
            }
        }
        #expect(steps("Success share now") == ["red number(0.0)", "orange number(0.9)", "green number(0.99)"])
        #expect(steps("Success share") == ["red number(0.9)"])
    }

    @Test("Large numbers are of now: none is kept from before the target was gone")
    func instant() {
        for panel in Self.all.flatMap({ DashboardDocument($0).panels }) {
            let isLarge = ["stat", "bargauge", "table"].contains(panel["type"].string)
            for target in panel["targets"].elements {
                #expect(target["instant"] == .bool(isLarge) && target["range"] == .bool(!isLarge))
            }
        }
    }

    @Test("Every question goes to the data source that the reader chose")
    func dataSources() {
        let chosen: JSONValue = ["type": "prometheus", "uid": "${datasource}"]
        for document in Self.all.map({ DashboardDocument($0) }) {
            let variables = document.variables
            #expect(variables.first?["type"].string == "datasource" && variables.first?["query"].string == "prometheus")
            #expect(variables.dropFirst().allSatisfy { $0["datasource"] == chosen })
            #expect(document.root["annotations"]["list"].elements.allSatisfy { $0["datasource"] == chosen })
            let panels = document.panels.filter { $0["type"].string != "row" }
            #expect(panels.allSatisfy { $0["datasource"] == chosen })
            #expect(panels.flatMap { $0["targets"].elements }.allSatisfy { $0["datasource"] == chosen })
            #expect(!DashboardDocument.texts(document.root).contains { $0.contains("__inputs") || $0.contains("DS_") })
        }
    }

    @Test("Every variable that is asked with is one that the reader has")
    func variables() {
        for document in Self.all.map({ DashboardDocument($0) }) {
            let names = Set(document.variables.compactMap { $0["name"].string } + ["__rate_interval"])
            for text in document.expressions {
                let used = text.matches(of: /\$\{?(\w+)\}?/).map { String($0.1) }
                #expect(names.isSuperset(of: used), "\(text)")
            }
        }
    }

    @Test("They link to one another by a tag that all of them have")
    func links() {
        for document in Self.all.map({ DashboardDocument($0) }) {
            let tags = document.root["links"].elements.flatMap { $0["tags"].elements }
            #expect(tags == ["sretop"])
            #expect(document.root["tags"].elements.contains("sretop"))
        }
    }
}
