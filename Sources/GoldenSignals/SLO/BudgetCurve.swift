package import PromModel
import PromQL

/// What was left of a budget, moment by moment.
package struct BudgetCurve: Sendable, Equatable, Codable {
    /// What was left at a moment: 1 for all of it, below 0 for more than was there.
    package struct Point: Sendable, Equatable, Codable {
        /// When.
        package let at: Timestamp
        /// The share that was left.
        package let left: Double

        /// Memberwise.
        package init(at moment: Timestamp, left: Double) {
            at = moment
            self.left = left
        }
    }

    /// The points, oldest first; moments without a number are left out.
    package let points: [Point]
    /// Between two moments.
    package let step: Duration
    /// Each point is of the period that ended then, as rules recorded it; else what is spent is of this period alone.
    package let isRecorded: Bool

    /// Memberwise.
    package init(points: [Point], step: Duration, isRecorded: Bool) {
        self.points = points
        self.step = step
        self.isRecorded = isRecorded
    }
}

/// A question for the curve of a budget: over the period, at a hundred moments.
package struct BudgetCurveQuestion: Sendable, Equatable {
    /// What the answer says.
    enum Kind: Sendable, Equatable {
        /// What was left, at each moment of the period before it.
        case left
        /// Bad and all events a second, tagged.
        case rates
    }

    /// The expression.
    package let expression: String
    /// The time that it is about.
    package let period: Duration
    let kind: Kind

    private static let (bad, all) = ("bad", "all")
    private static let count: Int64 = 100

    /// Between two of its moments.
    package var step: Duration { .milliseconds(max(1000, period.milliseconds / Self.count)) }

    /// The questions of an objective, the cheapest first: what rules recorded, then the events themselves.
    static func all(of objective: ServiceLevelObjective, _ service: ServiceObjectives) -> [BudgetCurveQuestion] {
        let recordings = ObjectiveRecordings(objective, of: service)
        let recorded = BudgetCurveQuestion(
            expression: ObjectiveRecordings.budgetLeftMetric + recordings.selector,
            period: objective.period,
            kind: .left
        )
        let step = Duration.milliseconds(max(1000, objective.period.milliseconds / count))
        guard let indicator = service.indicator(objective, window: step),
            let rates = SignalCatalog.combined([(bad, indicator.errors), (all, indicator.total)])
        else { return [recorded] }
        return [recorded, BudgetCurveQuestion(expression: rates, period: objective.period, kind: .rates)]
    }

    /// The curves of an answer, one for each group of labels; none where it is empty.
    package func curves(_ series: [Series], budget: Double, by grouping: [String]) -> [Labels: BudgetCurve] {
        let groups = Dictionary(grouping: series) { $0.labels.keeping(only: grouping) }
        return groups.compactMapValues { series in
            let points = kind == .left ? Self.left(series) : Self.spent(series, budget: budget)
            guard !points.isEmpty else { return nil }
            return BudgetCurve(points: points, step: step, isRecorded: kind == .left)
        }
    }

    private static func left(_ series: [Series]) -> [BudgetCurve.Point] {
        (series.first?.samples ?? []).compactMap { sample in
            sample.value.isFinite ? BudgetCurve.Point(at: sample.timestamp, left: sample.value) : nil
        }
    }

    /// What is spent by and by, of the budget that all events of the period allow.
    private static func spent(_ series: [Series], budget: Double) -> [BudgetCurve.Point] {
        func values(_ tag: String) -> [Timestamp: Double] {
            var values: [Timestamp: Double] = [:]
            for one in series where one.labels[SignalCatalog.tagLabel] == tag {
                for sample in one.samples where sample.value.isFinite { values[sample.timestamp] = sample.value }
            }
            return values
        }
        let (failures, events) = (values(bad), values(all))
        let total = events.values.reduce(0, +)
        guard total > 0 else { return [] }
        var lost = 0.0
        return events.keys.sorted().map { moment in
            lost += failures[moment] ?? 0
            return BudgetCurve.Point(at: moment, left: 1 - lost / (budget * total))
        }
    }
}
