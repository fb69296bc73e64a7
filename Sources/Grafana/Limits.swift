/// Where a panel's value turns bad: colours from values on upward.
///
/// Below all of them, and where there is no value at all, stands the text's own colour: a missing number is neither
/// good nor bad.
struct Limits: Sendable {
    /// What a colour says.
    enum Tone: String, Sendable {
        case good = "green"
        case warning = "orange"
        case critical = "red"
        case plain = "text"
        case none = "transparent"
    }

    /// What values mean from each one on upward, in ascending order.
    let steps: [(value: Double, tone: Tone)]

    /// Steps by their lowest values.
    init(_ steps: [(value: Double, tone: Tone)] = []) { self.steps = steps }

    /// As Grafana writes them; `base` is what stands below.
    func json(base: Tone) -> JSONValue {
        let lowest: JSONValue = ["color": .string(base.rawValue), "value": .null]
        let others = steps.map { step -> JSONValue in
            ["color": .string(step.tone.rawValue), "value": .number(step.value)]
        }
        return ["mode": "absolute", "steps": .array([lowest] + others)]
    }
}
