import GoldenSignals
import PromModel

extension PrometheusSource {
    /// More services than this are not looked at in one round.
    private static let mostReplicated = 8

    /// The services whose targets are there more than once, for replicas of one observer.
    ///
    /// What is taken stays so while it is there. A failure here is no news: what was known holds.
    func replicas(in directory: ServiceDirectory) async -> [ServiceKey: ReplicaLabel] {
        let labels = directory.labels
        let by = (labels.names + labels.further + ["instance"]).joined(separator: ", ")
        guard let doubled = try? await vector("count by (\(by)) (up) > 1") else { return directory.replicas }
        // With the matchers of the replica that was taken the others would not be seen.
        var plain = directory
        plain.replicas = [:]
        let listed = Set(knowledge.targets.all.map(\.labels))
        let known = Set(directory.services)
        let services = Set(doubled.map { labels.key(of: $0.labels) }).filter(known.contains)
        var found: [ServiceKey: ReplicaLabel] = [:]
        for service in services.sorted(by: { $0.name < $1.name }).prefix(Self.mostReplicated) {
            let selector = plain.targetSelector(of: service)
            guard !selector.isEmpty, let targets = try? await vector("up{\(selector)}"),
                let starts = try? await vector("process_start_time_seconds{\(selector)}")
            else {
                found[service] = directory.replicas[service]
                continue
            }
            let times = (try? await vector("timestamp(up{\(selector)})")) ?? []
            // What the server scrapes itself carries no label of an observer: two pages of one process may differ in
            // any other.
            let isOwn = targets.contains { target in
                listed.contains(target.labels.dropping([Labels.metricNameLabel]))
            }
            found[service] = ReplicaLabel.found(
                in: targets.map(\.labels),
                starts: isOwn ? [] : starts,
                besides: service.names,
                preferred: directory.replicas[service]?.chosen,
                late: ReplicaLabel.late(times, now: serverNow)
            )
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
