package import GoldenSignals
package import PromModel

extension PrometheusSource {
    /// Profiles of programs that watch others: shown where nothing else is there.
    private static let watchers: Set<String> = ["prometheus", "alertmanager"]

    /// Chooses the service to show.
    func choose() async throws(APIFailure) {
        // What is missing may come up any time, and the screen has nothing else to show.
        let age = knowledge.asked[.services].map { ContinuousClock.now - $0 } ?? SlowQuestion.services.interval
        if age >= options.atLeast / 2 {
            try await detect()
            await askTargets()
        }
        let directory = knowledge.directory
        var candidates = directory.services
        var reason: String
        if let name = options.service {
            candidates = directory.services(called: name)
            reason = candidates.count > 1 ? "the first of \(candidates.count) that are called \(name)" : "asked for"
        } else {
            reason = "the only one"
        }
        if let profile = options.profile {
            candidates = candidates.filter { service in
                directory.matches(of: service).contains { $0.profile.name == profile }
            }
        }
        if candidates.count > 1, options.service == nil {
            let others = candidates.filter { service in
                directory.matches(of: service).contains { !Self.watchers.contains($0.profile.name) }
            }
            if !others.isEmpty { candidates = others }
            if candidates.count > 1 {
                try await askOverview()
                (candidates, reason) = ranked(candidates)
            }
        }
        guard let service = candidates.first,
            let match = directory.matches(of: service).first(where: {
                options.profile == nil || $0.profile.name == options.profile
            })
        else {
            selection = nil
            return
        }
        show(try await makeSelection(match, reason: reason))
    }

    /// The worst one first: over one percent of failures, else the busiest.
    private func ranked(_ services: [ServiceKey]) -> ([ServiceKey], String) {
        let rows = knowledge.overviews.filter { services.contains($0.service) }
        let failing = rows.filter { ($0.errorShare ?? 0) > 0.01 && ($0.requestRate ?? 0) > 0 }
        if let worst = failing.max(by: { ($0.errorShare ?? 0) < ($1.errorShare ?? 0) }) {
            return ([worst.service], "the worst of \(services.count): it has the largest share of 5xx (S: others)")
        }
        guard let busiest = rows.max(by: { ($0.requestRate ?? 0) < ($1.requestRate ?? 0) }) else {
            return (services, "the first of \(services.count) (S: others)")
        }
        return ([busiest.service], "the busiest of \(services.count), none is failing (S: others)")
    }

    private func makeSelection(_ match: ServiceMatch, reason: String) async throws(APIFailure) -> Selection {
        let targets = targets(of: match.service)
        let known = targets.compactMap(\.scrapeInterval).max()
        let interval: Duration
        let note: String
        if let known {
            (interval, note) = (known, Self.fromTargets)
        } else {
            let estimate = try await estimatedInterval(match.service)
            (interval, note) = estimate.map { ($0, "a guess from its samples") } ?? (.seconds(15), "assumed")
        }
        let window = options.window ?? max(.seconds(60), interval * 4)
        let (unit, unitNote) = try await latencyUnit(of: match)
        return Selection(
            match: match,
            reason: reason,
            window: window,
            unitNote: unitNote,
            catalog: SignalCatalog(
                profile: match.answerable,
                selector: match.service.selector,
                targetSelector: knowledge.directory.targetSelector(of: match.service),
                window: window,
                unit: unit
            ),
            schedule: RefreshSchedule(
                scrapeInterval: interval,
                scrapeTimeout: targets.compactMap(\.scrapeTimeout).max(),
                atLeast: options.atLeast,
                span: options.span
            ),
            scrapeInterval: interval,
            intervalNote: note
        )
    }

