import PromModel
package import PromQL

extension QueryResult {
    /// The result as the API sends it: the whole answer of a query that succeeded.
    package var apiJSON: String {
        "{\"status\":\"success\",\"data\":{\"resultType\":\"\(kind)\",\"result\":\(resultJSON)}}"
    }

    private var kind: String {
        switch self {
        case .scalar: "scalar"
        case .vector: "vector"
        case .matrix: "matrix"
        case .string: "string"
        }
    }

    private var resultJSON: String {
        switch self {
        case .scalar(let sample): return Self.json(sample)
        case .string(let text): return "[0,\(JSONText.quoted(text))]"
        case .vector(let vector):
            let elements = vector.map { "{\"metric\":\(Self.json($0.labels)),\"value\":\(Self.json($0.sample))}" }
            return "[\(elements.joined(separator: ","))]"
        case .matrix(let series):
            let elements = series.map { series in
                let values = series.samples.map(Self.json).joined(separator: ",")
                return "{\"metric\":\(Self.json(series.labels)),\"values\":[\(values)]}"
            }
            return "[\(elements.joined(separator: ","))]"
        }
    }

    private static func json(_ sample: Sample) -> String {
        "[\(seconds(sample.timestamp)),\"\(NumberText.format(sample.value))\"]"
    }

    /// Whole seconds, or exactly three decimals.
    static func seconds(_ moment: Timestamp) -> String {
        let milliseconds = moment.milliseconds
        guard !milliseconds.isMultiple(of: 1000) else { return String(milliseconds / 1000) }
        let fraction = String(milliseconds.magnitude % 1000)
        let padding = String(repeating: "0", count: 3 - fraction.count)
        return "\(milliseconds < 0 ? "-" : "")\(milliseconds.magnitude / 1000).\(padding)\(fraction)"
    }

    private static func json(_ labels: Labels) -> String {
        "{\(labels.map { "\(JSONText.quoted($0.name)):\(JSONText.quoted($0.value))" }.joined(separator: ","))}"
    }
}
