import GoldenSignals
import PromModel

extension Signal {
    /// The name of its panels.
    package var title: String {
        switch self {
        case .requestRate: "Request rate"
        case .successShare: "Success share"
        case .errorShare: "5xx share"
        case .averageLatency: "Average latency"
        case .p95Latency: "p95 latency"
        case .p99Latency: "p99 latency"
        case .saturation: "Saturation"
        }
    }

    /// What the number is, in a sentence.
    var meaning: String {
        switch self {
        case .requestRate: "Requests a second."
        case .successShare: "The share of requests that did not end in a 5xx. Empty without traffic, not 100 %."
        case .errorShare: "The share of requests that the server failed. Empty without traffic, not 0 %."
        case .averageLatency: "The mean time to an answer. Empty without traffic."
        case .p95Latency: "19 of 20 requests are answered within it. Empty without traffic."
        case .p99Latency: "99 of 100 requests are answered within it. Empty without traffic."
        case .saturation: "How full each resource of the fullest process is."
        }
    }

    /// What stands where it has no value: without traffic the rate is 0, without anything counted it is missing.
    var emptyText: String { self == .requestRate || self == .saturation ? "no data" : "no traffic" }

    /// Grafana's name of the unit.
    var grafanaUnit: Panel.Unit {
        switch unit {
        case .perSecond: .requestsPerSecond
        case .share: .share
        case .seconds: .seconds
        }
    }

    /// The name of its series.
    var legend: String { self == .saturation ? "{{\(SignalCatalog.tagLabel)}}" : title }

    /// The line on its chart.
    var chartLimits: Limits {
        self == .successShare
            ? Limits([(Self.successFloor, .critical)]) : Limits(limits.map { ($0.threshold, $0.tone) })
    }

    /// The colours of its number: good up to its limit; no colour where there is none.
    var statLimits: Limits {
        if self == .successShare {
            return Limits([(0, .critical), (Self.successFloor, .warning), (Self.goodSuccess, .good)])
        }
        return limits.isEmpty ? Limits() : Limits([(0, .good)] + limits.map { ($0.threshold, $0.tone) })
    }

    /// The thresholds, for those who see no colours.
    var limitsInWords: String {
        if self == .successShare {
            return "Red below \(percent(Self.successFloor)), orange below \(percent(Self.goodSuccess))."
        }
        let texts = limits.map { limit in
            let value = unit == .share ? percent(limit.threshold) : "\(NumberText.format(limit.threshold)) s"
            return "\(limit.tone == .critical ? "Red" : "Orange") from \(value)."
        }
        return texts.isEmpty ? "It has no limit." : texts.joined(separator: " ")
    }

    /// Where success is bad whatever the objective.
    static let successFloor = 0.9

    /// From here on success is good: as many failures are left as their limit allows.
    private static let goodSuccess = 1 - (Signal.errorShare.limits.first?.threshold ?? 0)

    private var limits: [(threshold: Double, tone: Limits.Tone)] {
        Limit.defaults.filter { $0.signal == self }.map { limit in
            (limit.threshold, limit.severity == .critical ? .critical : .warning)
        }
    }

    private func percent(_ share: Double) -> String { "\(NumberText.format((share * 1000).rounded() / 10)) %" }
}

extension LatencyUnit {
    /// Grafana's name of the unit that buckets are counted in.
    var grafanaUnit: Panel.Unit {
        switch self {
        case .seconds: .seconds
        case .milliseconds: .milliseconds
        case .microseconds: .microseconds
        case .nanoseconds: .nanoseconds
        case .centiseconds: .centiseconds
        case .minutes: .minutes
        case .hours: .hours
        }
    }
}
