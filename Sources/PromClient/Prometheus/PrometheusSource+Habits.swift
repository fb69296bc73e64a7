import GoldenSignals
import PromModel

/// What traffic services have had, against which it is judged now.
extension PrometheusSource {
    /// It reads hours: a server that takes longer than this has other things to do.
    private static let patience = Duration.seconds(10)

    /// Asks what traffic all services have had; false where nothing is known of it.
    ///
    /// What cannot be had is left as it was: the traffic is judged by the shown span alone then.
    @discardableResult
    package func askHabits() async -> Bool {
        guard backOff.failures == 0, knowledge.dialect != nil else { return false }
        knowledge.asked[.habits] = monotonic()
        let queries = overviewQueries
        var values: [InstantValue] = []
        for expression in queries.habitExpressions {
            // Where one fails, of the others something may be known all the same.
            let answer = try? await api.query(expression, at: serverNow, timeout: Self.patience)
            values += answer?.value.values ?? []
        }
        let known = queries.habits(from: values, directory: knowledge.directory)
        knowledge.habits.merge(known.mapValues(\.habit)) { $1 }
        knowledge.longer = (known.compactMapValues(\.longer), monotonic())
        return !known.isEmpty
    }

    /// What traffic the service on the screen had had at a moment; nil where that is not known, or a part of it is looked
    /// at.
    func habit(of chosen: Selection, at moment: Timestamp) async -> TrafficHabit? {
        guard narrowing.isEmpty, let expression = HabitQueries(chosen.catalog, window: chosen.window).expression else {
            return nil
        }
        let answer = try? await api.query(expression, at: moment, timeout: Self.patience)
        return answer.flatMap { HabitQueries.habit(from: $0.value.values) }
    }

    /// What traffic the service on the screen has had; nil where that is not known, or a part of it is looked at.
    func habit(of chosen: Selection) -> TrafficHabit? {
        guard narrowing.isEmpty else { return nil }
        return knowledge.habits[TrafficHabit.Owner(service: chosen.match.service, profile: chosen.match.profile.name)]
    }

    /// Asks once when the last request came, where the whole span that is shown has none.
    func askLastRequest(of chosen: Selection, _ points: [SignalPoint], _ plan: RefreshSchedule.Plan) async {
        guard points.allSatisfy(\.isIdle) else {
            selection?.lastRequest = nil
            return
        }
        let reaches = plan.full != nil && plan.full != .audit
        guard reaches, chosen.lastRequest == nil, !points.isEmpty,
            let rate = chosen.catalog.whole(.requestRate)
        else { return }
        selection?.lastRequest = .unknown
        // First roughly, then near to where that was.
        let coarse = Duration.seconds(300)
        guard let about = await lastTraffic(rate, within: .seconds(86_400), every: coarse, before: plan.through),
            let last = await lastTraffic(
                rate,
                within: coarse * 2,
                every: chosen.scrapeInterval,
                before: min(about + coarse, plan.through)
            )
        else { return }
        // A window that still holds the last request ends up to its length after it.
        selection?.lastRequest = .at(max(last - chosen.window + chosen.scrapeInterval, Timestamp(milliseconds: 0)))
    }

    /// The last moment at which a rate was not zero; nil where it always was.
    private func lastTraffic(
        _ rate: String,
        within reach: Duration,
        every step: Duration,
        before moment: Timestamp
    ) async -> Timestamp? {
        let subquery = "[\(SignalCatalog.durationText(reach)):\(SignalCatalog.durationText(step))]"
        let expression = "max(max_over_time((((\(rate)) > 0) * 0 + time())\(subquery)))"
        let answer = try? await api.query(expression, at: moment, timeout: Self.patience)
        return answer?.value.values.first.map { Timestamp(seconds: $0.value) }
    }
}
