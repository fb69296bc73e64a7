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
            let elements = vector.map { element in
                let value =
                    element.histogram.map { "\"histogram\":\(Self.json($0, at: element.sample.timestamp))" }
                    ?? "\"value\":\(Self.json(element.sample))"
                return "{\"metric\":\(Self.json(element.labels)),\(value)}"
            }
            return "[\(elements.joined(separator: ","))]"
        case .matrix(let series):
            let elements = series.map { series in
                var parts = ["\"metric\":\(Self.json(series.labels))"]
                if !series.samples.isEmpty || series.histograms.isEmpty {
                    parts.append("\"values\":[\(series.samples.map { Self.json($0) }.joined(separator: ","))]")
                }
                if !series.histograms.isEmpty {
                    let histograms = series.histograms.map { Self.json($0.histogram, at: $0.timestamp) }
                    parts.append("\"histograms\":[\(histograms.joined(separator: ","))]")
                }
                return "{\(parts.joined(separator: ","))}"
            }
            return "[\(elements.joined(separator: ","))]"
        }
    }

    private static func json(_ sample: Sample) -> String {
        "[\(seconds(sample.timestamp)),\"\(NumberText.format(sample.value))\"]"
    }

    private static func json(_ histogram: FloatHistogram, at moment: Timestamp) -> String {
        let native = NativeHistogram(histogram)
        let buckets = native.buckets.map { bucket in
            let numbers = [bucket.lower, bucket.upper, bucket.count].map { ",\"\(NumberText.format($0))\"" }
            return "[\(bucket.bounds.rawValue)\(numbers.joined())]"
        }
        var parts = [("count", native.count), ("sum", native.sum)].map { name, number in
            "\"\(name)\":\"\(NumberText.format(number))\""
        }
        // As the API: no list of none.
        if !buckets.isEmpty { parts.append("\"buckets\":[\(buckets.joined(separator: ","))]") }
        return "[\(seconds(moment)),{\(parts.joined(separator: ","))}]"
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
