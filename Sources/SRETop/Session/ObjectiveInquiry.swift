import Gates
import GoldenSignals
import PromModel

/// Asks a Prometheus how an objective is kept: recorded series first, the expressions themselves where there are none.
struct ObjectiveInquiry: Sendable {
    let engine: any QueryEngine
    /// The moment that everything is asked at.
    let moment: Timestamp

    /// One line for each group of labels that the objective is kept apart by; one without numbers where there are none.
    ///
    /// - Throws: why the source gave no answer, or what of the expressions it cannot read.
    func lines(
        of objective: ServiceLevelObjective,
        _ service: ServiceObjectives
    ) async throws(QueryFailure) -> [ObjectiveLine] {
        guard let questions = ObjectiveQuestions(objective, of: service) else {
            let name = service.profile?.name ?? "none"
            throw .unavailable(reason: "the profile \(name) does not tell \(objective.name)")
        }
        var groups: [Labels: ObjectiveReadings] = [:]
        var bounds: [Double] = []
        for question in questions.questions {
            let values = try await values(question)
            if case .bounds(let unit) = question.subject {
                bounds = values.bucketBounds(unit: unit)
                continue
            }
            for value in values where !value.value.isNaN {
                let group = value.labels.keeping(only: service.grouping)
                var readings = groups[group] ?? ObjectiveReadings(group: group)
                readings.take(value.value, of: question.subject)
                groups[group] = readings
            }
        }
        if groups.isEmpty { groups[Labels()] = ObjectiveReadings(group: Labels()) }
        return groups.values.sorted { $0.group < $1.group }.map { readings in
            ObjectiveLine(
                service: service.service,
                status: ObjectiveStatus(objective, readings),
                problem: readings.problem(of: objective, bounds: bounds)
            )
        }
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
