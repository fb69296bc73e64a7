import Detection
import GoldenSignals
import PromModel

// By which names the numbers are asked for: a profile's that fits, else those that were found.
extension DirectSource {
    /// Whether nothing more is to be learnt from pages: a profile was asked for or given, and fits.
    var isSettled: Bool { detection == nil || match.map { $0.profile.name == wantedProfile } ?? false }

    /// Whether the next evaluation looks at the pages.
    var needsPages: Bool { !isSettled && (match == nil || looks.isNear) }

    /// Finds what the numbers are asked by.
    ///
    /// A page may show its counters late, and values that are not known may come later: it is looked at again, ever
    /// more seldom.
    func detect(at moment: Timestamp) async throws(QueryFailure) {
        guard let detection, !isSettled, match == nil || looks.isDue() else { return }
        let pages = zip(targets, progress).compactMap { target, progress in
            progress.page.map { (target: target.labels, page: $0) }
        }
        guard !pages.isEmpty else { return }
        let evidence = MetricEvidence(pages: pages)
        let found = SignalDetector.detect(evidence)
        self.found = found
        let described = detection.directory(from: try await engine.instant(detection.expression(), at: moment))
        let detected = found.signals.flatMap { signals in
            ServiceMatch(detected: signals, service: ServiceKey(of: Labels()), evidence: evidence, resources: resources)
        }
        let fit = ProfileFit(evidence: evidence, found: found.signals)
        var counted: [String: Double] = [:]
        for match in described.matches + [detected].compactMap({ $0 }) {
            counted[match.profile.identifier] = try await count(match, at: moment)
        }
        // A page is one service, of whose fits the order is kept.
        directory = described.joined(
            by: [detected].compactMap { $0 },
            fits: Dictionary(described.matches.map { ($0.service, fit) }, uniquingKeysWith: { first, _ in first }),
            counted: counted,
            keepsMisfits: wantedProfile != nil
        )
        choose(wantedProfile)
    }

    /// Shows the numbers by another profile from the next poll on.
    package func select(profile: String) {
        wantedProfile = profile
        choose(profile)
    }

    private func choose(_ profile: String?) {
        let fitting = directory.matches.first { profile == nil || $0.profile.name == profile }
        guard let fitting, fitting != match else { return }
        match = fitting
        catalog = SignalCatalog(profile: fitting.answerable, selector: "", window: window)
    }

    /// How many requests a match has counted so far; nil without one.
    private func count(_ match: ServiceMatch, at moment: Timestamp) async throws(QueryFailure) -> Double? {
        let catalog = SignalCatalog(profile: match.profile, selector: "", window: window)
        return try await engine.instant(catalog.requestTotal, at: moment).first?.value
    }
}
