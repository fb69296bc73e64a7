import PromModel
import PromQL

/// An objective that somebody keeps an eye on: of which service, who promised it, and what is asked about it.
package struct FollowedObjective: Sendable, Equatable {
    /// Who said what is promised.
    package enum Origin: String, Sendable, Codable {
        /// The user, in a file or in words.
        case given
        /// Rules of the Prometheus that is watched.
        case recorded
        /// Nobody: what is usual stands in.
        case usual
    }

    /// The service that it is about; empty where its rules do not say.
    package let service: String
    /// What is promised.
    package let objective: ServiceLevelObjective
    /// Who said so.
    package let origin: Origin
    /// The labels by which its numbers are kept apart.
    package let grouping: [String]
    /// What is asked, one question a subject; none where the profile cannot tell it.
    package let questions: [ObjectiveQuestions.Question]
    /// How its budget went, from the best question to the last resort.
    package let curves: [BudgetCurveQuestion]
    /// Why nothing can be asked; nil where it can.
    package let problem: String?

    /// One of a service whose metrics a profile names, or whose expressions are given.
    package init(_ objective: ServiceLevelObjective, of service: ServiceObjectives, origin: Origin) {
        self.service = service.service
        self.objective = objective
        self.origin = origin
        grouping = service.grouping
        if let asked = ObjectiveQuestions(objective, of: service) {
            questions = asked.questions
            curves = BudgetCurveQuestion.all(of: objective, service)
            problem = nil
        } else {
            (questions, curves) = ([], [])
            problem = "the profile \(service.profile?.name ?? "none") does not tell \(objective.name)"
        }
    }

    /// One that rules record.
    init(
        _ objective: ServiceLevelObjective,
        service: String,
        grouping: [String],
        questions: [ObjectiveQuestions.Question],
        curves: [BudgetCurveQuestion]
    ) {
        (self.service, self.objective, self.grouping) = (service, objective, grouping)
        (self.questions, self.curves) = (questions, curves)
        (origin, problem) = (.recorded, nil)
    }

    /// What tells it from others: the name that its rules have.
    var identifier: String {
        origin == .recorded ? objective.name : "\(service)-\(objective.name)"
    }
}
