/// What all dashboards share.
enum GrafanaModel {
    /// The data source that the reader chose.
    static let dataSource: JSONValue = ["type": "prometheus", "uid": "${datasource}"]

    /// The version of the classic model: every Grafana since 10.4 takes it.
    static let schemaVersion: JSONValue = 39

    /// The tag by which the dashboards find one another.
    static let tag: JSONValue = "sretop"
}
