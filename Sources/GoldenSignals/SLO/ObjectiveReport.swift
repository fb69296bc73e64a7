package import PromModel

/// How an objective is kept, as far as it was asked.
package struct ObjectiveReport: Sendable, Equatable, Codable {
    /// The service that it is about; empty where its rules do not say.
    package let service: String
    /// Who said what is promised.
    package let origin: FollowedObjective.Origin
    /// Burn rates, budget, and what its alerts say.
    package let status: ObjectiveStatus
    /// When it was last asked; nil before.
    package let at: Timestamp?
    /// Why not all of it is known; nil for no reason.
    package let problem: String?
    /// How its budget went; nil where nobody asked.
    package let curve: BudgetCurve?

    /// Memberwise.
    package init(
        service: String,
        origin: FollowedObjective.Origin,
        status: ObjectiveStatus,
        at moment: Timestamp?,
        problem: String? = nil,
        curve: BudgetCurve? = nil
    ) {
        self.service = service
        self.origin = origin
        self.status = status
        at = moment
        self.problem = problem
        self.curve = curve
    }

    /// Whether it stands before another: a page before a ticket, then what is well, then what nobody knows; of two alike
    /// the one with less budget.
    package func isWorse(than other: ObjectiveReport) -> Bool {
        let (rank, otherRank) = (status.state.rank, other.status.state.rank)
        if rank != otherRank { return rank > otherRank }
        return (status.budgetLeft ?? .infinity) < (other.status.budgetLeft ?? .infinity)
    }
}

extension ObjectiveStatus.State {
    /// How much it calls for somebody.
    fileprivate var rank: Int {
        switch self {
        case .unknown: 0
        case .ok: 1
        case .ticket: 2
        case .page: 3
        }
    }
}
