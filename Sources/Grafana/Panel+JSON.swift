extension Panel {
    /// The panel as Grafana's classic model has it.
    func json(id: Int, row: Int, column: Int) -> JSONValue {
        .object(present: [
            "datasource": GrafanaModel.dataSource,
            "description": .string(description),
            "fieldConfig": [
                "defaults": .object(present: defaults),
                "overrides": .array(queries.filter(\.isDashed).map(Self.dashes)),
            ],
            "gridPos": [
                "h": .number(Double(height)), "w": .number(Double(width)), "x": .number(Double(column)),
                "y": .number(Double(row)),
            ],
            "id": .number(Double(id)),
            "options": options,
            "targets": .array(queries.enumerated().map { target($0.element, index: $0.offset) }),
            "title": .string(title),
            "transformations": transformations.isEmpty ? nil : .array(transformations),
            "type": .string(kind.rawValue),
        ])
    }

    private func target(_ query: Query, index: Int) -> JSONValue {
        let format =
            switch kind {
            // Grafana takes cumulative buckets apart; whole histograms come as they are drawn.
            case .heatmap: query.isWhole ? "time_series" : "heatmap"
            case .table: "table"
            default: "time_series"
            }
        return [
            "datasource": GrafanaModel.dataSource,
            "editorMode": "code",
            "expr": .string(query.expression),
            "format": .string(format),
            "instant": .bool(kind.isInstant),
            "legendFormat": .string(query.legend),
            "range": .bool(!kind.isInstant),
            "refId": .string(Self.reference(index)),
        ]
    }

    /// A, B, C …: no panel asks as many things as there are letters.
    private static func reference(_ index: Int) -> String {
        String(UnicodeScalar(UInt8(ascii: "A") + UInt8(index % 26)))
    }

    private var defaults: [String: JSONValue?] {
        [
            "color": ["mode": kind == .lines ? "palette-classic" : "thresholds"],
            "custom": kind == .lines ? lineStyle : kind == .heatmap ? [:] : nil,
            "decimals": decimals.map { .number(Double($0)) },
            "mappings": words.isEmpty ? [] : [["options": wordOptions, "type": "value"]],
            "max": axis.ceiling.map { .number($0) },
            "min": axis.floor.map { .number($0) },
            "noValue": .string(empty),
            // On a chart the lowest step is no line, and must not colour anything.
            "thresholds": limits.json(base: kind == .lines ? .none : .plain),
            "unit": .string(unit.rawValue),
        ]
    }

    private var wordOptions: JSONValue {
        .object(Dictionary(uniqueKeysWithValues: words.map { (String($0.key), ["text": .string($0.value)]) }))
    }

    private var lineStyle: JSONValue {
        .object(present: [
            "axisSoftMax": axis.high.map { .number($0) },
            "axisSoftMin": axis.low.map { .number($0) },
            "drawStyle": "line",
            "fillOpacity": isStacked ? 40 : 10,
            "lineWidth": 1,
            "scaleDistribution": axis.isLogarithmic ? ["log": 10, "type": "log"] : nil,
            // A lone point between two gaps is to be seen.
            "showPoints": "auto",
            // A gap is a gap: nothing was measured there.
            "spanNulls": false,
            "stacking": ["group": "A", "mode": isStacked ? "normal" : "none"],
            "thresholdsStyle": ["mode": limits.steps.isEmpty ? "off" : "dashed"],
        ])
    }

    private var transformations: [JSONValue] {
        var all: [JSONValue] = []
        if let rename {
            let options: JSONValue = [
                "regex": .string(rename.pattern), "renamePattern": .string(rename.replacement),
            ]
            all.append(["id": "renameByRegex", "options": options])
        }
        if !hiddenColumns.isEmpty {
            let hidden = Dictionary(uniqueKeysWithValues: hiddenColumns.map { ($0, JSONValue.bool(true)) })
            all.append([
                "id": "organize",
                "options": ["excludeByName": .object(hidden), "indexByName": [:], "renameByName": [:]],
            ])
        }
        return all
    }

    /// A line that is not measured looks like none: dashed, thin and grey.
    private static func dashes(_ query: Query) -> JSONValue {
        let pattern = "/^" + query.legend.replacing("{{slo}}", with: ".*") + "$/"
        return [
            "matcher": ["id": "byRegexp", "options": .string(pattern)],
            "properties": [
                ["id": "custom.lineStyle", "value": ["dash": [10, 10], "fill": "dash"]],
                ["id": "custom.fillOpacity", "value": 0],
                ["id": "color", "value": ["fixedColor": "text", "mode": "fixed"]],
            ],
        ]
    }
}
