package import GoldenSignals
import PromModel

/// Numbers as the screen writes them: three significant digits, always a unit, never wider than eight columns.
package enum NumberText {
    /// A signal's value with its unit.
    ///
    /// Lower bounds of clipped quantiles carry `>`.
    package static func signal(_ signal: Signal, _ value: Double) -> String {
        switch signal {
        case .requestRate: rate(value)
        case .successShare: share(value, isWorseWhenLower: true)
        case .errorShare: share(value, isWorseWhenLower: false)
        case .saturation: value < 99.995 ? "\(fixed(value * 100, 0))%" : ">9999%"
        case .averageLatency, .p95Latency, .p99Latency: latency(value)
        }
    }

    /// Events a second: `0/s`, `0.50/s`, `200/s`, `1.24k/s`.
    package static func rate(_ value: Double) -> String {
        value == 0 ? "0/s" : "\(count(value))/s"
    }

    /// Three significant digits with k, M or G.
    package static func count(_ value: Double) -> String {
        guard value.isFinite else { return value.isNaN ? "?" : value < 0 ? "-inf" : "inf" }
        let magnitude = abs(value)
        for (limit, divisor, suffix) in [(999.5, 1.0, ""), (999_500, 1e3, "k"), (999.5e6, 1e6, "M")]
        where magnitude < limit {
            return threeDigits(value / divisor) + suffix
        }
        return threeDigits(value / 1e9) + "G"
    }

    /// A whole number with commas between thousands.
    package static func whole(_ value: Int) -> String {
        var digits = Array(String(abs(value)))
        var index = digits.count - 3
        while index > 0 {
            digits.insert(",", at: index)
            index -= 3
        }
        return (value < 0 ? "-" : "") + String(digits)
    }

    /// A share in percent with two decimals.
    ///
    /// Only a true zero is `0%` and only a true one is `100%`.
    package static func share(_ value: Double, isWorseWhenLower: Bool) -> String {
        guard value.isFinite else { return "?" }
        if value == 0 { return "0%" }
        if value == 1 { return "100%" }
        if value > 0, value < 0.00005 { return "<0.01%" }
        if value < 1, value > 0.99995 { return isWorseWhenLower ? ">99.99%" : "99.99%" }
        return "\(fixed(value * 100, 2))%"
    }

    /// Seconds as `512µs`, `26.9ms`, `1.28s`.
    package static func latency(_ seconds: Double) -> String {
        guard seconds.isFinite else { return "?" }
        if seconds == 0 { return "0ms" }
        if seconds < 0.000_999_5 { return "\(fixed(seconds * 1e6, 0))µs" }
        if seconds < 0.999_5 { return "\(threeDigits(seconds * 1e3))ms" }
        return "\(threeDigits(seconds))s"
    }

    /// A limit or a bucket's bound: as short as it is exact.
    package static func bound(_ seconds: Double) -> String {
        if seconds > 0, seconds < 0.001 { return "\(trimmed(seconds * 1e6))µs" }
        return seconds < 1 ? "\(trimmed(seconds * 1000))ms" : "\(trimmed(seconds))s"
    }

    /// A number without the zeros that say nothing.
    package static func trimmed(_ value: Double) -> String {
        var text = fixed(value, 3)
        while text.hasSuffix("0") { text.removeLast() }
        if text.hasSuffix(".") { text.removeLast() }
        return text
    }

    /// Three significant digits between 1 and 999; two decimals below.
    static func threeDigits(_ value: Double) -> String {
        let magnitude = abs(value)
        return fixed(value, magnitude < 9.995 ? 2 : magnitude < 99.95 ? 1 : 0)
    }

    /// A number with a fixed count of decimals, rounded half away from zero.
    static func fixed(_ value: Double, _ places: Int) -> String {
        let scale = [1.0, 10, 100, 1000][min(max(places, 0), 3)]
        let scaled = (abs(value) * scale).rounded()
        guard scaled < 9e15 else { return value < 0 ? "-huge" : "huge" }
        let whole = Int64(scaled)
        let sign = value < 0 && whole > 0 ? "-" : ""
        guard places > 0 else { return sign + String(whole) }
        let fraction = String(whole % Int64(scale))
        return "\(sign)\(whole / Int64(scale)).\(String(repeating: "0", count: places - fraction.count))\(fraction)"
    }
}
