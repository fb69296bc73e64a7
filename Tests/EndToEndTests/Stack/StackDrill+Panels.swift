import Testing

extension StackDrill {
    /// What a panel or a mark of a dashboard asks.
    struct Panel {
        let dashboard: String
        let title: String
        let expression: String
    }

    /// Everything that the dashboards ask, with their variables replaced; the marks on the time axis where wanted.
    static func panels(marks: Bool) throws -> [Panel] {
        try ["golden-signals", "slo", "internals"].flatMap { dashboard in
            let file = "\(compose)/grafana/dashboards/\(dashboard).json"
            let script = ["Scripts/dashboard-expressions", file] + (marks ? ["--annotations"] : [])
            let result = try ProjectFiles.run(script)
            try #require(result.status == 0, "\(result.output)")
            return try result.output.split(separator: "\n").map { line in
                let columns = line.split(separator: "\t").map(String.init)
                try #require(columns.count == 2 && !columns[1].contains("$"), "\(line)")
                return Panel(dashboard: dashboard, title: columns[0], expression: columns[1])
            }
        }
    }
}
