import Detection
import PromModel

extension ServicePair {
    /// What signals read from the two pages is wrong, a line each; a number where there is to be none is wrong too.
    ///
    /// With `isSilenceRight` what is not told is no mistake: only wrong numbers are.
    func mistakes(_ signals: ServiceSignals?, isSilenceRight: Bool = false) -> [String] {
        let count = signals.flatMap { $0.requests.isEmpty ? nil : growth($0.requests) }
        let share = share(signals, count)
        let mean = signals?.latency.flatMap(mean)
        let total = truth.requests ?? 1
        var checks: [(name: String, value: Double?, right: [Double?], tolerance: (Double) -> Double)] = [
            ("requests", count, [truth.requests] + (truth.also?.requests ?? []), { 0.02 * $0 + 2 }),
            (
                "failed", share,
                ([truth.failed] + (truth.also?.failed ?? [])).map { $0.map { $0 / total } }
                    + (truth.also?.failedShare ?? []),
                { _ in 0.005 }
            ),
            ("mean", mean, [truth.meanS] + (truth.also?.meanS ?? []), { max(0.03 * $0, 0.001) }),
        ]
        if truth.requests ?? 0 == 0 { checks[0].right += [nil, 0] }
        return checks.compactMap { check in
            if check.value == nil, isSilenceRight { return nil }
            let isRight = check.right.contains { right in
                guard let right, let value = check.value else { return right == nil && check.value == nil }
                return abs(value - right) <= check.tolerance(right)
            }
            return isRight ? nil : "\(check.name): \(check.value.map { "\($0)" } ?? "nothing") for \(check.right)"
        }
    }

    private func growth(_ selections: [SignalSelection]) -> Double {
        selections.reduce(0) { $0 + total(second, $1) - total(first, $1) }
    }

    private func total(_ page: Exposition, _ selection: SignalSelection) -> Double {
        page.samples.reduce(0) { sum, sample in
            let fits =
                sample.labels.metricName == selection.metric
                && selection.matchers.allSatisfy { $0.fits(sample.labels) }
            return fits ? sum + sample.value : sum
        }
    }

    private func share(_ signals: ServiceSignals?, _ count: Double?) -> Double? {
        switch signals?.failures {
        case .counted(let selections): count.flatMap { $0 > 0 ? growth(selections) / $0 : nil }
        case .gauge(let selection): 1 - total(second, selection)
        case .notJudged, nil: nil
        }
    }

    private func mean(_ latency: Latency) -> Double? {
        let mean: Double
        switch latency.form {
        case .histogram(let selection), .summary(let selection):
            let parts = ["_sum", "_count"].map {
                growth([SignalSelection(metric: selection.metric + $0, matchers: selection.matchers)])
            }
            mean = parts[0] / parts[1]
        case .counters(let sum, let count): mean = growth([sum]) / growth([count])
        case .gauge(let selection): mean = total(second, selection)
        }
        return mean.isFinite ? mean / latency.perSecond : nil
    }
}
