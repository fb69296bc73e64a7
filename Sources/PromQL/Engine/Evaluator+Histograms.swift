internal import PromModel

extension Evaluator {
    /// Calls `histogram_quantile` or `histogram_fraction`.
    ///
    /// Buckets belong together if all labels but `le` agree, the metric name included.
    func histogramValues(_ function: Function, of node: PlanNode, at time: Int64) throws(PromQLError) -> [Element] {
        guard let source = node.children.last else { return [] }
        var numbers: [Double] = []
        for child in node.children.dropLast() {
            numbers.append(try scalar(child, at: time))
        }
        var indexes: [Labels: Int] = [:]
        var histograms: [(labels: Labels, histogram: ClassicHistogram)] = []
        for element in try vector(source, at: time) {
            guard let bound = bucketBound(element.labels["le"]) else { continue }
            let labels = node.derived(from: element.labels) { $0.dropping(["le"]) }
            let index: Int
            if let known = indexes[labels] {
                index = known
            } else {
                index = histograms.count
                indexes[labels] = index
                histograms.append((labels, ClassicHistogram()))
            }
            histograms[index].histogram.add(upperBound: bound, count: element.value)
        }
        let result = histograms.map { labels, histogram in
            let value =
                switch (function, numbers.count) {
                case (.histogramQuantile, 1): histogram.quantile(numbers[0], tolerant: !isClosed)
                case (.histogramFraction, 2): histogram.fraction(from: numbers[0], through: numbers[1])
                default: Double.nan
                }
            return Element(labels: bare(labels), value: value)
        }
        try Evaluator.requireUnique(result)
        return result
    }
}
