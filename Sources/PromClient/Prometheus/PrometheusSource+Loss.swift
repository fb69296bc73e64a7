import GoldenSignals
import PromModel
import PromQL

// Targets that do not answer: which, and what they were.
extension PrometheusSource {
    /// So many targets, services or moments are asked about in one round.
    static let mostLost = 20
    static let mostMoments = 4
    private static let recentLoss = Duration.seconds(600)

    /// Learns of the targets of the service on the screen that do not answer any more, and forgets those that do.
    func followLosses(in harvest: RefreshHarvest, of chosen: Selection, at moment: Timestamp) async {
        let snapshot = chosen.queries.snapshot(
            at: moment,
            window: chosen.window,
            points: [],
            facts: harvest.facts,
            explanation: []
        )
        let dead = Set(snapshot.targetsAlive.filter { !$0.value }.keys)
        knowledge.lost = knowledge.lost.filter { dead.contains($0.key) }
        await renewLosses(snapshot, in: chosen.catalog.targetSelector)
        let fresh = dead.filter { knowledge.lost[$0] == nil }
        guard !fresh.isEmpty else { return }
        // The list has the reasons, and the health of those whose page has an `up` of its own.
        if knowledge.targetsFailure == nil { await askTargets() }
        noteOwnUp(fresh.reduce(into: [:]) { $0[$1] = snapshot.scrapes[$1] })
        let lost = fresh.subtracting(knowledge.ownUp).sorted().prefix(Self.mostLost)
        guard !lost.isEmpty else { return }
        let losses = await losses(Self.selector(of: lost, in: chosen.catalog.targetSelector))
        for target in lost {
            let seen = TargetLoss(since: snapshot.scrapes[target] ?? snapshot.at, isOlderThanData: false)
            knowledge.lost[target] = losses[target] ?? seen
        }
    }

    /// A target may have answered between two polls that both saw it fail: then it is lost since the scrape that failed
    /// after that.
    private func renewLosses(_ snapshot: SignalSnapshot, in service: String) async {
        defer { knowledge.lossesAt = snapshot.at }
        guard let last = knowledge.lossesAt, last < snapshot.at else { return }
        // What has not answered for long is not asked about at each poll.
        let recent = knowledge.lost.filter { snapshot.at - $0.value.since < Self.recentLoss && $0.value.since <= last }
        guard !recent.isEmpty else { return }
        let selector = Self.selector(of: recent.keys.sorted().prefix(Self.mostLost), in: service)
        let between = PromQLDuration.format(snapshot.at - last)
        let api = api
        let answer = await Self.attempt { () async throws(APIFailure) in
            let expression = "max_over_time(up{\(selector)}[\(between)]) == 1"
            return try await api.query(expression, at: snapshot.at, timeout: .seconds(10))
        }
        guard case .success(let success) = answer else { return }
        note(success)
        for labels in success.value.values.map(\.labels) where knowledge.lost[labels] != nil {
            let scrape = snapshot.scrapes[labels] ?? snapshot.at
            knowledge.lost[labels] = TargetLoss(since: scrape, isOlderThanData: false)
        }
    }

    private static func selector(of targets: ArraySlice<Labels>, in service: String) -> String {
        let instances = Set(targets.map { $0["instance"] }).sorted().map(LabelPatternText.literal)
        let parts = [service, "instance=~\(Labels.quoted(instances.joined(separator: "|")))"]
        return parts.filter { !$0.isEmpty }.joined(separator: ",")
    }

    /// Compares series of `up` that are not 1 with the list of targets: a page may have an `up` of its own.
    ///
    /// Prometheus stores the page's sample, and drops its own for the same moment. `scrapes` are the moments of the
    /// samples; only a scrape of that very moment tells.
    private func noteOwnUp(_ scrapes: [Labels: Timestamp]) {
        guard !scrapes.isEmpty else { return }
        let listed = Dictionary(knowledge.targets.all.map { ($0.labels, $0) }, uniquingKeysWith: { first, _ in first })
        for (labels, moment) in scrapes {
            guard let target = listed[labels], let scraped = target.lastScrape else { continue }
            if target.health == .down { knowledge.ownUp.remove(labels) }
            // Samples stand on a grid that the scrape itself may miss by some milliseconds.
            let isSame = (scraped - moment).magnitude <= max(.milliseconds(20), (target.scrapeInterval ?? .zero) / 50)
            if target.health == .up, isSame { knowledge.ownUp.insert(labels) }
        }
    }