    /// How often a server that shows no targets has samples: the usual interval nearest to what lies between those of
    /// one target.
    private func estimatedInterval(_ service: ServiceKey) async throws(APIFailure) -> Duration? {
        let selector = knowledge.directory.targetSelector(of: service)
        guard let one = try await vector("topk(1, up{\(selector)})").first?.labels.dropping([Labels.metricNameLabel])
        else { return nil }
        let matchers = one.map { "\($0.name)=\(Labels.quoted($0.value))" }.joined(separator: ",")
        // Moments that the samples carry, seen often enough to miss none that is not closer than the step.
        let end = serverNow
        let answer = try await api.queryRange(
            "timestamp(up{\(matchers)})",
            from: end - .seconds(600),
            through: end,
            step: .seconds(1)
        )
        note(answer)
        let moments = Set(answer.value.first?.samples.map(\.value) ?? []).filter(\.isFinite).sorted()
        let gaps = zip(moments, moments.dropFirst()).map { $1 - $0 }.sorted()
        guard !gaps.isEmpty else { return nil }
        let measured = gaps[gaps.count / 2]
        let usual: [Double] = [1, 2, 5, 10, 15, 20, 30, 60, 120, 300]
        return usual.min { abs($0 - measured) < abs($1 - measured) }.map { .seconds($0) }
    }

    /// A list of targets that came late may know better than a guess how often they are scraped.
    func reviseInterval() async {
        guard let chosen = selection, chosen.intervalNote != Self.fromTargets,
            targets(of: chosen.match.service).contains(where: { $0.scrapeInterval != nil }),
            let revised = try? await makeSelection(chosen.match, reason: chosen.reason),
            selection?.match == chosen.match
        else { return }
        show(revised)
    }

    private static let fromTargets = "from its targets"

    /// Everything that was known belongs to what was shown before.
    private func show(_ chosen: Selection) {
        selection = chosen
        backOff = BackOff(interval: chosen.schedule.step)
        cache = SignalCache()
        audit = nil
        failedRanges = [:]
        // What was scraped in its place belongs to what was shown before.
        standIn = nil
    }

    /// What a histogram counts in where neither profile nor name says it: the metadata, else a guess by its bounds.
    private func latencyUnit(of match: ServiceMatch) async throws(APIFailure) -> (LatencyUnit?, String?) {
        guard let latency = match.profile.latency, !match.profile.tellsLatencyUnit
        else { return (nil, nil) }
        let api = api
        let described = await Self.attempt { () async throws(APIFailure) in try await api.metadata(metric: latency.name)
        }
        cost.queries += 1
        if let unit = try? described.get().value[latency.name]?.compactMap({ LatencyUnit(rawValue: $0.unit) }).first {
            return (unit, "latency is in \(unit.rawValue), says the metadata")
        }
        guard match.hasBuckets else { return (.seconds, "latency is taken to be in seconds: a guess") }
        let catalog = SignalCatalog(profile: match.profile, selector: match.service.selector, window: .seconds(60))
        let buckets = try await vector(catalog.latencyBuckets ?? "")
        let largest = buckets.compactMap { Double($0.labels["le"]) }.filter(\.isFinite).max() ?? 0
        let unit = LatencyUnit.guessed(largestBound: largest)
        return (unit, "latency is taken to be in \(unit.rawValue), by its largest bucket \(largest): a guess")
    }

    /// The targets of a service.
    func targets(of service: ServiceKey) -> [APITarget] {
        let exact = knowledge.targets.filter { ServiceKey(of: $0.labels) == service }
        if !exact.isEmpty { return exact }
        return knowledge.targets.filter { !$0.labels["job"].isEmpty && $0.labels["job"] == service.labels["job"] }
    }

    /// Shows another service from the next poll on.
    package func select(_ service: ServiceKey, by profile: String) async {
        let found = knowledge.directory.matches(of: service).first { $0.profile.name == profile }
        guard let match = found, let chosen = try? await makeSelection(match, reason: "picked from the list") else {
            return
        }
        show(chosen)
        lastSnapshot = nil
        onset = nil
        hurry()
    }

    /// Asks for the failures since a breach began; nil where there is none.
    package func noteOnset(_ onset: Timestamp?) { self.onset = onset }
}
