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
        guard let buckets = harvest.explanation else { return }
        if let (one, other) = SignalSnapshot.respelledBound(in: buckets) {
            guard await isChange(one, other, chosen, moment) else { return }
            respelled = RespelledBound(one: one, other: other, seen: moment, isOf: chosen.match.service)
        }
        // The last sample under the old name has no rate any more, and what is not spelled anew still has one from it.
        guard let found = respelled, found.isOf == chosen.match.service,
            moment - found.seen <= chosen.scrapeInterval * 2
        else { return }
        let reason =
            "the buckets' bounds are spelled in two ways within this window (\(found.one), \(found.other)): "
            + "what came between is in none of them"
        for signal in [Signal.p95Latency, .p99Latency] {
            failedSignals[signal] = reason
            for index in points.indices where points[index].at > moment - chosen.window { points[index][signal] = nil }
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
    /// When both were seen last.
    let seen: Timestamp
    let isOf: ServiceKey
}
