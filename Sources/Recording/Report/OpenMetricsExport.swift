import Dashboard
import GoldenSignals
import PromModel

/// The numbers of a recording as OpenMetrics with times, as `promtool tsdb create-blocks-from openmetrics` takes them.
///
/// A recording holds numbers, not samples: each signal is a gauge of what the screen showed at each point, over the window
/// of then. Who is told by requests and failures a second of each part.
package struct OpenMetricsExport {
    /// What is to be known before it is believed.
    package let notes: [String]
    private var families: [Family] = []

    /// A metric with its series.
    private struct Family {
        let name: String
        let help: String
        var series: [String: [(at: Timestamp, value: Double)]] = [:]
    }

    /// Takes what a recording holds; nil where it holds no poll.
    package init?(_ reader: RecordingReader) {
        var parts: [[String: [(at: Timestamp, value: Double)]]] = [[:], [:]]
        let run = RecordedRun(reader) { state, update in
            guard update.failure == nil, let breakdown = update.snapshot.breakdown else { return }
            let moment = update.snapshot.at
            for row in breakdown.rows {
                let labels = [
                    ("service", state.settings.service), ("dimension", breakdown.dimension.rawValue),
                    ("part", row.name),
                ]
                let key = Self.labels(labels)
                if let rate = row.requestRate { parts[0][key, default: []].append((at: moment, value: rate)) }
                parts[1][key, default: []].append((at: moment, value: row.errorRate))
            }
        }
        guard !run.watch.points.isEmpty else { return nil }
        notes = [run.damageText].compactMap { $0 }
        let key = Self.labels([("service", run.state.settings.service)])
        for signal in Signal.allCases {
            let samples = run.watch.points.compactMap { point in point[signal].map { (at: point.at, value: $0) } }
            guard !samples.isEmpty else { continue }
            families.append(Family(name: signal.exportName, help: signal.exportHelp, series: [key: samples]))
        }
        let failures = run.watch.points.compactMap { point in point.errorsPerSecond.map { (at: point.at, value: $0) } }
        families.append(
            Family(
                name: "sretop_failed_requests_per_second",
                help: "Failed requests a second.",
                series: failures.isEmpty ? [:] : [key: failures]
            )
        )
        let names = ["requests", "failed_requests"]
        for (name, series) in zip(names, parts) {
            let what = name == "requests" ? "requests" : "failed requests"
            let help = "Of a part of the traffic, \(what) a second."
            families.append(Family(name: "sretop_part_\(name)_per_second", help: help, series: series))
        }
    }

    /// The text, family by family, each series in the order of its times.
    package var text: String {
        var text = ""
        for family in families where !family.series.isEmpty {
            text += "# HELP \(family.name) \(family.help)\n# TYPE \(family.name) gauge\n"
            for (labels, samples) in family.series.sorted(by: { $0.key < $1.key }) {
                var last: Timestamp?
                for sample in samples.sorted(by: { $0.at < $1.at }) where last.map({ sample.at > $0 }) ?? true {
                    text += "\(family.name)\(labels) \(NumberText.format(sample.value)) "
                    text += "\(Self.seconds(sample.at))\n"
                    last = sample.at
                }
            }
        }
        return text + "# EOF\n"
    }

    private static func labels(_ pairs: [(name: String, value: String)]) -> String {
        let texts = pairs.map { "\($0.name)=\"\(escaped($0.value))\"" }
        return "{\(texts.joined(separator: ","))}"
    }

    /// Seconds with three decimals: a moment is exact, and read by people.
    private static func seconds(_ moment: Timestamp) -> String {
        let (whole, rest) = moment.milliseconds.quotientAndRemainder(dividingBy: 1000)
        return "\(whole).\(String(rest.magnitude + 1000).dropFirst())"
    }

    private static func escaped(_ value: String) -> String {
        var result = ""
        for scalar in value.unicodeScalars {
            switch scalar {
            case "\\": result += "\\\\"
            case "\"": result += "\\\""
            case "\n": result += "\\n"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }
}

extension Signal {
    /// The name of its gauge in an export.
    fileprivate var exportName: String {
        switch self {
        case .requestRate: "sretop_requests_per_second"
        case .successShare: "sretop_success_ratio"
        case .errorShare: "sretop_failure_ratio"
        case .averageLatency: "sretop_latency_average_seconds"
        case .p95Latency: "sretop_latency_p95_seconds"
        case .p99Latency: "sretop_latency_p99_seconds"
        case .saturation: "sretop_saturation_ratio"
        }
    }

    fileprivate var exportHelp: String {
        switch self {
        case .requestRate: "Requests a second."
        case .successShare: "The share of requests that did not fail, 0 to 1."
        case .errorShare: "The share of requests that failed, 0 to 1."
        case .averageLatency: "The average latency."
        case .p95Latency: "The 95th percentile of latency."
        case .p99Latency: "The 99th percentile of latency."
        case .saturation: "The most used resource, 0 to 1."
        }
    }
}
