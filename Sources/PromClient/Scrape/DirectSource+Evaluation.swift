import GoldenSignals
import PromModel

// What the samples say at a moment.
extension DirectSource {
    /// The signals at the newest samples; nil while nothing is known of any target.
    func evaluation(at moment: Timestamp, since clock: ContinuousClock.Instant) async -> SourceUpdate? {
        let statuses = progress.compactMap(\.status)
        guard !statuses.isEmpty else { return nil }
        // A page that waited for its connection is a little younger than the poll.
        let moment = statuses.reduce(moment) { $1.failure == nil ? max($0, $1.scrapedAt) : $0 }
        var update = SourceUpdate(
            snapshot: SignalSnapshot(at: moment, window: window),
            targets: statuses,
            failure: failure(of: statuses),
            cost: .zero
        )
        do throws(QueryFailure) {
            try await detect(at: moment)
            if let catalog {
                update.snapshot = try await snapshot(catalog, at: moment, isFailing: update.failure != nil)
                (update.trace, trace) = (trace, nil)
                (update.ended, endedTrace) = (endedTrace, nil)
                try await lookOver(update.snapshot)
                try await followObjectives(at: update.snapshot.at)
            }
        } catch {
            update.failure = "\(error)"
        }
        update.snapshot.takeTargets(statuses)
        update.cost = ContinuousClock.now - clock
        update.report = await report(queries: targets.count)
        let late = update.snapshot.lateness
        if late > Self.punctual || update.snapshot.newestSample != nil {
            let fresh = max(update.report?.freshWithin ?? .zero, late + interval * 3)
            update.report?.freshWithin = fresh
        }
        return update
    }

    private func snapshot(
        _ catalog: SignalCatalog,
        at moment: Timestamp,
        isFailing: Bool
    ) async throws(QueryFailure) -> SignalSnapshot {
        try await noteSamples(catalog, at: moment)
        if let cut = await engine.cut {
            for index in progress.indices { progress[index].times.forget(before: cut) }
        }
        await engine.keep(for: keptFor)
        if progress.contains(where: { $0.isPending(at: moment) }) {
            let known = progress.compactMap { $0.rounds.newest ?? $0.stillness.since }.max() ?? moment
            var waiting = SignalSnapshot(at: min(moment, known), window: window)
            (waiting.isWarmingUp, waiting.lateness) = (true, max(.zero, moment - known))
            return waiting
        }
        let pace = pace
        let wanted = wantedWindow
        let newest = newestOfAll(at: moment)
        let instant = isFailing ? moment : min(moment, newest ?? moment)
        let filled = filledWindow(of: wanted, before: instant)
        // A sample at the very start of a window is no part of it.
        let fitting = catalog.with(window: filled < wanted ? filled + .milliseconds(1) : filled)
        let poller = SignalPoller(engine: engine, catalog: fitting, window: filled)
        var snapshot = try await poller.poll(at: instant)
        snapshot.fullWindow = isFull(filled) ? snapshot.window : wanted
        snapshot.unjudgedFailures = match?.unjudgedFailures
        // Where no start time is told, counters that began anew tell of one.
        for (target, progress) in zip(targets, progress) {
            let name = target.labels["instance"]
            guard snapshot.processStarts[name] == nil, let restarted = progress.processes.restarted else { continue }
            snapshot.processStarts[name] = restarted.seconds
        }
        if let pace {
            snapshot.newestSample = newest
            snapshot.lateness = pace.lag + pace.cadence
        }
        // What is still to come of some target holds the numbers of all back.
        if moment - instant > Self.punctual {
            snapshot.newestSample = snapshot.newestSample ?? newest
            if isHeld(at: instant) { snapshot.lateness = max(snapshot.lateness, moment - instant) }
        }
        trace = try await inquire(catalog, filled, snapshot, at: instant) ?? trace
        endedTrace = try await traceEnded(catalog, filled, at: instant) ?? endedTrace
        try await explain(&snapshot, poller, fitting)
        snapshot.parts = try await parts(fitting, filled, snapshot, at: instant)
        let shared = zip(targets, progress).first { $1.processes.areSeveral }
        let doubtful = zip(targets, progress).first { $1.processes.isInDoubt(over: filled) }
        if let shared {
            snapshot.distrust(.severalProcesses(instance: shared.0.instance))
        } else if let doubtful {
            snapshot.distrust(.unexplainedChange(instance: doubtful.0.instance))
        }
        return snapshot
    }

    /// Between two looks at all services of the pages.
    private static let overviewInterval = Duration.seconds(5)
    /// Looking at more services than this would cost more than the one on the screen.
    private static let mostServices = 100

    /// Finds the numbers of all services, at the moment and over the window of the one on the screen.
    private func lookOver(_ snapshot: SignalSnapshot) async throws(QueryFailure) {
        guard directory.matches.count > 1, directory.matches.count <= Self.mostServices, snapshot.distrust == nil
        else {
            overviews = nil
            return
        }
        if let last = overviews?.at, snapshot.at - last < Self.overviewInterval, snapshot.at >= last { return }
        let queries = OverviewQueries(directory: directory, window: snapshot.window)
        var values: [InstantValue] = []
        for expression in queries.expressions { values += try await engine.instant(expression, at: snapshot.at) }
        overviews = (queries.overviews(from: values, directory: directory), snapshot.at)
    }

    /// Notes of when each target's newest sample of the requests is.
    private func noteSamples(_ catalog: SignalCatalog, at moment: Timestamp) async throws(QueryFailure) {
        var newest: [String: Timestamp] = [:]
        for value in try await engine.instant(catalog.newestSamples, at: moment) where value.value.isFinite {
            newest[value.labels["instance"]] = Timestamp(seconds: value.value)
        }
        for (index, target) in targets.enumerated() {
            guard let sample = newest[target.labels["instance"]] else { continue }
            if try await followRenewals(of: index, catalog, at: moment) { continue }
            if try await followRounds(of: index, catalog, at: moment) { continue }
            let isFirst = progress[index].times.newest == nil
            progress[index].times.note(sample, at: moment, retention: retention * 2)
            // A counter that is new counts from a zero at the scrape before.
            if isFirst, let zero = try await newestSample(of: target, catalog, before: sample) {
                progress[index].times.noteEarlier(zero)
            }
        }
    }

    private func newestSample(
        of target: ScrapeTarget,
        _ catalog: SignalCatalog,
        before sample: Timestamp
    ) async throws(QueryFailure) -> Timestamp? {
        let values = try await engine.instant(catalog.newestSamples, at: sample - .milliseconds(1))
        let own = values.first { $0.labels["instance"] == target.labels["instance"] && $0.value.isFinite }
        return own.map { Timestamp(seconds: $0.value) }
    }

    /// The source as a whole has failed when no target answers.
    private func failure(of statuses: [TargetStatus]) -> String? {
        guard let first = statuses.first, statuses.count == targets.count,
            statuses.allSatisfy({ $0.failure != nil })
        else { return nil }
        let reason = first.failure ?? ""
        return statuses.count == 1 ? "\(first.instance): \(reason)" : "no target answers; \(first.instance): \(reason)"
    }
}
