import Diagnosis
package import GoldenSignals
package import PromModel
import PromQL

extension PrometheusSource {
    /// Profiles of programs that watch others: shown where nothing else is there.
    private static let watchers: Set<String> = ["prometheus", "alertmanager"]

    /// Chooses the service to show.
    func choose() async throws(APIFailure) {
        if let past = options.past, try await chooseAsItWas(at: past) { return }
        // What is missing may come up any time, and the screen has nothing else to show.
        let age = knowledge.asked[.services].map { monotonic() - $0 } ?? SlowQuestion.services.interval
        if age >= options.atLeast / 2 {
            try await detect()
            await askTargets()
            await recognize()
        }
        let directory = knowledge.directory
        var candidates = directory.services
        var reason: String
        let wanted = options.service ?? alertServices.first { !directory.services(called: $0).isEmpty }
        if let name = wanted {
            candidates = directory.services(called: name)
            reason = options.service == nil ? "the alert is about it" : "asked for"
        } else {
            reason = "the only one"
        }
        if let profile = options.profile {
            candidates = candidates.filter { service in
                directory.matches(of: service).contains { $0.profile.name == profile }
            }
        }
        if candidates.count > 1, let name = wanted {
            let known = candidates
            try await askOverview()
            (candidates, reason) = ranked(candidates)
            reason += "; \(known.count) are called \(name): \(known.map(\.name).joined(separator: ", "))"
        }
        if candidates.count > 1, wanted == nil {
            let down = Set(directory.unanswered)
            let others = candidates.filter { service in
                down.contains(service)
                    || directory.matches(of: service).contains { !Self.watchers.contains($0.profile.name) }
            }
            if !others.isEmpty { candidates = others }
            if candidates.count > 1 {
                try await askOverview()
                (candidates, reason) = ranked(candidates)
            }
        }
        guard let service = candidates.first,
            let match = directory.matches(of: service).first(where: {
                isWanted($0.profile, for: service)
            })
        else {
            selection = nil
            await askGone()
            return
        }
        show(try await makeSelection(match, reason: reason))
    }

    /// The worst one first: no target that answers, then over one percent of failures, else the busiest.
    private func ranked(_ services: [ServiceKey]) -> ([ServiceKey], String) {
        let rows = knowledge.overviews.filter { services.contains($0.service) }
        if let down = worstDown(rows) {
            return ([down.service], "the worst of \(services.count): none of its targets answers (S: others)")
        }
        // A share of few requests decides nothing, here as in the verdict.
        let failing = rows.filter { row in
            let few = VerdictTracker.fewestRequests / (row.window ?? usualWindow).inSeconds
            return (row.errorShare ?? 0) > 0.01 && (row.requestRate ?? 0) >= few
        }
        if let worst = failing.max(by: { ($0.errorShare ?? 0) < ($1.errorShare ?? 0) }) {
            return ([worst.service], "the worst of \(services.count): it has the largest share of 5xx (S: others)")
        }
        guard let busiest = rows.max(by: { ($0.requestRate ?? 0) < ($1.requestRate ?? 0) }) else {
            return (services, "the first of \(services.count) (S: others)")
        }
        return ([busiest.service], "the busiest of \(services.count), \(Self.calm(rows)) (S: others)")
    }

    /// What can be said where none was found that fails: only what was looked at is well.
    private static func calm(_ rows: [ServiceOverview]) -> String {
        let blind = rows.count { $0.requestRate == nil }
        if blind > 0 { return "none is seen failing, but \(blind) of them \(blind == 1 ? "has" : "have") no data" }
        let isKnown = rows.allSatisfy { $0.errorShare != nil || $0.requestRate == 0 }
        return isKnown ? "none is failing" : "not all tell their failures"
    }

    /// Of services without a target that answers one whose requests were counted before, and the newest loss.
    private func worstDown(_ rows: [ServiceOverview]) -> ServiceOverview? {
        let known = Set(knowledge.directory.matches.filter { $0.requestSeries > 0 }.map(\.service))
        return rows.filter { $0.health(limits: [], window: usualWindow) == .down }.max { left, right in
            let first = (known.contains(left.service) ? 1 : 0, left.outage?.since ?? Timestamp(milliseconds: 0))
            let second = (known.contains(right.service) ? 1 : 0, right.outage?.since ?? Timestamp(milliseconds: 0))
            return first < second
        }
    }

