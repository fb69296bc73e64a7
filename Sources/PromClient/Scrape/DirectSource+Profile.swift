import GoldenSignals
import PromModel

extension DirectSource {
    /// Finds the profile that fits the pages, as long as none does: a page may show its counters late.
    func detect(at moment: Timestamp) async throws(QueryFailure) {
        guard let detection, match == nil else { return }
        directory = detection.directory(from: try await engine.instant(detection.expression(), at: moment))
        choose(wantedProfile)
    }

    /// Shows the numbers by another profile from the next poll on.
    package func select(profile: String) {
        wantedProfile = profile
        choose(profile)
    }

    private func choose(_ profile: String?) {
        let fitting = directory.matches.first { profile == nil || $0.profile.name == profile }
        guard let fitting else { return }
        match = fitting
        catalog = SignalCatalog(profile: fitting.answerable, selector: "", window: window)
    }

    /// What there is to tell beside the numbers; nil where the catalogue was given.
    func report(queries: Int) async -> SourceReport? {
        guard let detection else { return nil }
        let source = targets.count == 1 ? targets[0].instance : "\(targets.count) targets"
        var report = SourceReport(service: "", source: source, kind: "direct", window: window, interval: interval)
        report.queries = queries
        if let cut = await engine.cut {
            report.warnings = [
                "the memory budget of \(options.memoryBudget / 1_048_576) MiB is full: samples reach back "
                    + "\((now() - cut).components.seconds) s"
            ]
        }
        report.warnings += pageWarnings
        report.noDataAdvice = progress.lazy.compactMap(\.status?.stampProblem).first ?? noDataAdvice
        if let pace { report.freshWithin = pace.lag + pace.cadence * 3 }
        report.explanation = ["source       scraped by sretop: \(targets.map(\.url).joined(separator: ", "))"]
        report.explanation.append("counters     \(await zerosText)")
        guard let match else {
            let wanted = wantedProfile.map { "'\($0)'" } ?? detection.names.joined(separator: ", ")
            report.explanation.append("profile      none fits; looked for \(wanted)")
            return report
        }
        report.profile = match.profile.name
        report.gaps = match.gaps
        report.dimensions = catalog.map { Dimension.known(to: $0.profile) } ?? []
        report.gaps[.saturation] = "no resource is exposed together with its limit"
        report.explanation += match.description
        if directory.matches.count > 1 {
            report.services = directory.matches.map {
                ServiceOverview(service: $0.service, profile: $0.profile.name)
            }
            let others = directory.matches.map(\.profile.name).filter { $0 != match.profile.name }
            report.explanation.append("             fits too, not added up (S): \(others.joined(separator: ", "))")
        }
        return report
    }

    /// What to do where no profile fits.
    private var noDataAdvice: String {
        let isEmpty = progress.allSatisfy { $0.status?.failure == nil && $0.sampleCount == 0 }
        return isEmpty
            ? "the page is empty: it answers, and has no metrics yet"
            : "the page has no request metrics that sretop knows (i tells which)"
    }

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
            if let start = progress.scrape?.start, progress.status == nil, now() - start > .seconds(1) {
                warnings.append("\(target.instance) has not answered for \((now() - start).components.seconds) s")
            }
        }
        return warnings
    }

    /// What happens to counters that appear under watch.
    private var zerosText: String {
        get async {
            guard options.countsFromZero else { return "as scraped: the first value of a new one is not counted" }
            let zeros = await engine.size().syntheticSamples
            return "new ones count from a zero put in at the scrape before: \(zeros) in store"
        }
    }
}
