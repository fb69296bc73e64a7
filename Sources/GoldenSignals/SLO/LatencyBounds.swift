import PromModel

extension ServiceObjectives {
    /// What tells the bounds of the latency histogram, a series each, and the unit that they are in; nil where none is
    /// needed, since whole histograms tell the share below any time.
    var latencyBounds: (expression: String, unit: LatencyUnit)? {
        guard let profile else { return nil }
        let catalog = SignalCatalog(profile: profile, selector: selector, window: .seconds(60))
        return catalog.latencyBounds.map { (expression: $0, unit: catalog.unit) }
    }
}

extension SignalCatalog {
    /// The bounds of the latency histogram's buckets, a series each; nil without such buckets.
    fileprivate var latencyBounds: String? {
        guard let latency = profile.latency, wholeLatencies(by: []) == nil else { return nil }
        return "count by (le) (\(series(latency, suffix: "_bucket")))"
    }
}

extension ObjectiveReadings {
    /// Why an objective on latency has no number although there is a histogram: none of its bounds is the time that was
    /// promised; nil where that is not so.
    ///
    /// How many requests lie between two bounds nobody counted, and the rules would say nothing either.
    package func problem(of objective: ServiceLevelObjective, bounds: [Double]) -> String? {
        guard case .latency(let seconds) = objective.indicator, ratios.isEmpty, !bounds.isEmpty,
            !bounds.contains(where: { abs($0 - seconds) < 1e-9 })
        else { return nil }
        let near = [bounds.filter { $0 < seconds }.max(), bounds.filter { $0 > seconds }.min()].compactMap { $0 }
        let texts = near.map(Self.text)
        return "no bucket at \(Self.text(seconds)): \(texts.joined(separator: " and ")) "
            + (texts.count == 1 ? "is the nearest" : "are the nearest")
    }

    /// `250ms`, `2.5s`.
    private static func text(_ seconds: Double) -> String {
        let tidied = { (value: Double) in NumberText.format((value * 1e6).rounded() / 1e6) }
        return seconds < 1 ? "\(tidied(seconds * 1000))ms" : "\(tidied(seconds))s"
    }
}
