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
        if let words = selection?.match.profile.words { report.words = words }
        report.key = selection?.match.service
        report.dialect = knowledge.dialect?.name
        report.slowdown = backOff.explanation
        report.queries = cost.queries
        report.bytes = cost.bytes
        report.clockOffset = knowledge.clock.value
        report.warnings = LanguageWarning.told(cost.warnings) + cost.failed
        report.remarks = remarks
        report.alerts = alertStatuses
        report.alertsAt = knowledge.alertsAt
        report.alertsFailure = knowledge.alertsFailure
        report.objectives = objectives.reports
        report.servicesAt = knowledge.overviewsAt
        report.freshWithin = selection.map { max($0.scrapeInterval * 3, $0.schedule.step * 3) + $0.delay + .seconds(1) }
        report.services = overviews
        report.calls = knowledge.calls
        report.gaps = selection?.match.gaps ?? [:]
        report.expressions = selection?.catalog.expressions ?? [:]
        report.dimensions = selection.map { Dimension.known(to: $0.catalog.profile) } ?? []
        if let match = selection?.match, match.profile.resources.isEmpty {
            report.gaps[.saturation] = "the profile knows no resource"
        } else if selection != nil {
            report.gaps[.saturation] = "no resource is exposed together with its limit"
        }
        report.gaps.merge(failedSignals) { $1 }
        report.rateUncertainty = selection.flatMap { chosen in chosen.renewal.map { $0 / chosen.window } }
        report.explanation = explanation
        report.explanation += cost.warnings.compactMap { LanguageWarning($0).map { "its words    \($0.raw)" } }
        report.audit = audit
        report.noDataAdvice = noDataAdvice
        report.graphPage = api.url.graphPage
        report.isUnknownService = isServiceUnknown
        report.narrowing = narrowing
        return report
    }

    /// What was done to the numbers of the service on the screen that a reader should know.
    private var remarks: [String] {
        guard let selection else { return [] }
        return [
            selection.windowNote.map { "the window is \($0)" }, renewalNote(of: selection),
            selection.replica.map { "replicas: \($0.description)" },
        ]
        .compactMap { $0 }
    }

    private func renewalNote(of selection: Selection) -> String? {
        selection.renewal.map { Self.note(renewal: $0, window: selection.window) }
    }

    /// Every service in short; the one on the screen by the numbers on the screen.
    private var overviews: [ServiceOverview] {
        let rows =
            knowledge.overviews.isEmpty
            ? knowledge.directory.matches.map { ServiceOverview(service: $0.service, profile: $0.profile.name) }
            : rated(knowledge.overviews)
        guard let snapshot = lastSnapshot else { return rows }
        return self.rows(rows, showing: snapshot, targetStatuses(snapshot)) { $0.outage = snapshot.outage }
    }

    /// Services in short, the one on the screen by the numbers on the screen: one moment has one number.
    func rows(
        _ rows: [ServiceOverview],
        showing snapshot: SignalSnapshot,
        _ targets: [TargetStatus],
        _ more: (inout ServiceOverview) -> Void = { _ in }
    ) -> [ServiceOverview] {
        // The numbers of a part are none of the service's.
        guard let match = selection?.match, narrowing.isEmpty else { return rows }
        let scraped = targets.filter { !$0.isUnscraped }
        return rows.map { row in
            guard row.service == match.service, row.profile == match.profile.name else { return row }
            var row = row
            row.requestRate = snapshot.number(of: .requestRate)
            row.errorShare = snapshot[.errorShare].value
            row.isEstimated = nil
            row.average = snapshot[.averageLatency].value
            row.p95 = snapshot[.p95Latency].value
            row.p99 = snapshot[.p99Latency].value
            row.window = snapshot.window
            if !scraped.isEmpty { (row.targetsUp, row.targetsTotal) = (scraped.count(where: \.isUp), scraped.count) }
            more(&row)
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

    /// What is not there may be what did not answer.
    private var noDataAdvice: String {
        let warning = selection == nil ? knowledge.lack.map { "the source warns: \($0)" } : lastSnapshot?.partialAnswer
        return [plainAdvice, warning].compactMap(\.self).joined(separator: "; ")
    }

    private var plainAdvice: String {
        let known = knowledge.directory.services
        let targets = knowledge.targets.all
        if selection == nil, known.isEmpty, !targets.isEmpty, targets.allSatisfy({ $0.health == .unknown }) {
            return "none of \(targets.count) targets was scraped yet"
        }
        if selection == nil, let advice = adviceOnNothing { return advice }
        if selection == nil, let name = options.service {
            let others = "there are: \(ServiceKey.list(known))"
            if let goneText { return known.isEmpty ? goneText : "\(goneText); \(others)" }
            return known.isEmpty
                ? "no service has request metrics that sretop knows" : "no service is called '\(name)'; \(others)"
        }
        if selection == nil {
            return
                "no known request metrics among \(targets.count) targets: a profile of yours may help"
        }
        if let blank = lastSnapshot?[.requestRate].blank { return "requests cannot be told: \(blank)" }
        return "the source has no current samples of \(selection?.match.profile.requests.name ?? "it")"
    }

    /// The service that was asked for, or the only one, where nothing in it counts requests.
    private var silentService: ServiceKey? {
        let keys = knowledge.directory.targets.keys.map { knowledge.directory.labels.key(of: $0) }.sorted {
            $0.name < $1.name
        }
        guard let name = options.service else { return keys.count == 1 ? keys.first : nil }
        return keys.first { $0.isCalled(name) }
    }

    /// Whether a service was asked for that the server, as far as it was looked, has nothing of.
    var isServiceUnknown: Bool {
        guard let name = options.service, selection == nil, knowledge.dialect != nil, knowledge.lack == nil,
            knowledge.asked[.services] != nil
        else { return false }
        let labels = knowledge.directory.labels
        let isTarget = knowledge.targets.all.contains { labels.key(of: $0.labels).isCalled(name) }
        return knowledge.directory.services(called: name).isEmpty && silentService == nil && !isTarget
    }

    /// A job that is up is known, whatever it counts.
    private var adviceOnNothing: String? {
        // Where nobody could look, nothing is known of it.
        guard knowledge.found.failure == nil, let service = silentService,
            let count = knowledge.directory.targets[service.labels]
        else { return nil }
        return "\(service.name): \(count) target\(count == 1 ? "" : "s"), none of its metrics counts requests"
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
            if knowledge.found.failure == nil, let service = silentService {
                lines.append("service      \(service.name): up, and none of its metrics counts requests")
                lines += knowledge.found.results[service].map(DetectionText.lines(nothingIn:)) ?? []
            }
            if let failure = knowledge.found.failure { lines.append("             not looked at: \(failure)") }
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
        if let late = selection.lateness {
            lines.append("samples      older than their scrapes: the numbers are of \(late.milliseconds / 1000) s ago")
        }
        for note in [selection.windowNote, renewalNote(of: selection)].compactMap({ $0 }) {
            lines.append("window       \(note)")
        }
        if let replica = selection.replica { lines.append("replicas     \(replica.description)") }
        lines += splitNotes(match.service)
        if let note = selection.unitNote { lines.append("             \(note)") }
        lines.append(firstValuesLine(selection))
        let lag = selection.schedule.lag.milliseconds / 1000
        lines.append(
            "polling      every \(selection.schedule.step.milliseconds / 1000)s; scraped every "
                + "\(selection.scrapeInterval.milliseconds) ms (\(selection.intervalNote)); "
                + "the last \(lag)s are asked for again"
        )
        return lines
    }

    /// What was added to the server's own numbers.
    private func firstValuesLine(_ selection: Selection) -> String {
        if let note = selection.firstValuesNote { return "counters     \(note)" }
        return (lastSnapshot ?? SignalSnapshot(at: serverNow, window: selection.window)).firstValuesLine
    }

    /// What tells a service apart from others of its job.
    private func splitNotes(_ service: ServiceKey) -> [String] {
        let further = service.names.filter { !knowledge.directory.labels.names.contains($0) }
        guard !further.isEmpty else { return [] }
        return [
            "             its job has several services, told apart by \(further.joined(separator: ", "))"
                + " (service_labels chooses)"
        ]
    }

    /// Before anything fits: the source answers, and has no service to show.
    func unansweredUpdate(since start: ContinuousClock.Instant) -> SourceUpdate {
        // A service whose targets are down has no metrics to be known by.
        let wanted = knowledge.targets.all.filter { target in
            options.service.map { knowledge.directory.labels.key(of: target.labels).isCalled($0) } ?? true
        }
        var snapshot = SignalSnapshot(at: serverNow, window: usualWindow)
        let targets = statuses(of: wanted, lastSnapshot)
        // Some that are down among others say nothing about what is missing.
        if let outage = TargetOutage(targets), outage.isWhole { snapshot.outage = outage }
        var update = SourceUpdate(
            snapshot: snapshot,
            targets: targets,
            failure: nil,
            cost: ContinuousClock.now - start
        )
        update.report = report()
        return update
    }
}
