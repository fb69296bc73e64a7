package import Diagnosis
package import GoldenSignals
package import PromModel

/// How the screen was at one evaluation, as far as the points do not tell it again.
package struct Moment: Sendable, Equatable {
    /// When.
    package let at: Timestamp
    /// The verdict of then.
    package var verdict: Verdict
    /// What else was told then; nil for points of a range, and where the budget was spent on newer ones.
    package var detail: Detail?

    /// What a poll told beside its numbers.
    package struct Detail: Sendable, Equatable {
        /// The snapshot, with who has the failures.
        package let snapshot: SignalSnapshot
        /// Who explains the breach of then.
        package let explanation: Explanation?
        /// The targets.
        package let targets: [TargetStatus]
        /// All services, where the source listed them then.
        package let services: [ServiceOverview]
        /// How those had been, and since when.
        package let list: ServicesList?

        /// Memberwise.
        package init(
            snapshot: SignalSnapshot,
            explanation: Explanation?,
            targets: [TargetStatus],
            services: [ServiceOverview],
            list: ServicesList?
        ) {
            self.snapshot = snapshot
            self.explanation = explanation
            self.targets = targets
            self.services = services
            self.list = list
        }
    }

    /// A moment of which nothing but the verdict is known.
    package init(at moment: Timestamp, verdict: Verdict) {
        at = moment
        self.verdict = verdict
    }

    /// About how many bytes it takes.
    ///
    /// Names are counted as if each was stored by itself: most are shared, so that this is rather too much.
    package var approximateBytes: Int {
        guard let detail else { return Self.bare }
        let snapshot = detail.snapshot
        let rows = snapshot.breakdown?.rows ?? []
        let parts = rows.reduce(0) { $0 + $1.parts.count }
        let processes = snapshot.processStarts.count + snapshot.errorTotals.count + snapshot.requestTotals.count
        let perTarget = snapshot.targetsAlive.count + snapshot.scrapes.count + snapshot.versions.count
        let suspects = detail.explanation?.suspects.count ?? 0
        return Self.bare + Self.perSnapshot + rows.count * 280 + parts * 64 + (processes + perTarget) * 96
            + detail.targets.count * 160 + detail.services.count * 512 + suspects * 512
    }

    private static let bare = 320
    private static let perSnapshot = 1600
}
