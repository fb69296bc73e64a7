package import GoldenSignals
package import PromModel

// How it was at a moment of the past.
extension PrometheusSource {
    /// How far back evaluations are asked for as well, at least.
    private static let leastReach = Duration.seconds(300)

    /// The numbers, who has the failures, the targets and the services as they were at a moment.
    ///
    /// It is no poll: nothing of it changes what is asked next, nor what a poll costs. Of the targets nothing but whether
    /// they answered is known. A failure is an update too.
    package func look(at moment: Timestamp) async -> SourceUpdate {
        let start = ContinuousClock.now
        // Nothing is there now: what was there then is what there is to show.
        if selection == nil, knowledge.dialect != nil { _ = try? await chooseAsItWas(at: moment) }
        var update = SourceUpdate(
            snapshot: SignalSnapshot(at: moment, window: selection?.window ?? options.window ?? .seconds(60)),
            targets: [],
            failure: nil,
            cost: .zero
        )
        defer { update.cost = ContinuousClock.now - start }
        guard let chosen = selection else {
            update.failure = "no service is chosen"
            return update
        }
        let generation = selectionGeneration
        var harvest: RefreshHarvest
        let directory = await directory(at: moment)
        async let habit = habit(of: chosen, at: moment)
        async let before = requestPast(chosen, through: moment)
        do throws(APIFailure) {
            // What was over its limit is told by several evaluations in a row.
            let reach = max(Self.leastReach, chosen.window * 3)
            harvest = try await ask(chosen.schedule.look(at: moment, reach: reach), chosen, then: directory)
        } catch {
            update.failure = "\(error)"
            return update
        }
        let rows = harvest.overviewQueries.overviews(from: harvest.overview, directory: directory)
        let services = await lostSince(rows, at: moment)
        let usual = await habit
        update.requestPast = await before?.past
        let past = await processPast(of: chosen, span: Self.restartReach, through: moment)
        guard generation == selectionGeneration else {
            update.failure = "another service was chosen"
            return update
        }
        let points = chosen.queries.points(from: harvest.series)
        update.evaluations = points
        update.snapshot = chosen.queries.snapshot(
            at: moment,
            window: chosen.window,
            points: points,
            facts: harvest.facts,
            explanation: harvest.explanation ?? []
        )
        update.snapshot.habit = usual
        // Looks are kept: what the processes held is more than restarts need.
        update.processPast = past.map { ProcessPast(samples: [], restarts: $0.restarts) }
        // Those of a service of which nothing is there any more are known from then alone.
        if bucketBounds.isEmpty, let buckets = harvest.explanation {
            bucketBounds = buckets.bucketBounds(unit: chosen.catalog.unit)
        }
        update.snapshot.spread = spread(of: harvest, chosen)
        await addFirstParts(to: &harvest, chosen, points.last, at: moment)
        update.snapshot.breakdown = breakdown(harvest, chosen, update.snapshot)
        update.targets = Self.targets(of: update.snapshot)
        update.report = report(showing(update, in: services), of: update.snapshot)
        return update
    }

    /// Who had the failures; of a breach that was under way then those that were new.
    private func breakdown(_ harvest: RefreshHarvest, _ chosen: Selection, _ snapshot: SignalSnapshot) -> Breakdown? {
        guard let queries = chosen.queries.breakdown, let now = harvest.explanation else { return nil }
        var before: [InstantValue]?
        if let began, began <= snapshot.at {
            let key = BeforeOnset(onset: began, dimension: queries.dimension)
            if case .values(let values) = beforeOnset[key] { before = values }
        }
        return queries.breakdown(
            now: now + harvest.quantiles,
            before: before,
            since: before == nil ? nil : began,
            total: snapshot.errorsPerSecond
        )
    }

    private static func targets(of snapshot: SignalSnapshot) -> [TargetStatus] {
        let names = TargetNames(Array(snapshot.targetsAlive.keys))
        return snapshot.targetsAlive.map { labels, isAlive in
            TargetStatus(
                instance: names.name(of: labels),
                failure: isAlive ? nil : "its scrape failed then",
                defect: nil,
                scrapedAt: snapshot.scrapes[labels] ?? snapshot.at,
                duration: .zero,
                job: labels["job"]
            )
        }
        .sorted { $0.instance < $1.instance }
    }

    private func showing(_ update: SourceUpdate, in services: [ServiceOverview]) -> [ServiceOverview] {
        rows(services, showing: update.snapshot, update.targets)
    }

    private func report(_ services: [ServiceOverview], of snapshot: SignalSnapshot) -> SourceReport {
        var report = report()
        report.services = services
        report.servicesAt = snapshot.at
        report.warnings = []
        report.explanation = snapshot.telling(report.explanation)
        return report
    }
}
