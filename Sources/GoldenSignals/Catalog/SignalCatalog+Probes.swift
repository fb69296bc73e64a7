import PromQL

/// Where nothing is counted and a gauge tells how each probe went: a scrape is a probe, and each counts.
extension SignalCatalog {
    /// Probes within the window, by some labels; a second where the window's length is known.
    func probes(by grouping: String) -> String {
        "sum\(grouping)(\(overWindow("count_over_time", profile.requests)))\(perSecond)"
    }

    /// Probes that failed, in the same way.
    func failedProbes(by grouping: String) -> String {
        let all = overWindow("count_over_time", profile.requests)
        return "sum\(grouping)(\(all) - \(overWindow("sum_over_time", profile.requests)))\(perSecond)"
    }

    /// How many probes the window holds.
    var probeCount: String { "sum\(by)(\(overWindow("count_over_time", profile.requests)))" }

    /// How long a probe took on average, in the profile's unit; nil where none tells.
    var probeDuration: String? {
        profile.probeDuration.map { duration in
            let parts = ["sum_over_time", "count_over_time"].map { "sum\(by)(\(overWindow($0, duration)))" }
            return parts.joined(separator: " / ")
        }
    }

    private func overWindow(_ function: String, _ gauge: MetricProfile.Metric) -> String {
        "\(function)(\(series(gauge))[\(window)])"
    }

    private var perSecond: String { windowSeconds.map { " / \($0)" } ?? "" }
}
