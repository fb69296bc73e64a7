internal import PromModel

/// The running results of the groups of an aggregation, at all steps of a query.
struct GroupColumns {
    private let operation: AggregationOperator
    private let isClosed: Bool
    private let stepCount: Int
    /// The first series of each group that has a value at a step, by its place; negative while none has.
    private var places: [Int32]
    /// Of sums alone, by far the most frequent.
    private var sums: [CompensatedSum] = []
    private var accumulators: [Accumulator] = []

    init(_ operation: AggregationOperator, groupCount: Int, stepCount: Int, isClosed: Bool) {
        self.operation = operation
        self.isClosed = isClosed
        self.stepCount = stepCount
        places = Array(repeating: -1, count: groupCount * stepCount)
        if operation == .sum {
            sums = Array(repeating: CompensatedSum(), count: places.count)
        } else {
            accumulators = Array(repeating: Accumulator(operation, isClosed: isClosed), count: places.count)
        }
    }

    /// Adds the values of a series; series come in order of their places.
    mutating func add(_ column: SeriesColumn, of place: Int, to group: Int) {
        let base = group * stepCount
        let place = Int32(truncatingIfNeeded: place)
        guard operation == .sum else {
            for (step, value) in zip(column.steps, column.values) {
                if places[base + step] < 0 { places[base + step] = place }
                accumulators[base + step].add(value)
            }
            return
        }
        let isClosed = isClosed
        places.withUnsafeMutableBufferPointer { places in
            sums.withUnsafeMutableBufferPointer { sums in
                for (step, value) in zip(column.steps, column.values) {
                    let index = base + step
                    if places[index] < 0 {
                        places[index] = place
                        sums[index] = CompensatedSum(value)
                    } else if isClosed {
                        sums[index].sum += value
                    } else {
                        sums[index].add(value)
                    }
                }
            }
        }
    }

    /// The result of a group at a step, with the place of its first series; nil where it has none.
    func result(of group: Int, at step: Int) -> (place: Int32, value: Double)? {
        let index = group * stepCount + step
        guard places[index] >= 0 else { return nil }
        guard operation == .sum else { return (places[index], accumulators[index].result) }
        return (places[index], isClosed ? sums[index].sum : sums[index].result)
    }
}
