import GoldenSignals
import PromModel

extension PrometheusSource {
    /// Takes back the quantiles of a window within which the buckets' bounds came to be spelled in another way.
    ///
    /// A server does so when it is replaced by a newer one (`1` becomes `1.0`): the two parts of such a bucket lack what
    /// came between them, so that more seems to lie beyond it.
    func withdrawQuantiles(
        _ harvest: inout RefreshHarvest,
        _ points: inout [SignalPoint],
        _ chosen: Selection,
        through moment: Timestamp
    ) async {
        // Nor are those of the parts.
        if RefreshQueries.unevenBounds(in: harvest.series).contains(moment) { harvest.quantiles = [] }
        guard let buckets = harvest.explanation else { return }
        if let (one, other) = SignalSnapshot.respelledBound(in: buckets) {
            guard await isChange(one, other, chosen, moment) else { return }
            let known = respelled.flatMap { $0.isOf == chosen.match.service && $0.one == one ? $0.first : nil }
            respelled = RespelledBound(
                one: one,
                other: other,
                first: known ?? moment,
                last: moment,
                isOf: chosen.match.service
            )
        }
        // The last sample under the old name has no rate any more, and what is not spelled anew still has one from it.
        guard let found = respelled, found.isOf == chosen.match.service else { return }
        let through = found.last + chosen.scrapeInterval * 2
        // Points are asked for again for a while.
        let wrong = points.indices.filter { points[$0].at > found.first - chosen.window && points[$0].at <= through }
        for signal in [Signal.p95Latency, .p99Latency] { for index in wrong { points[index][signal] = nil } }
        guard moment <= through else { return }
        let reason =
            "the buckets' bounds are spelled in two ways within this window (\(found.one), \(found.other)): "
            + "what came between is in none of them"
        for signal in [Signal.p95Latency, .p99Latency] {
            failedSignals[signal] = reason
        }
        harvest.quantiles = []
    }

    /// Whether series of one program changed the spelling, rather than two programs having one each.
    private func isChange(_ one: String, _ other: String, _ chosen: Selection, _ moment: Timestamp) async -> Bool {
        guard let expression = chosen.catalog.respelledBounds(one, other) else { return false }
        let api = api
        let answer = await Self.attempt { () async throws(APIFailure) in
            try await api.query(expression, at: moment, timeout: .seconds(2))
        }
        guard case .success(let success) = answer else { return false }
        note(success)
        return success.value.values.contains { $0.value > 0 }
    }
}

/// A bound of buckets that came to be spelled in another way.
struct RespelledBound: Sendable {
    let one: String
    let other: String
    /// When both were seen, at first and at last.
    let first: Timestamp
    let last: Timestamp
    let isOf: ServiceKey
}
