/// What one poll has cost so far.
struct PollCost: Sendable {
    var queries = 0
    var bytes = 0
    var warnings: [String] = []
    /// What could not be answered, because its expression failed.
    var failed: [String] = []
}
