import Detection
import GoldenSignals
import PromModel

extension DirectSource {
    /// What the numbers are of: the service, or how many of them together; empty for one without a name.
    private var serviceName: String {
        if let service = chosenService { return service.name }
        let count = pageServices.count
        if isServiceUnknown { return wantedService ?? "" }
        return count > 1 ? "all \(count) services\(hasRest ? " and the rest" : "")" : ""
    }

    /// Some of the requests on the pages are of a service without a name.
    private var hasRest: Bool { directory.services.contains { $0.name.isEmpty } }

    private var serviceLine: String? {
        let names = pageServices.map(\.name).joined(separator: ", ")
        if let service = chosenService { return "service      \(service.name), of \(pageServices.count) on the page" }
        return pageServices.count > 1
            ? "services     the sum of \(pageServices.count): \(names)\(hasRest ? ", and of what has no name" : "") "
                + "(S, or --service)" : nil
    }

    /// What there is to tell beside the numbers; nil where the catalogue was given.
    func report(queries: Int) async -> SourceReport? {
        guard let detection else { return nil }
        let source = targets.count == 1 ? targets[0].instance : "\(targets.count) targets"
        var report = SourceReport(
            service: serviceName,
            source: source,
            kind: "direct",
            window: window,
            interval: interval
        )
        report.queries = queries
        report.key = chosenService
        report.isUnknownService = isServiceUnknown
        report.narrowing = narrowing
        if let cut = await engine.cut {
            report.warnings = [
                "the samples' part of the memory budget, \(options.memoryBudget / 1_048_576) MiB, is full: "
                    + "samples reach back \((now() - cut).components.seconds) s"
            ]
        }
        report.warnings += pageWarnings
        if let wantedService, match != nil, pageServices.isEmpty, pageNames.isEmpty {
            report.remarks.append(
                "no label of the page names a service: '\(wantedService)' is a title, all of it is shown"
            )
        }
        report.noDataAdvice = progress.lazy.compactMap(\.status?.stampProblem).first ?? noDataAdvice
        if let pace { report.freshWithin = pace.lag + pace.cadence * 3 }
        report.explanation = ["source       scraped by sretop: \(targets.map(\.url).joined(separator: ", "))"]
        report.explanation.append("counters     \(await zerosText)")
        if let serviceLine { report.explanation.append(serviceLine) }
        report.services =
            overviews?.rows
            ?? directory.matches.map { ServiceOverview(service: $0.service, profile: $0.profile.name) }
        report.servicesAt = overviews?.at
        report.objectives = objectives.reports
        if report.services.count < 2, !isServiceUnknown { report.services = [] }
        guard let match else {
            let wanted = wantedProfile.map { "'\($0)'" } ?? detection.names.joined(separator: ", ")
            report.explanation.append("profile      none fits; looked for \(wanted)")
            report.explanation += found.map(DetectionText.lines(nothingIn:)) ?? []
            return report
        }
        report.profile = match.profile.name
        report.words = match.profile.words
        report.gaps = match.gaps
        report.expressions = catalog?.expressions ?? [:]
        report.dimensions = catalog.map { Dimension.known(to: $0.profile) } ?? []
        report.gaps[.saturation] = "no resource is exposed together with its limit"
        report.explanation += match.description
        let others = Set(directory.matches.map(\.profile.name)).subtracting([match.profile.name]).sorted()
        if !others.isEmpty {
            report.explanation.append("             fits too, not added up (S): \(others.joined(separator: ", "))")
        }
        return report
    }

    /// What to do where no profile fits.
    private var noDataAdvice: String {
        if isServiceUnknown {
            let known =
                pageServices.isEmpty
                ? "there is: \(pageNames.joined(separator: ", "))" : "there are: \(ServiceKey.list(pageServices))"
            return "no service is called '\(wantedService ?? "")'; \(known)"
        }
        let isEmpty = progress.allSatisfy { $0.status?.failure == nil && $0.sampleCount == 0 }
        if isEmpty { return "the page is empty: it answers, and has no metrics yet" }
        return "\(found?.familyCount ?? 0) metrics, none that counts requests"
    }

    /// A page of few requests may rest for so long.
    private static let longestRest = Duration.seconds(10)

    /// What is odd about the pages.
    private var pageWarnings: [String] {
        var warnings: [String] = []
        for (target, progress) in zip(targets, progress) {
            if let problem = progress.status?.stampProblem { warnings.append("\(target.instance): \(problem)") }
            if let lag = progress.stampLag, lag > max(interval, Self.punctual) {
                let age = lag.components.seconds
                warnings.append(
                    "\(target.instance) stamps its samples itself, \(age) s behind: the numbers are of then"
                )
            }
            if progress.times.areRenewals, let cadence = progress.times.cadence {
                let seconds = Int(cadence.inSeconds.rounded())
                warnings.append(
                    "the page of \(target.instance) is renewed each \(seconds) s only: the numbers are of its last renewals"
                )
            } else if let still = progress.stillness.length(at: now()), still >= max(Self.longestRest, interval * 3) {
                let age = still.components.seconds
                warnings.append("nothing on the page of \(target.instance) has moved for \(age) s")
            }
            if let start = progress.scrape?.start, progress.status == nil, now() - start > .seconds(1) {
                warnings.append("\(target.instance) has not answered for \((now() - start).components.seconds) s")
            }
            if progress.status?.failure == nil, progress.processes.isUnsettled(at: now()) {
                warnings.append(
                    "the page of \(target.instance) tells far more requests than before: whether they just came the next page tells"
                )
            }
            if progress.stillness.isPaceUnknown(at: now()) {
                warnings.append(
                    "the page of \(target.instance) stands still and moves at once: how fast requests come is not known yet"
                )
            }
        }
        if let target = uncountedTarget {
            warnings.append("the requests of \(target) are not counted yet: a rate needs two samples")
        }
        return warnings
    }

    /// What happens to counters that appear under watch.
    private var zerosText: String {
        get async {
            guard options.countsFromZero else { return "as scraped: the first value of a new one is not counted" }
            let zeros = await engine.size().syntheticSamples
            return "new ones count from a zero put in at the scrape before; \(zeros) such zeros are kept"
        }
    }
}
