/// What is made of a series at the steps of a query: only those at which anything is.
struct SeriesColumn {
    /// The places of the steps, ascending.
    private(set) var steps: [Int] = []
    private(set) var values: [Double] = []

    mutating func append(_ value: Double, at step: Int) {
        steps.append(step)
        values.append(value)
    }

    /// Has zeros at some steps, until they are replaced.
    mutating func become(zerosAt steps: [Int]) {
        self.steps = steps
        values = Array(repeating: 0, count: steps.count)
    }

    /// Changes the values, whose steps stay what they are.
    mutating func withValues(_ body: (UnsafeMutableBufferPointer<Double>) -> Void) {
        values.withUnsafeMutableBufferPointer { body($0) }
    }

    /// Forgets everything but the room.
    mutating func removeAll() {
        steps.removeAll(keepingCapacity: true)
        values.removeAll(keepingCapacity: true)
    }
}
