extension Panel {
    /// What the kind of drawing lets one choose.
    var options: JSONValue {
        switch kind {
        case .stat: statOptions
        case .bars: barOptions
        case .lines: lineOptions
        case .heatmap: heatmapOptions
        case .table: ["cellHeight": "sm", "showHeader": true]
        }
    }

    /// One value, not a row of them: each query answers one moment.
    private var reduction: JSONValue { ["calcs": ["lastNotNull"], "fields": "", "values": false] }

    private var statOptions: JSONValue {
        [
            "colorMode": "value",
            "graphMode": "none",
            "justifyMode": "auto",
            "orientation": "auto",
            "reduceOptions": reduction,
            // Several series are told apart by their names; one is told by the title.
            "textMode": queries.contains { $0.legend.contains("{{") } ? "value_and_name" : "value",
            "wideLayout": true,
        ]
    }

    private var barOptions: JSONValue {
        [
            "displayMode": "basic",
            "minVizHeight": 10,
            "minVizWidth": 0,
            "namePlacement": "auto",
            "orientation": "horizontal",
            "reduceOptions": reduction,
            "showUnfilled": true,
            "sizing": "auto",
            "valueMode": "color",
        ]
    }

    private var lineOptions: JSONValue {
        [
            "legend": ["calcs": [], "displayMode": "list", "placement": "bottom", "showLegend": true],
            "tooltip": ["mode": "multi", "sort": "desc"],
        ]
    }

    private var heatmapOptions: JSONValue {
        [
            "calculate": false,
            "cellGap": 1,
            "color": [
                "exponent": 0.5, "fill": "dark-orange", "mode": "scheme", "reverse": false, "scale": "exponential",
                "scheme": "Oranges", "steps": 64,
            ],
            "exemplars": ["color": "rgba(255,0,255,0.7)"],
            // Buckets that nothing fell into stay empty.
            "filterValues": ["le": 1e-9],
            "legend": ["show": true],
            "rowsFrame": ["layout": "auto"],
            "showValue": "never",
            "tooltip": ["mode": "single", "showColorScale": false, "yHistogram": false],
            "yAxis": ["axisPlacement": "left", "reverse": false, "unit": .string(unit.rawValue)],
            "cellValues": ["unit": .string(Unit.requestsPerSecond.rawValue)],
        ]
    }
}