    /// Finds out what follows from the services and targets that are known now.
    func recognize() async {
        let found = knowledge.directory
        knowledge.targets = TargetIndex(knowledge.targets.all, labels: found.labels)
        knowledge.directory.replicas = await replicas(in: found)
        let directory = knowledge.directory
        if !directory.down.isEmpty,
            let down = try? await vector("timestamp(up) unless (up == 1)")
        {
            noteOwnUp(down.reduce(into: [:]) { $0[$1.labels] = Timestamp(seconds: $1.value) })
        }
        knowledge.misreported = Set(
            directory.targets.compactMap { labels, count in
                let service = directory.labels.key(of: labels)
                let listed = knowledge.targets.exactTargets(of: service)
                let hasOwnUp = listed.contains { knowledge.ownUp.contains($0.labels) }
                return !listed.isEmpty && (hasOwnUp || listed.count != count) ? service : nil
            }
        )
        await measureIntervals()
        await recallLost()
    }

    /// Services of which no target answers are known by what they were.
    private func recallLost() async {
        let directory = knowledge.directory
        let lost = directory.unanswered.filter { service in
            // The list knows better where a page has an `up` of its own.
            !knowledge.misreported.contains(service)
                || knowledge.targets.exactTargets(of: service).allSatisfy { $0.health == .down }
        }
        knowledge.lostServices = knowledge.lostServices.filter { lost.contains($0.key) }
        let fresh = lost.filter { knowledge.lostServices[$0] == nil }.prefix(Self.mostLost)
        if !fresh.isEmpty {
            let names = directory.labels.names + directory.labels.further
            let found = await losses(Self.selector(of: fresh), by: names)
            for (labels, loss) in found {
                let service = directory.labels.key(of: labels)
                guard fresh.contains(service) else { continue }
                let known = knowledge.lostServices[service]
                if known.map({ $0.since < loss.since }) ?? true { knowledge.lostServices[service] = loss }
            }
        }
        knowledge.recalled = knowledge.recalled.filter { lost.contains($0.key) }
        let unknown = lost.filter { directory.matches(of: $0).isEmpty }
        let unasked = unknown.filter { knowledge.recalled[$0] == nil && knowledge.lostServices[$0] != nil }
        if !unasked.isEmpty { await recall(unasked) }
        knowledge.directory = directory.adding(
            unknown.flatMap { service in
                let known = knowledge.recalled[service] ?? []
                return known.isEmpty ? [ServiceMatch(unseen: service)] : known
            }
        )
    }

    /// Learns what services were just before they were lost: by a profile, or by what is found in their metrics.
    private func recall(_ services: [ServiceKey]) async {
        let wanted = options.profiles.filter { options.profile == nil || $0.name == options.profile }
        let detection = detection(of: wanted)
        let losses = knowledge.lostServices.filter { !$0.value.isOlderThanData }
        let groups = Dictionary(grouping: services.filter { losses[$0] != nil }) { losses[$0]?.since }
        // The newest losses are those that somebody looks for.
        for (since, group) in groups.sorted(by: { ($0.key?.milliseconds ?? 0) > ($1.key?.milliseconds ?? 0) })
            .prefix(Self.mostMoments)
        {
            guard let moment = since.map({ $0 - .seconds(1) }) else { continue }
            let api = api
            let expression = detection.expression(selector: Self.selector(of: group[...]))
            let answer = await Self.attempt { () async throws(APIFailure) in
                try await api.query(expression, at: moment, timeout: .seconds(10))
            }
            guard case .success(let success) = answer else { continue }
            note(success)
            var matches = detection.directory(from: success.value.values).matches.filter { group.contains($0.service) }
            let missing = Set(group).subtracting(matches.map(\.service))
            if !missing.isEmpty, options.profile == nil || options.profile == MetricProfile.detectedName {
                matches += await search(missing, [], at: moment).matches.filter { missing.contains($0.service) }
            }
            let found = Dictionary(grouping: matches, by: \.service)
            for service in group { knowledge.recalled[service] = found[service] ?? [] }
        }
    }

    /// What selects some services, and few others.
    static func selector(of services: ArraySlice<ServiceKey>) -> String {
        let jobs = Set(services.map { $0.labels["job"] }).sorted().map(LabelPatternText.literal)
        return "job=~\(Labels.quoted(jobs.joined(separator: "|")))"
    }
}
