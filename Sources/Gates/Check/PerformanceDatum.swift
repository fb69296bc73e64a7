package import GoldenSignals
import PromModel

/// One number for a monitoring system's graphs, as plugins print it behind the `|`.
///
/// Source of the format: the Monitoring Plugins Development Guidelines, "Performance data":
/// `'label'=value[unit];[warn];[crit];[min];[max]`.
package struct PerformanceDatum: Sendable, Equatable {
    /// What it is called.
    package let label: String
    /// The value, in `unit`.
    package let value: Double
    /// `s`, `%` or nothing.
    package let unit: String
    /// Above it is a warning.
    package var warning: Double?
    /// Above it is critical.
    package var critical: Double?

    /// A number without limits.
    package init(label: String, value: Double, unit: String = "") {
        self.label = label
        self.value = value
        self.unit = unit
    }

    /// The signals of a snapshot that have a number, with their limits; shares in percent.
    package static func all(of snapshot: SignalSnapshot, limits: [Limit]) -> [PerformanceDatum] {
        var data = Signal.allCases.compactMap { signal -> PerformanceDatum? in
            guard let value = snapshot.number(of: signal), value.isFinite else { return nil }
            return datum(signal, value, limits)
        }
        if let count = snapshot.requestCount, count.isFinite {
            data.append(PerformanceDatum(label: "requests", value: count.rounded()))
        }
        return data
    }

    /// The numbers of one of many services, with their limits; shares in percent.
    package static func all(of overview: ServiceOverview, limits: [Limit]) -> [PerformanceDatum] {
        let values: [(Signal, Double?)] = [
            (.requestRate, overview.requestRate), (.errorShare, overview.errorShare),
            (.averageLatency, overview.average), (.p95Latency, overview.p95), (.p99Latency, overview.p99),
        ]
        return values.compactMap { signal, value in
            guard let value, value.isFinite else { return nil }
            return datum(signal, value, limits)
        }
    }

    private static func datum(_ signal: Signal, _ value: Double, _ limits: [Limit]) -> PerformanceDatum {
        let scale = signal.unit == .share ? 100.0 : 1
        let unit =
            switch signal.unit {
            case .share: "%"
            case .seconds: "s"
            case .perSecond: ""
            }
        var datum = PerformanceDatum(label: name(of: signal), value: value * scale, unit: unit)
        for limit in limits where limit.signal == signal {
            let threshold = tidied(limit.threshold * scale)
            switch limit.severity {
            case .warning: datum.warning = threshold
            case .critical: datum.critical = threshold
            }
        }
        return datum
    }

    private static func name(of signal: Signal) -> String {
        switch signal {
        case .requestRate: "rps"
        case .successShare: "success"
        case .errorShare: "errors"
        case .averageLatency: "avg"
        case .p95Latency: "p95"
        case .p99Latency: "p99"
        case .saturation: "saturation"
        }
    }

    private static func tidied(_ value: Double) -> Double { (value * 1e9).rounded() / 1e9 }

    /// `'checkout rps'=12.5;;;0`; a label is quoted where it needs to be.
    func text(prefix: String) -> String {
        let name = prefix.isEmpty ? label : "\(prefix) \(label)"
        let isPlain = name.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "_-.".contains($0)) }
        // The guidelines forbid '=' in a label and double a quote.
        let quoted = "'\(name.replacing("'", with: "''").replacing("=", with: "_"))'"
        let limits = [warning, critical].map { $0.map(NumberText.formatPlain) ?? "" }
        let parts = [NumberText.formatPlain(Self.tidied(value)) + unit] + limits + ["0", unit == "%" ? "100" : ""]
        var text = parts.joined(separator: ";")
        while text.hasSuffix(";") { text.removeLast() }
        return "\(isPlain ? name : quoted)=\(text)"
    }
}
