import GoldenSignals
import PromModel
import PromQL

// Since when targets do not answer.
extension PrometheusSource {
    /// How far back the moment is looked for scrape by scrape; before that by the hour.
    private static let near = Duration.seconds(21_600)
    private static let nearStep = Duration.seconds(15)
    private static let far = Duration.seconds(14 * 86_400)

    /// Since when targets, or groups of them, do not answer.
    ///
    /// A server that cannot say it makes nothing worse: they are down all the same. Now, or at a moment of the past.
    func losses(
        _ selector: String,
        by names: [String]? = nil,
        at moment: Timestamp? = nil
    ) async -> [Labels: TargetLoss] {
        let expression = UpHistory.expression(selector, by: names)
        let end = moment ?? serverNow
        let isPast = moment != nil
        let near = await history(expression, from: end - Self.near, through: end, step: Self.nearStep, isPast: isPast)
        guard let found = near else { return [:] }
        var losses = found.losses
        let old = losses.filter(\.value.isOlderThanData)
        await skipAnswers(after: &losses, in: selector, by: names, until: end, isPast: isPast)
        await sharpen(&losses, of: expression, isPast: isPast)
        guard !old.isEmpty else { return losses }
        let up = "max_over_time(up{\(selector)}[1h])"
        let hourly = names.map { "max by (\(PromQLName.labels($0))) (\(up))" } ?? up
        let tagged = SignalCatalog.tagged(hourly, as: "up")
        let far = await history(tagged, from: end - Self.far, through: end, step: .seconds(3600), isPast: isPast)
        let hours = far?.lastGood ?? [:]
        for moment in Set(old.keys.compactMap { hours[$0] }).sorted().suffix(Self.mostMoments) {
            let from = moment - .seconds(3600)
            let through = min(moment + .seconds(3600), end)
            let around = await history(expression, from: from, through: through, step: Self.nearStep, isPast: isPast)
            var exact = around?.losses ?? [:]
            await sharpen(&exact, of: expression, isPast: isPast)
            for (labels, loss) in exact where old[labels] != nil && hours[labels] == moment { losses[labels] = loss }
        }
        return losses
    }

    /// What answers now and then may have failed at each step: it is lost since it answered last.
    private func skipAnswers(
        after losses: inout [Labels: TargetLoss],
        in selector: String,
        by names: [String]?,
        until end: Timestamp,
        isPast: Bool
    ) async {
        let api = api
        for moment in Set(losses.values.map(\.since)).sorted().suffix(Self.mostMoments) {
            // Each second is looked at: not of a loss of hours.
            guard end - moment > .seconds(1), end - moment < .seconds(3600) else { continue }
            let answered =
                "max_over_time(((up{\(selector)} == 1) * 0 + time())[\(PromQLDuration.format(end - moment)):1s])"
            let expression = names.map { "max by (\(PromQLName.labels($0))) (\(answered))" } ?? answered
            let answer = await Self.attempt { () async throws(APIFailure) in
                try await api.query(expression, at: end, timeout: .seconds(10))
            }
            guard case .success(let success) = answer else { return }
            if !isPast { note(success) }
            for value in success.value.values where losses[value.labels]?.since == moment && value.value.isFinite {
                let last = Timestamp(seconds: value.value)
                guard last > moment else { continue }
                losses[value.labels] = TargetLoss(
                    since: min(last + Self.nearStep, end),
                    isOlderThanData: false
                )
            }
        }
    }

    /// Puts the first scrape that failed in place of the first step that saw one, of the newest losses.
    private func sharpen(_ losses: inout [Labels: TargetLoss], of expression: String, isPast: Bool) async {
        let coarse = losses.filter { !$0.value.isOlderThanData }
        for moment in Set(coarse.values.map(\.since)).sorted().suffix(Self.mostMoments) {
            // The last step that was good stands at most one step before.
            let from = moment - Self.nearStep
            let near = await history(expression, from: from, through: moment, step: .seconds(1), isPast: isPast)
            for (labels, loss) in near?.losses ?? [:] where coarse[labels]?.since == moment && !loss.isOlderThanData {
                losses[labels] = loss
            }
        }
    }

    /// Samples of `up`; `isPast` for a moment that is over, which is no poll and costs none.
    private func history(
        _ expression: String,
        from start: Timestamp,
        through end: Timestamp,
        step: Duration,
        isPast: Bool
    ) async -> UpHistory? {
        let api = api
        let answer = await Self.attempt { () async throws(APIFailure) in
            try await api.queryRange(expression, from: start, through: end, step: step, timeout: .seconds(10))
        }
        guard case .success(let success) = answer else { return nil }
        if !isPast { note(success) }
        return UpHistory(success.value)
    }
}