    private func makeSelection(_ found: ServiceMatch, reason: String) async throws(APIFailure) -> Selection {
        // What was learnt of the past no question tells again.
        let complete = found.profile.storage == .changed ? found : try await completed(found)
        let match = try await united(complete)
        let targets = targets(of: match.service)
        let selector = knowledge.directory.selector(of: match.service)
        let known = targets.compactMap(\.scrapeInterval).max()
        let interval: Duration
        let note: String
        if let known {
            (interval, note) = (known, Self.fromTargets)
        } else {
            let estimate = try await estimatedInterval(match, selector)
            (interval, note) = estimate.map { ($0, "a guess from its samples") } ?? (.seconds(15), "assumed")
        }
        let wanted = askedWindow(of: match.service)
        let window = max(wanted, interval * Self.scrapesInWindow)
        let (unit, unitNote) = try await latencyUnit(of: match)
        // Where others do the scraping, samples may come late.
        let lag: Duration = targets.isEmpty ? .seconds(60) : .zero
        let catalog = SignalCatalog(
            profile: match.answerable,
            selector: selector,
            targetSelector: knowledge.directory.targetSelector(of: match.service),
            window: window,
            unit: unit
        )
        .telling(targets: targets.map(\.labels))
        let shown = narrowing.isEmpty ? catalog : catalog.narrowed(to: narrowing)
        let renewal = await self.renewal(match, catalog, interval: interval, window: window)
        var chosen = Selection(
            match: match,
            reason: reason,
            window: window,
            serverDelay: knowledge.dialect.map { $0.delay + $0.settling } ?? .zero,
            windowNote: window > wanted ? Self.note(window, wanted: wanted, interval: interval) : nil,
            renewal: renewal,
            replica: knowledge.directory.replicas[match.service],
            unitNote: unitNote,
            catalog: knowledge.dialect?.ratesAreSlopes == true ? shown.dividingIncreases(by: window) : shown,
            schedule: RefreshSchedule(
                scrapeInterval: interval,
                scrapeTimeout: targets.compactMap(\.scrapeTimeout).max(),
                atLeast: options.atLeast,
                span: options.span,
                leastLag: lag
            ),
            scrapeInterval: interval,
            shortestInterval: targets.compactMap(\.scrapeInterval).min() ?? interval,
            intervalNote: note,
            firstValuesNote: firstValuesNote(match)
        )
        if let longest = knowledge.dialect?.longestQuery, chosen.firstValuesNote == nil,
            chosen.queries.ranges.contains(where: { $0.utf8.count > longest })
        {
            chosen.firstValuesNote = "as the server counts them: it reads no question of more than \(longest) bytes"
        }
        return chosen
    }

    /// So many series of requests are looked through for new ones: it costs a few times what their rates do.
    static let mostForFirstValues = 3000

    /// Why the first values of new series are not to be added; nil where they are.
    private func firstValuesNote(_ match: ServiceMatch) -> String? {
        guard options.scraping.countsFromZero else {
            return "as the server counts them: the first value of a new one is not counted"
        }
        guard match.requestSeries > Self.mostForFirstValues else { return nil }
        return "as the server counts them: \(match.requestSeries) series are too many to look for first values"
    }

    /// The match with everything that its profile needs: what all services were asked for was only the most important.
    private func completed(_ match: ServiceMatch) async throws(APIFailure) -> ServiceMatch {
        // A server that fails cannot be asked; its targets may have it all.
        guard standIn == nil else { return match.assumingLatency }
        // What was found was looked at in full.
        guard match.profile.name != MetricProfile.detectedName else { return match }
        let detection = detection(of: [match.profile])
        let selector = knowledge.directory.selector(of: match.service)
        // Whether any histogram is kept whole was counted for all.
        let isWhole = match.profile.storage.hasNative || match.isStoredTwice
        let answer = try await counts(detection, selector: selector, isFull: true, isWhole: isWhole)
        return detection.directory(from: answer).matches(of: match.service).first ?? match
    }

