/// The running result of one group of an aggregation.
struct Accumulator {
    private let operation: AggregationOperator
    private let isClosed: Bool
    private var count = 0.0
    private var sum = CompensatedSum()
    private var mean: Mean
    /// The extreme so far, or the running mean of a deviation.
    private var extreme = Double.nan
    private var squares = 0.0

    init(_ operation: AggregationOperator, isClosed: Bool) {
        self.operation = operation
        self.isClosed = isClosed
        mean = Mean(isClosed ? .running : .sum)
    }

    mutating func add(_ value: Double) {
        count += 1
        switch operation {
        case .sum:
            if isClosed {
                sum.sum = count == 1 ? value : sum.sum + value
            } else if count == 1 {
                sum = CompensatedSum(value)
            } else {
                sum.add(value)
            }
        case .avg: mean.add(value)
        case .min: if extreme.isNaN || extreme > value { extreme = value }
        case .max: if extreme.isNaN || extreme < value { extreme = value }
        case .stddev, .stdvar:
            if count == 1 {
                extreme = value
                if !isClosed && !value.isFinite { squares = .nan }
                return
            }
            let delta = value - extreme
            extreme += delta / count
            squares += delta * (value - extreme)
        case .count, .group, .topk, .bottomk, .quantile, .countValues, .limitk, .limitRatio: break
        }
    }

    var result: Double {
        switch operation {
        case .sum: isClosed ? sum.sum : sum.result
        case .avg: mean.result
        case .min, .max: extreme
        case .count: count
        case .stdvar: squares / count
        case .stddev: (squares / count).squareRoot()
        case .group, .topk, .bottomk, .quantile, .countValues, .limitk, .limitRatio: 1
        }
    }
}
