internal import PromModel

/// A part of an expression prepared for evaluation at many moments.
///
/// A node belongs to one query. It carries what does not change from step to step: the series a selector chose, and
/// the labels that grouping or matching made of other labels.
final class PlanNode {
    /// What the node does.
    enum Operation {
        case number(Double)
        case string(String)
        case selector(VectorSelector)
        case range(VectorSelector, milliseconds: Int64)
        case subquery(Subquery, milliseconds: Int64, step: Int64)
        case negated
        case binary(BinaryOperation)
        case aggregation(Aggregation)
        /// Whatever is evaluated series by series, for all of its moments at once; grouped if there is an aggregation.
        case series(SeriesFunction, Aggregation?, Moments)
        /// What `info` adds to a vector.
        case info(InfoJoin)
        case call(Function, arguments: [Expression])
    }

    let operation: Operation
    let children: [PlanNode]
    /// The series of a selector.
    var selected: [SelectedSeries] = []
    /// Whether the series of a selector still differ without their metric names.
    var bareLabelsAreUnique = false
    /// Labels made of other labels: the group of an aggregation, the signature of a match.
    var derivedLabels: [Labels: Labels] = [:]
    /// The labels of matches, by those of the element on the "many" side, with the partner's that they were made for.
    private var matchedLabels: [Labels: (one: Labels, result: Labels)] = [:]
    /// From which labels those without a metric name come.
    private var origins: [Labels: Labels] = [:]
    /// The values of a subquery's expression at the steps evaluated so far.
    var memo: [Int64: [Element]] = [:]
    /// What is evaluated series by series, by moment; empty until it is asked for the first time.
    var answers: [[Element]] = []
    /// When an aggregation is evaluated, if that is at many moments and it may be a sum of rates of native histograms.
    var moments: Moments?
    /// Those rates, once they are asked for.
    var nativeRates: NativeRates?
    /// What follows from the labels of the vectors of the step before: it holds as long as those stay the same.
    var steady = SteadyResults()
    /// The regular expression of `label_replace`, compiled once.
    var pattern: LabelPattern?

    init(_ operation: Operation, children: [PlanNode] = []) {
        self.operation = operation
        self.children = children
    }

    /// Labels derived from others, computed once for each of them.
    func derived(from labels: Labels, _ compute: (Labels) -> Labels) -> Labels {
        if let known = derivedLabels[labels] { return known }
        let result = compute(labels)
        derivedLabels[labels] = result
        return result
    }

    /// The labels of a match, computed once as long as the same two match.
    func matched(_ many: Labels, _ one: Labels, _ compute: () -> Labels) -> Labels {
        if let known = matchedLabels[many], known.one == one { return known.result }
        let result = compute()
        matchedLabels[many] = (one, result)
        return result
    }

    /// Notes which series an element without a metric name comes from; fails if it was another one at any step.
    ///
    /// Prometheus 2 fails so where functions of range vectors and negations drop names; version 3 joins the series
    /// unless they have values at the same step.
    func note(_ labels: Labels, comesFrom origin: Labels) throws(PromQLError) {
        if let other = origins.updateValue(origin, forKey: labels), other != origin { throw .duplicateLabels(labels) }
    }
}

/// A series that a selector chose, with its samples of the time the query can look at.
struct SelectedSeries {
    let labels: Labels
    let bareLabels: Labels
    /// Milliseconds, ascending.
    let times: [Int64]
    let values: [Double]
    /// When the counts of the samples began; empty if nobody asks or knows.
    var starts: [Int64] = []
    /// The samples that are native histograms, if there are any.
    var natives: NativeSamples?
}

extension SelectedSeries {
    /// When the count of the sample at a moment began, in milliseconds; zero if nobody knows.
    func start(ofSampleAt time: Int64) -> Int64 {
        let index = times.lowerBound(of: time)
        if index < times.count, times[index] == time { return starts.isEmpty ? 0 : starts[index] }
        guard let natives, !natives.starts.isEmpty else { return 0 }
        let native = natives.times.lowerBound(of: time)
        return native < natives.times.count && natives.times[native] == time ? natives.starts[native] : 0
    }
}

extension Grouping {
    /// What grouping leaves of labels.
    func apply(to labels: Labels) -> Labels {
        switch self {
        case .by(let names): names.isEmpty ? Labels() : labels.keeping(only: names)
        case .without(let names): labels.dropping(names + [Labels.metricNameLabel]).droppingMark
        }
    }
}
