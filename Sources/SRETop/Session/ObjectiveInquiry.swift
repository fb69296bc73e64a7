import Gates
import GoldenSignals
import PromModel

/// Asks a Prometheus how an objective is kept: recorded series first, the expressions themselves where there are none.
struct ObjectiveInquiry: Sendable {
    let engine: any QueryEngine
    /// The moment that everything is asked at.
    let moment: Timestamp

    /// One status for each group of labels that the objective is kept apart by; one without numbers where there are none.
    ///
    /// - Throws: why the source gave no answer, or what of the expressions it cannot read.
    func statuses(
        of objective: ServiceLevelObjective,
        _ service: ServiceObjectives
    ) async throws(QueryFailure) -> [ObjectiveStatus] {
        guard let questions = ObjectiveQuestions(objective, of: service) else {
            let name = service.profile?.name ?? "none"
            throw .unavailable(reason: "the profile \(name) does not tell \(objective.name)")
        }
        var groups: [Labels: ObjectiveReadings] = [:]
        for question in questions.questions {
            for value in try await values(question) where !value.value.isNaN {
                let group = value.labels.keeping(only: service.grouping)
                var readings = groups[group] ?? ObjectiveReadings(group: group)
                readings.take(value.value, of: question.subject)
                groups[group] = readings
            }
        }
        if groups.isEmpty { groups[Labels()] = ObjectiveReadings(group: Labels()) }
        return groups.values.sorted { $0.group < $1.group }.map { ObjectiveStatus(objective, $0) }
    }

    private func values(_ question: ObjectiveQuestions.Question) async throws(QueryFailure) -> [InstantValue] {
        if let recorded = question.recorded {
            let values = try await engine.instant(recorded, at: moment)
            if !values.isEmpty { return values }
        }
        guard let direct = question.direct else { return [] }
        return try await engine.instant(direct, at: moment)
    }
}
