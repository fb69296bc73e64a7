import GoldenSignals
import PromModel
import PromQL

extension PrometheusSource {
    /// Of so many services counters are compared at most, a question each.
    private static let mostCompared = 8
    /// The busiest series tell enough.
    private static let mostSeries = 100

    /// The services whose targets are there more than once, for replicas of one observer: three questions, whatever their
    /// number.
    ///
    /// What is taken stays so while it is there. A failure here is no news: what was known holds.
    func replicas(in directory: ServiceDirectory) async -> [ServiceKey: ReplicaLabel] {
        let labels = directory.labels
        let by = PromQLName.labels(labels.names + labels.further + ["instance"])
        let doubled = "and on (\(by)) (count by (\(by)) (up) > 1)"
        guard let targets = try? await vector("up \(doubled)") else { return directory.replicas }
        let known = Set(directory.services)
        let byService = { (values: [InstantValue]) in
            Dictionary(grouping: values) { labels.key(of: $0.labels) }.filter { known.contains($0.key) }
        }
        let ofServices = byService(targets)
        guard !ofServices.isEmpty else { return [:] }
        guard let started = try? await vector("process_start_time_seconds \(doubled)") else {
            return directory.replicas
        }
        let starts = byService(started)
        let counters = await counters(of: ofServices.keys.filter { starts[$0] == nil }, in: directory, doubled)
        let times = byService((try? await vector("timestamp(up) \(doubled)")) ?? [])
        let listed = Set(knowledge.targets.all.map(\.labels))
        var found: [ServiceKey: ReplicaLabel] = [:]
        for (service, targets) in ofServices {
            // What the server scrapes itself carries no label of an observer: two pages of one process may differ in
            // any other.
            let isOwn = targets.contains { target in
                listed.contains(target.labels.dropping([Labels.metricNameLabel]))
            }
            found[service] = ReplicaLabel.found(
                in: targets.map(\.labels),
                starts: starts[service] ?? [],
                counters: counters[service] ?? [],
                besides: service.names,
                isOwn: isOwn,
                preferred: directory.replicas[service]?.chosen,
                late: ReplicaLabel.late(times[service] ?? [], now: serverNow)
            )
        }
        return found
    }

    /// The counters of requests of targets that are there more than once and do not tell when they started.
    private func counters(
        of services: [ServiceKey],
        in directory: ServiceDirectory,
        _ doubled: String
    ) async -> [ServiceKey: [InstantValue]] {
        var found: [ServiceKey: [InstantValue]] = [:]
        for service in services.sorted(by: { $0.name < $1.name }).prefix(Self.mostCompared) {
            guard let match = directory.matches(of: service).first(where: { $0.requestSeries > 0 }) else { continue }
            let catalog = SignalCatalog(profile: match.profile, selector: service.selector, window: .seconds(60))
            let series = "topk(\(Self.mostSeries), \(catalog.requestSeries)) \(doubled)"
            if let values = try? await vector(series) { found[service] = values }
        }
        return found
    }

    /// What was lost or replaced shows itself in a service that is there again, or has gone: services are looked for at
    /// once then.
    func noteReturn(_ snapshot: SignalSnapshot) {
        let wasDown = lastSnapshot?.outage?.isWhole == true
        let isDown = snapshot.outage?.isWhole == true
        let hasLostReplica = selection?.replica != nil && snapshot.isBlind && !isDown
        let hasLateReplica = isLate(snapshot) && lastSnapshot.map(isLate) != true
        if wasDown != isDown || hasLostReplica || hasLateReplica { knowledge.isDirectoryOld = true }
    }

    /// Whether the replica that was taken has brought nothing for so long that another one would be taken.
    private func isLate(_ snapshot: SignalSnapshot) -> Bool {
        guard let chosen = selection, chosen.replica != nil, let newest = snapshot.newestSample else { return false }
        // The other one's newest sample may be as old as its scrapes are apart, and is seen a scrape later.
        return snapshot.at - newest > ReplicaLabel.patience + chosen.scrapeInterval * 2
    }
}
