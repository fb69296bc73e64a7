import GoldenSignals
import PromModel

extension PrometheusSource {
    /// What there is to tell beside the numbers.
    func report() -> SourceReport {
        let step = selection?.schedule.step ?? options.atLeast
        var report = SourceReport(
            service: selection?.match.service.name ?? options.service ?? (knowledge.dialect == nil ? "" : "no service"),
            source: "@\(api.url.display)",
            kind: kind,
            window: selection?.window ?? options.window ?? .seconds(60),
            interval: backOff.failures > 0 ? backOff.delay(jitter: 0) : step * backOff.slowness
        )
        report.profile = selection?.match.profile.name ?? ""
        report.key = selection?.match.service
        report.dialect = knowledge.dialect?.name
        report.slowdown = backOff.explanation
        report.queries = cost.queries
        report.bytes = cost.bytes
        report.clockOffset = knowledge.clock.value
        report.warnings = cost.warnings + cost.failed
        report.alerts = alertStatuses
        report.alertsAt = knowledge.alertsAt
        report.alertsFailure = knowledge.alertsFailure
        report.servicesAt = knowledge.overviewsAt
        report.freshWithin = selection.map { max($0.scrapeInterval * 3, $0.schedule.step * 3) + $0.delay + .seconds(1) }
        report.services = overviews
        report.gaps = selection?.match.gaps ?? [:]
        report.dimensions = selection.map { Dimension.known(to: $0.catalog.profile) } ?? []
        if let match = selection?.match, match.profile.resources.isEmpty {
            report.gaps[.saturation] = "the profile knows no resource"
        } else if selection != nil {
            report.gaps[.saturation] = "no resource is exposed together with its limit"
        }
        report.gaps.merge(failedSignals) { $1 }
        report.explanation = explanation
        report.audit = audit
        report.noDataAdvice = noDataAdvice
        return report
    }

    /// Every service in short; the one on the screen by the numbers on the screen.
    private var overviews: [ServiceOverview] {
        let rows =
            knowledge.overviews.isEmpty
            ? knowledge.directory.matches.map { ServiceOverview(service: $0.service, profile: $0.profile.name) }
            : knowledge.overviews
        guard let match = selection?.match, let snapshot = lastSnapshot else { return rows }
        return rows.map { row in
            guard row.service == match.service, row.profile == match.profile.name else { return row }
            var row = row
            row.requestRate = snapshot[.requestRate].state == .idle ? 0 : snapshot[.requestRate].value
            row.errorShare = snapshot[.errorShare].value
            row.average = snapshot[.averageLatency].value
            row.p95 = snapshot[.p95Latency].value
            row.p99 = snapshot[.p99Latency].value
            return row
        }
    }

    private var kind: String {
        switch knowledge.dialect?.program {
        case .victoriaMetrics: "vm"
        case .mimir: "mimir"
        case .cortex: "cortex"
        case .thanos: "thanos"
        case .prometheus, .unknown, nil: "prom"
        }
    }

    private var noDataAdvice: String {
        let known = knowledge.directory.services
        if selection == nil, let name = options.service {
            let names = known.prefix(5).map(\.name).joined(separator: ", ")
            return known.isEmpty
                ? "no service has request metrics that sretop knows (i tells)"
                : "no service is called '\(name)'; there are: \(names)\(known.count > 5 ? ", …" : "")"
        }
        if selection == nil {
            return "no known request metrics among \(knowledge.targets.count) targets: a profile of yours may help (i)"
        }
        return "the source has no current samples of \(selection?.match.profile.requests.name ?? "it")"
    }

    /// What was chosen, why, and what cannot be answered.
    private var explanation: [String] {
        var lines = ["source       \(knowledge.dialect?.name ?? "not known yet") at \(api.url.display)"]
        lines += knowledge.dialect?.notes.map { "             \($0)" } ?? []
        if let failure = knowledge.targetsFailure { lines.append("             it lists no targets: \(failure)") }
        let clock = knowledge.clock.value
        let size = Int(clock.magnitude.milliseconds)
        lines.append(
            "clock        \(size) ms \(clock < .zero ? "behind" : "ahead of") ours; times here are the source's"
        )
        guard let selection else {
            lines.append("service      none; looked for \(options.profiles.map(\.name).joined(separator: ", "))")
            return lines
        }
        let match = selection.match
        let profile = match.profile
        lines.append("service      \(match.service.name): \(selection.reason)")
        lines.append("             \(match.service.selector.isEmpty ? "everything" : match.service.selector)")
        lines += match.description
        let others = knowledge.directory.matches(of: match.service).filter { $0.profile.name != profile.name }
        if !others.isEmpty {
            lines.append(
                "             fits too, not added up (S): \(others.map(\.profile.name).joined(separator: ", "))"
            )
        }
        if let note = selection.windowNote { lines.append("window       \(note)") }
        if let note = selection.unitNote { lines.append("             \(note)") }
        lines.append("counters     \(firstValuesText(selection))")
        let lag = selection.schedule.lag.milliseconds / 1000
        lines.append(
            "polling      every \(selection.schedule.step.milliseconds / 1000)s; scraped every "
                + "\(selection.scrapeInterval.milliseconds) ms (\(selection.intervalNote)); "
                + "the last \(lag)s are asked for again"
        )
        return lines
    }

