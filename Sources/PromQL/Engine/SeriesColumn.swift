/// What is made of a series at the steps of a query: only those at which anything is.
struct SeriesColumn {
    /// The places of the steps, ascending.
    private(set) var steps: [Int] = []
    private(set) var values: [Double] = []

    mutating func append(_ value: Double, at step: Int) {
        steps.append(step)
        values.append(value)
    }

    /// Forgets everything but the room.
    mutating func removeAll() {
        steps.removeAll(keepingCapacity: true)
        values.removeAll(keepingCapacity: true)
    }
}