    /// What the service exposes may have changed since it was chosen: a label, buckets, which replica has its series.
    func reviseMatch() async {
        guard let chosen = selection else { return }
        let directory = knowledge.directory
        let fitting = directory.matches(of: chosen.match.service).filter { $0.requestSeries > 0 }
        // One that was down when it was chosen had no metrics to be known by.
        let known = fitting.first { $0.profile.name == chosen.match.profile.name } ?? fitting.first ?? chosen.match
        guard let complete = try? await completed(known), let found = try? await united(complete) else { return }
        let revised = chosen.match.revised(to: found)
        guard
            revised != chosen.match && revised.requestSeries > 0
                || directory.replicas[chosen.match.service] != chosen.replica,
            let fresh = try? await makeSelection(revised, reason: chosen.reason), selection?.match == chosen.match
        else { return }
        show(fresh)
    }

    /// A list of targets that came late may know better than a guess how often they are scraped.
    func reviseInterval() async {
        guard let chosen = selection,
            let listed = targets(of: chosen.match.service).compactMap(\.scrapeInterval).max(),
            // A reload may have changed what the targets said before.
            chosen.intervalNote != Self.fromTargets || listed != chosen.scrapeInterval,
            var revised = try? await makeSelection(chosen.match, reason: chosen.reason),
            let current = selection, current.match == chosen.match
        else { return }
        guard revised.schedule.step == current.schedule.step, revised.window == current.window else {
            return show(revised)
        }
        // What is known stays: only how long its points are open has changed.
        revised.schedule = current.schedule.with(lag: revised.schedule.lag)
        revised.lateness = current.lateness
        selection = revised
    }

    private static let fromTargets = "from its targets"

    /// Everything that was known belongs to what was shown before.
    func show(_ found: Selection) {
        selectionGeneration += 1
        var chosen = found
        chosen.dimension = dimension
        beforeOnset = [:]
        failedOverviews = 0
        failedSignals = [:]
        errorCount = nil
        selection = chosen
        backOff = BackOff(interval: chosen.schedule.step)
        cache = SignalCache()
        audit = nil
        failedRanges = [:]
        // What was scraped in its place belongs to what was shown before.
        standIn = nil
    }

    /// The targets of a service.
    func targets(of service: ServiceKey) -> [APITarget] { knowledge.targets.targets(of: service) }

    /// Shows another service from the next poll on; of several wishes the last one counts.
    package func select(_ service: ServiceKey, by profile: String) async {
        let found = knowledge.directory.matches(of: service).first { $0.profile.name == profile }
        guard let match = found else { return }
        narrowing = Labels()
        await choose(match, reason: "chosen on the screen")
    }

    /// Shows a match from the next poll on: nothing that is known is about it.
    func choose(_ match: ServiceMatch, reason: String) async {
        selectionGeneration += 1
        let wish = selectionGeneration
        guard let chosen = try? await makeSelection(match, reason: reason), wish == selectionGeneration
        else { return }
        show(chosen)
        lastSnapshot = nil
        onset = nil
        inquiry = BreachInquiry()
        (requestSeries, bucketBounds) = (nil, [])
        hurry()
    }

    /// Asks for the failures since a breach began; nil where there is none.
    ///
    /// `isObserved` is false where nobody saw the service well before it: then nothing is compared with before. `end` is
    /// when the breach before it ended: this one began later. `limit` is the one that is broken: who explains it, and when
    /// it began, is asked by what breaks it.
    package func noteOnset(
        _ onset: Timestamp?,
        isObserved: Bool,
        after end: Timestamp? = nil,
        of limit: Limit? = nil
    ) async {
        inquire(about: limit, isNew: onset != self.onset || isObserved != isOnsetObserved)
        self.onset = onset
        isOnsetObserved = isObserved
        lastEnd = end
        await standIn?.source.noteOnset(onset, isObserved: isObserved, after: end, of: limit)
    }

    /// Tells failures apart by another dimension from the next poll on, which comes at once.
    package func group(by dimension: Dimension) async {
        self.dimension = dimension
        selection?.dimension = dimension
        await standIn?.source.group(by: dimension)
        hurry()
    }
}
