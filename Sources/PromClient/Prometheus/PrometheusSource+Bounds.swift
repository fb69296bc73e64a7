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
        guard let buckets = harvest.explanation,
            let (one, other) = SignalSnapshot.respelledBound(in: buckets),
            let expression = chosen.catalog.respelledBounds(one, other)
        else { return }
        let api = api
        let answer = await Self.attempt { () async throws(APIFailure) in
            try await api.query(expression, at: moment, timeout: .seconds(2))
        }
        guard case .success(let success) = answer else { return }
        note(success)
        guard success.value.values.contains(where: { $0.value > 0 }) else { return }
        let reason =
            "the buckets' bounds are spelled in two ways within this window (\(one), \(other)): "
            + "what came between is in none of them"
        for signal in [Signal.p95Latency, .p99Latency] {
            failedSignals[signal] = reason
            for index in points.indices where points[index].at > moment - chosen.window { points[index][signal] = nil }
        }
        harvest.quantiles = []
    }
}
