import Diagnosis
package import GoldenSignals
package import PromModel

extension DirectSource {
    /// Notes since when a limit is broken; nil where none is.
    ///
    /// `isObserved` is false where nobody saw the service well before it: then nothing is compared with before.
    /// `end` is when the breach before it ended: this one began later. `limit` is the one that is broken: who explains it,
    /// and when it began, is found by what breaks it.
    package func noteOnset(
        _ onset: Timestamp?,
        isObserved: Bool,
        after end: Timestamp? = nil,
        of limit: Limit? = nil
    ) {
        if onset != self.onset || limit?.signal != self.limit?.signal || limit?.subject != self.limit?.subject {
            inquiry = nil
        }
        self.limit = limit
        self.onset = onset
        isOnsetObserved = isObserved
        lastEnd = end
    }

    /// Tells failures apart by another dimension from the next poll on.
    package func group(by dimension: Dimension) { self.dimension = dimension }

    /// Adds who explains the failures, and which versions run.
    func explain(
        _ snapshot: inout SignalSnapshot,
        _ poller: SignalPoller,
        _ catalog: SignalCatalog
    ) async throws(QueryFailure) {
        // A new version comes with a new process, where it tells when it began.
        if versions?.starts != snapshot.processStarts || snapshot.processStarts.isEmpty {
            versions = (snapshot.processStarts, try await poller.versions(at: snapshot.at))
        }
        snapshot.versions = versions?.known ?? [:]
        guard let queries = BreakdownQueries.first(dimension, catalog: catalog) else { return }
        if onset == nil { beforeOnset = nil }
        if let onset = inquiry?.estimate?.at ?? onset, isOnsetObserved, beforeOnset?.onset != onset {
            beforeOnset = (onset, try await before(onset, snapshot.window, catalog))
        }
        let before = beforeOnset?.answers[queries.dimension]
        snapshot.breakdown = try await poller.breakdown(
            queries,
            at: snapshot.at,
            before: before,
            since: before == nil ? nil : beforeOnset?.onset,
            total: snapshot.errorsPerSecond,
            withQuantiles: !snapshot.hasUnevenBounds
        )
    }

    /// What was before an onset by every label that the requests carry; nothing where the store does not reach as far.
    private func before(
        _ onset: Timestamp,
        _ window: Duration,
        _ catalog: SignalCatalog
    ) async throws(QueryFailure) -> [Dimension: [InstantValue]] {
        guard let time = TimeBefore(onset, window: window, step: step, after: lastEnd) else { return [:] }
        let moment = time.moment
        guard now() - (moment - time.window) < retention else { return [:] }
        // A rate over more than there was would be too low.
        let filled = progress.compactMap { $0.times.filled(of: time.window, before: moment) }.min()
        guard let filled, filled >= interval * 2 else { return [:] }
        let catalog = catalog.with(window: filled)
        var answers: [Dimension: [InstantValue]] = [:]
        for dimension in Dimension.known(to: catalog.profile) {
            guard let queries = BreakdownQueries(dimension, catalog: catalog) else { continue }
            answers[dimension] = try await engine.instant(queries.before, at: moment)
        }
        return answers
    }
}
