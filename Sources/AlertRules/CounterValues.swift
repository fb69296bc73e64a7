/// A counter's samples in promtool's notation: straight pieces, one after the other.
struct CounterValues {
    private var pieces: [String] = []
    private var value: Int?

    /// Rises by so much at each of so many steps.
    mutating func rise(by amount: Int, steps: Int) {
        guard steps > 0 else { return }
        // `a+bxn` is n + 1 samples: a first one, and n steps.
        if let value {
            pieces.append("\(value + amount)+\(amount)x\(steps - 1)")
            self.value = value + amount * steps
        } else {
            pieces.append("0+\(amount)x\(steps)")
            value = amount * steps
        }
    }

    var text: String { pieces.joined(separator: " ") }
}
