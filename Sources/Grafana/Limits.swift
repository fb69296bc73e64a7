/// Where a panel's value turns bad: colours from values on upward.
///
/// Below all of them, and where there is no value at all, stands the text's own colour: a missing number is neither
/// good nor bad.
package struct Limits: Sendable, Equatable {
    /// What a colour says.
    package enum Tone: String, Sendable {
        case good = "green"
        case warning = "orange"
        case critical = "red"
        case plain = "text"
        case none = "transparent"
    }

    /// From this value on upward.
    package struct Step: Sendable, Equatable {
        /// The lowest value of the step.
        package let value: Double
        /// What it means.
        package let tone: Tone
    }

    /// In ascending order.
    package let steps: [Step]

    /// Steps by their lowest values.
    package init(_ steps: [(Double, Tone)] = []) {
        self.steps = steps.map { Step(value: $0.0, tone: $0.1) }
    }

    /// As Grafana writes them; `base` is what stands below.
    func json(base: Tone) -> JSONValue {
        let lowest: JSONValue = ["color": .string(base.rawValue), "value": .null]
        let others = steps.map { step -> JSONValue in
            ["color": .string(step.tone.rawValue), "value": .number(step.value)]
        }
        return ["mode": "absolute", "steps": .array([lowest] + others)]
    }
}
