import GoldenSignals
import PromModel

/// A target of the fake Prometheus.
struct FakeTarget: Sendable {
    var labels: Labels
    var isUp = true
    var interval = "15s"
    /// When it was scraped last, as the API writes it.
    var lastScrape = "2026-11-20T16:39:59Z"
    /// What the API says of its health; nil for what ``isUp`` says.
    var health: String?
    var path = "/metrics"

    /// A target by its job and instance.
    init(_ job: String, _ instance: String = "a:1", isUp: Bool = true) {
        labels = ["job": job, "instance": instance]
        self.isUp = isUp
    }
}

/// Answers in the API's form.
enum FakeJSON {
    static func vector(_ values: [InstantValue], at moment: Timestamp) -> String {
        let items = values.map { value in
            "{\"metric\":\(labels(value.labels)),\"value\":[\(sample(moment, value.value))]}"
        }
        return "{\"resultType\":\"vector\",\"result\":[\(items.joined(separator: ","))]}"
    }

    static func matrix(_ series: [Series]) -> String {
        let items = series.map { series in
            let samples = series.samples.map { "[\(sample($0.timestamp, $0.value))]" }.joined(separator: ",")
            return "{\"metric\":\(labels(series.labels)),\"values\":[\(samples)]}"
        }
        return "{\"resultType\":\"matrix\",\"result\":[\(items.joined(separator: ","))]}"
    }

    static func targets(_ targets: [FakeTarget], at moment: Timestamp) -> String {
        let items = targets.map { target in
            let page = "http://\(target.labels["instance"])\(target.path)"
            let error = target.isUp ? "" : "Get \"\(page)\": dial tcp 10.0.0.1:80: connect: connection refused"
            return "{\"labels\":\(labels(target.labels)),\"scrapePool\":\"p\",\"scrapeUrl\":\"\(page)\","
                + "\"lastError\":\(text(error)),"
                + "\"lastScrape\":\"\(target.lastScrape)\",\"lastScrapeDuration\":0.002,\"health\":\""
                + "\(target.health ?? (target.isUp ? "up" : "down"))\",\"scrapeInterval\":\"\(target.interval)\",\"scrapeTimeout\":\"10s\"}"
        }
        return "{\"activeTargets\":[\(items.joined(separator: ","))]}"
    }

    /// A moment and a value, without the brackets around them.
    static func sample(_ moment: Timestamp, _ value: Double) -> String {
        let text = value.isNaN ? "NaN" : value.isInfinite ? (value > 0 ? "+Inf" : "-Inf") : "\(value)"
        return "\(moment.seconds),\"\(text)\""
    }

    static func text(_ text: String) -> String {
        "\"" + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: "\\n") + "\""
    }

    private static func labels(_ labels: Labels) -> String {
        "{" + labels.map { "\(text($0.name)):\(text($0.value))" }.joined(separator: ",") + "}"
    }
}
