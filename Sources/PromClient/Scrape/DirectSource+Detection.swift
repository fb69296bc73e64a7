import Detection
package import GoldenSignals
import PromModel

// By which names the numbers are asked for: a profile's that fits, else those that were found.
extension DirectSource {
    /// Whether nothing more is to be learnt from pages: a profile was asked for or given, and fits.
    var isSettled: Bool { detection == nil || match.map { $0.profile.name == wantedProfile } ?? false }

    /// Whether the next evaluation looks at the pages.
    var needsPages: Bool { !isSettled && (match == nil || looks.isNear) }

    /// Between two looks at which services there are.
    private static let detectionInterval = Duration.seconds(30)

    /// Finds what the numbers are asked by.
    ///
    /// Looking at a page of very many series takes longer than a poll may: then it is done now and then only.
    /// A page may show its counters late, and values that are not known may come later: it is looked at again, ever
    /// more seldom. Services are looked for now and then, as another may come up on a page.
    func detect(at moment: Timestamp) async throws(QueryFailure) {
        guard let detection else { return }
        let isServicesDue = detectedAt.map { moment - $0 >= Self.detectionInterval || moment < $0 } ?? true
        let start = ContinuousClock.now
        let isResting = looks.isResting(at: start)
        let isPageDue = !isSettled && !isResting && looks.isDue()
        guard match == nil && !isResting || isPageDue || isServicesDue && !pageServices.isEmpty else { return }
        detectedAt = moment
        defer { looks.took(ContinuousClock.now - start, until: .now) }
        let described = detection.directory(from: try await engine.instant(detection.expression(), at: moment))
        // Where labels tell several services apart, each is looked at by itself.
        let isOneService = described.services.allSatisfy(\.name.isEmpty)
        let joined =
            isOneService ? try await adding(to: described, at: moment) : adding(to: described, described.services)
        // What a page leaves out for a while stays chosen.
        guard match == nil || isPageDue && isOneService || joined.matches.count > directory.matches.count else {
            return
        }
        directory = joined
        pageNames = pageServices.isEmpty ? joined.matches.first.map { names(of: $0, by: described.labels) } ?? [] : []
        choose()
    }

    /// The profiles that fit what is there, and what was found where none does.
    private func adding(
        to described: ServiceDirectory,
        at moment: Timestamp
    ) async throws(QueryFailure) -> ServiceDirectory {
        let pages = zip(targets, progress).compactMap { target, progress in
            progress.page.map { (target: target.labels, page: $0) }
        }
        guard !pages.isEmpty else { return described }
        let evidence = MetricEvidence(pages: pages)
        let found = SignalDetector.detect(evidence, elsewhere: MetricProfile.builtin.elsewhere)
        self.found = found
        let detected = found.signals.flatMap { signals in
            ServiceMatch(
                detected: signals,
                service: ServiceKey(of: Labels()),
                evidence: evidence,
                resources: resources,
                ranges: .native
            )
        }
        // What no profile knows may be counted of several services as well.
        if described.matches.isEmpty, let detected, let several = services(of: detected, by: described.labels) {
            let empty = ServiceDirectory(matches: [], targets: described.targets, labels: several.labels)
            return adding(to: empty, several.all)
        }
        let fit = ProfileFit(evidence: evidence, found: found.signals)
        var counted: [String: Double] = [:]
        for match in described.matches + [detected].compactMap({ $0 }) {
            counted[match.profile.identifier] = try await count(match, at: moment)
        }
        // A page is one service, of whose fits the order is kept.
        let joined = described.joined(
            by: [detected].compactMap { $0 },
            fits: Dictionary(described.matches.map { ($0.service, fit) }, uniquingKeysWith: { first, _ in first }),
            counted: counted,
            keepsMisfits: wantedProfile != nil
        )
        return wantedProfile == nil ? joined.united(by: evidence) : joined
    }

    /// Shows the numbers by another profile, or of another service, from the next poll on.
    package func select(_ service: ServiceKey, profile: String) {
        wantedProfile = profile
        // The sum of all has no name.
        wantedService = service.name.isEmpty ? nil : service.name
        narrowing = Labels()
        choose()
    }

    /// The services of the pages, as far as their labels tell them apart.
    var pageServices: [ServiceKey] { directory.services.filter { !$0.name.isEmpty } }

    /// The service that was asked for; nil for all of them together, and where it is unknown.
    ///
    /// Where nothing on a page names a service, a name that was asked for is a title.
    var chosenService: ServiceKey? {
        wantedService.flatMap { name in
            pageServices.first { $0.name == name } ?? pageServices.first { $0.isCalled(name) }
        }
    }

    /// A service was asked for that is none of those on the pages.
    var isServiceUnknown: Bool {
        guard let wantedService, chosenService == nil else { return false }
        return !pageServices.isEmpty || !pageNames.isEmpty && !pageNames.contains(wantedService)
    }

    func choose() {
        guard !isServiceUnknown else {
            (match, catalog) = (nil, nil)
            return
        }
        let service = chosenService
        let candidates = directory.matches.filter { service == nil || $0.service == service }
        let wanted = candidates.first { wantedProfile == nil || $0.profile.name == wantedProfile }
        guard let wanted else { return }
        let fitting = ServiceMatch.together(candidates.filter { $0.profile.name == wanted.profile.name }) ?? wanted
        guard fitting != match || service?.selector != catalog?.selector else { return }
        match = fitting
        let selector = service.map { directory.selector(of: $0) } ?? ""
        // What a collector passes on carries its service's job on every series; else only the requests tell.
        let isPassedOn = service.map { !$0.labels["exported_job"].isEmpty } ?? false
        let whole = SignalCatalog(
            profile: fitting.answerable,
            selector: selector,
            targetSelector: isPassedOn ? selector : "",
            window: window
        )
        catalog = narrowing.isEmpty ? whole : whole.narrowed(to: narrowing)
    }

    /// How many requests a match has counted so far; nil without one.
    private func count(_ match: ServiceMatch, at moment: Timestamp) async throws(QueryFailure) -> Double? {
        let catalog = SignalCatalog(profile: match.profile, selector: "", window: window)
        return try await engine.instant(catalog.requestTotal, at: moment).first?.value
    }
}
