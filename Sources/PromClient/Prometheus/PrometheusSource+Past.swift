import GoldenSignals
import PromModel

// A screen that is opened at a moment of the past shows what was there then.
extension PrometheusSource {
    /// What a look at a moment of the past found.
    private struct Found: Sendable {
        let selection: Selection
        let knowledge: Knowledge
    }

    /// Chooses among what was there at a moment; false where nothing that was asked for was.
    ///
    /// Another source asks the same server as if it was that moment, so that nothing of it changes what is known of now:
    /// the clocks' difference, who is down, when something was asked last. A service that is gone since stays in the
    /// list.
    func chooseAsItWas(at moment: Timestamp) async throws(APIFailure) -> Bool {
        var options = options
        options.past = nil
        let then = sourceOfThen(at: moment, options)
        guard let found = try await then.found(knowing: knowledge) else { return false }
        knowledge.past = found.knowledge.directory.matches
        if knowledge.versionMetrics.isEmpty { knowledge.versionMetrics = found.knowledge.versionMetrics }
        if knowledge.calls.isEmpty { knowledge.calls = found.knowledge.calls }
        keepPast()
        show(found.selection)
        return true
    }

    /// Looks and chooses once, by what another source knows of the server itself.
    private func found(knowing known: Knowledge) async throws(APIFailure) -> Found? {
        knowledge.dialect = known.dialect
        knowledge.unreadable = known.unreadable
        if let dialect = known.dialect, !dialect.readsQuotedLabels { knowledge.askPlainly() }
        try await detect()
        await askTargets()
        await recognize()
        try await choose()
        return selection.map { Found(selection: $0, knowledge: knowledge) }
    }

    /// Moments that are no further apart have the same services.
    private static let alike = Duration.seconds(600)
    /// So many moments are remembered.
    private static let mostSeen = 32

    /// The services of now, and those that were there at a moment and are gone since.
    ///
    /// A service that left counts no series now: its own moments alone tell that it was there.
    func directory(at moment: Timestamp) async -> ServiceDirectory {
        let there = await matches(at: moment)
        let present = knowledge.directory
        let gone = there.filter { present.matches(of: $0.service).isEmpty }
        return gone.isEmpty ? present : present.adding(gone)
    }

    private func matches(at moment: Timestamp) async -> [ServiceMatch] {
        if let known = knowledge.seen.last(where: { ($0.at - moment).magnitude <= Self.alike }) { return known.matches }
        let then = sourceOfThen(at: moment, options)
        guard let matches = await then.matches(knowing: knowledge) else { return [] }
        knowledge.seen = (knowledge.seen + [(at: moment, matches: matches)]).suffix(Self.mostSeen)
        return matches
    }

    /// Looks which services there are, in one question; nil where that is not answered.
    private func matches(knowing known: Knowledge) async -> [ServiceMatch]? {
        knowledge = known
        let wanted = options.profiles.filter { options.profile == nil || $0.name == options.profile }
        let detection = detection(of: wanted)
        do throws(APIFailure) {
            return detection.directory(from: try await counts(detection, isFull: false)).matches
        } catch {
            return nil
        }
    }

    /// Services that were there then, and of which nothing is there now.
    func keepPast() {
        let present = knowledge.directory
        let gone = knowledge.past.filter { present.matches(of: $0.service).isEmpty }
        if !gone.isEmpty { knowledge.directory = present.adding(gone) }
    }
}
