import PromModel
import PromQL

/// What is asked about an objective: first what rules have recorded, then the expressions themselves.
package struct ObjectiveQuestions: Sendable {
    /// What an answer is about.
    package enum Subject: Sendable, Hashable {
        /// The share of bad events over a window.
        case ratio(Duration)
        /// Events within a window.
        case events(Duration)
        /// How much of a window the source holds.
        case fullness(Duration)
        /// The bounds of the latency histogram, in the unit that it counts in: where it has none at an objective's time
        /// there is no number.
        case bounds(LatencyUnit)

        /// Whether it is about how much the source holds.
        var isFullness: Bool { if case .fullness = self { true } else { false } }

        /// The window that it is about.
        var window: Duration {
            switch self {
            case .ratio(let window), .events(let window), .fullness(let window): window
            // They change with a deploy, and then for good.
            case .bounds: .seconds(6 * 3600)
            }
        }
    }

    /// One question.
    package struct Question: Sendable, Equatable {
        /// What its answer is about.
        package let subject: Subject
        /// The series that generated rules record; nil where they record none.
        package let recorded: String?
        /// The expression itself, which takes longer; nil where nothing but the recorded series is known.
        package let direct: String?
    }

    /// The questions, one for each subject.
    package let questions: [Question]

    /// Nil where the profile cannot tell the objective.
    package init?(_ objective: ServiceLevelObjective, of service: ServiceObjectives) {
        let recordings = ObjectiveRecordings(objective, of: service)
        var questions: [Question] = []
        for window in Set(objective.allWindows + [objective.period]).sorted() {
            guard let indicator = service.indicator(objective, window: window) else { return nil }
            questions.append(
                Question(
                    subject: .ratio(window),
                    recorded: recordings.merged(recordings.errorRatio(window)),
                    direct: indicator.errorRatio
                )
            )
            let isLong = objective.windows.contains { $0.long == window }
            if isLong {
                questions.append(
                    Question(
                        subject: .events(window),
                        recorded: recordings.merged(recordings.events(window)),
                        direct: indicator.count
                    )
                )
            }
            if isLong || window == objective.period {
                questions.append(
                    Question(
                        subject: .fullness(window),
                        recorded: nil,
                        direct: Self.fullness(of: window, indicator.presence, by: service.grouping)
                    )
                )
            }
        }
        if case .latency = objective.indicator, let bounds = service.latencyBounds {
            questions.append(Question(subject: .bounds(bounds.unit), recorded: nil, direct: bounds.expression))
        }
        self.questions = questions
    }

    /// Of a hundred moments of the window the share at which there is something to count.
    static func fullness(of window: Duration, _ presence: String, by grouping: [String]) -> String {
        let step = PromQLDuration.format(.milliseconds(max(1000, window.milliseconds / 100)))
        let by = grouping.isEmpty ? "" : " by (\(PromQLName.labels(grouping)))"
        let counted = "count_over_time((count\(by) (\(presence)))[\(PromQLDuration.format(window)):\(step)])"
        let moments = window.milliseconds / max(1000, window.milliseconds / 100)
        // What has only just begun was there at none of the moments.
        return "clamp_max(\(counted) / \(moments), 1) or 0 * count\(by) (\(presence))"
    }
}
