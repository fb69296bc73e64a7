package import GoldenSignals
package import PromModel

extension DirectSource {
    /// Notes since when a limit is broken; nil where none is.
    package func noteOnset(_ onset: Timestamp?) { self.onset = onset }

    /// Tells failures apart by another dimension from the next poll on.
    package func group(by dimension: Dimension) { self.dimension = dimension }

    /// Adds who explains the failures, and which versions run.
    func explain(
        _ snapshot: inout SignalSnapshot,
        _ poller: SignalPoller,
        _ catalog: SignalCatalog
    ) async throws(QueryFailure) {
        // A new version comes with a new process.
        if versions?.starts != snapshot.processStarts {
            versions = (snapshot.processStarts, try await poller.versions(at: snapshot.at))
        }
        snapshot.versions = versions?.known ?? [:]
        guard let queries = RefreshQueries(catalog: catalog, dimension: dimension).breakdown else { return }
        if onset == nil { beforeOnset = nil }
        if let onset, beforeOnset?.onset != onset || beforeOnset?.dimension != queries.dimension {
            let moment = BreakdownQueries.moment(before: onset, window: snapshot.window)
            let values = try await engine.instant(queries.before, at: moment)
            beforeOnset = BeforeOnset(onset: onset, dimension: queries.dimension, values: values)
        }
        snapshot.breakdown = try await poller.breakdown(
            queries,
            at: snapshot.at,
            before: beforeOnset?.values,
            since: beforeOnset?.onset
        )
    }
}