    /// What was added to the server's own numbers.
    private func firstValuesText(_ selection: Selection) -> String {
        if let note = selection.firstValuesNote { return note }
        let (requests, failures) = (lastSnapshot?.firstRequests ?? 0, lastSnapshot?.firstFailures ?? 0)
        return "first values of new ones are added: \(Int(requests.rounded())) requests, "
            + "\(Int(failures.rounded())) failures in the window"
    }

    /// Every target of the service is down: nothing is known about now.
    func allTargetsDown(_ snapshot: SignalSnapshot) -> String? {
        guard snapshot.targetsTotal > 0, snapshot.targetsUp == 0 else { return nil }
        let first = targetStatuses(snapshot).first { $0.failure != nil }
        let reason = first.map { "\($0.instance): \($0.failure ?? "")" } ?? "their scrapes fail"
        return snapshot.targetsTotal == 1 ? "the target is down: \(reason)" : "all targets are down; \(reason)"
    }

    /// The targets of the service as the screen shows them.
    ///
    /// Health and age are those of the last poll, from the samples of `up`; the error's words are from the last list
    /// of targets, which is asked for less often.
    func targetStatuses(_ snapshot: SignalSnapshot?) -> [TargetStatus] {
        guard let selection else { return [] }
        let listed = targets(of: selection.match.service)
        var statuses = listed.map { status($0, snapshot) }
        // A server without a list of targets still has what they said of themselves.
        let names = Set(listed.map { $0.labels["instance"] })
        for (instance, isAlive) in (snapshot?.targetsAlive ?? [:]).sorted(by: { $0.key < $1.key })
        where !names.contains(instance) {
            statuses.append(
                TargetStatus(
                    instance: instance,
                    failure: isAlive ? nil : "its last scrape failed",
                    defect: nil,
                    scrapedAt: snapshot?.scrapes[instance] ?? Timestamp(milliseconds: 0),
                    duration: .zero,
                    job: selection.match.service.labels["job"]
                )
            )
        }
        return statuses
    }

    private func status(_ target: APITarget, _ snapshot: SignalSnapshot?) -> TargetStatus {
        let instance = target.labels["instance"]
        let isAlive = snapshot?.targetsAlive[instance] ?? (target.health != .down)
        let words = target.lastError.isEmpty ? "its last scrape failed" : target.lastError
        return TargetStatus(
            instance: instance,
            failure: isAlive ? nil : words,
            defect: nil,
            scrapedAt: snapshot?.scrapes[instance] ?? target.lastScrape ?? Timestamp(milliseconds: 0),
            duration: target.lastScrapeDuration,
            job: target.labels["job"]
        )
    }

    /// Before anything fits: the source answers, and has no service to show.
    func unansweredUpdate(since start: ContinuousClock.Instant) -> SourceUpdate {
        // A service whose targets are down has no metrics to be known by.
        let wanted = knowledge.targets.filter { target in
            options.service.map { ServiceKey(of: target.labels).isCalled($0) } ?? true
        }
        let down = wanted.filter { $0.health == .down }
        var failure: String?
        if let first = down.first, down.count == wanted.count {
            let subject = down.count == 1 ? "the target is down" : "all \(down.count) targets are down"
            failure = "\(subject): \(first.labels["instance"]): \(first.lastError)"
        }
        var update = SourceUpdate(
            snapshot: SignalSnapshot(at: serverNow, window: options.window ?? .seconds(60)),
            targets: wanted.map { status($0, lastSnapshot) },
            failure: failure,
            cost: ContinuousClock.now - start
        )
        update.report = report()
        return update
    }
}
