/// When it is time to look at something again that settles: at the first evaluations, then ever more seldom.
struct Looks: Sendable, Equatable {
    private var evaluations = 0
    private var next = 1

    /// Whether the next evaluation is one to look at.
    var isNear: Bool { evaluations + 1 >= next }

    /// Counts an evaluation; true where it is time to look.
    mutating func isDue() -> Bool {
        evaluations += 1
        guard evaluations >= next else { return false }
        next = evaluations < 8 ? evaluations + 1 : evaluations * 2
        return true
    }
}
