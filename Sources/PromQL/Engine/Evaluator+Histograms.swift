internal import PromModel

extension Evaluator {
    /// Calls `histogram_quantile`, `histogram_quantiles` or `histogram_fraction`.
    ///
    /// Buckets belong together if all labels but `le` agree, the metric name included.
    func histogramValues(_ function: Function, of node: PlanNode, at time: Int64) throws(PromQLError) -> [Element] {
        // Several quantiles stand behind the vector and the label that tells them apart, all else before it.
        let isMany = function == .histogramQuantiles
        guard let source = isMany ? node.children.first : node.children.last else { return [] }
        var numbers: [Double] = []
        for child in isMany ? node.children.dropFirst(2) : node.children.dropLast() {
            numbers.append(try scalar(child, at: time))
        }
        for q in numbers where function != .histogramFraction {
            noteQuantile(q)
        }
        let (natives, histograms) = self.histograms(try vector(source, at: time), node)
        var result: [Element] = []
        switch (function, numbers.count) {
        case (.histogramQuantile, 1):
            result = natives.map { Element(labels: bare($0), value: quantile(numbers[0], of: $1, $0)) }
            result += histograms.map { Element(labels: bare($0), value: quantile(numbers[0], of: $1, $0)) }
        case (.histogramQuantiles, _):
            let name = try string(node.children[1], at: time)
            guard isLabelName(name) else { throw .invalidParameter("invalid label name \(StrayByte.quoted(name))") }
            for q in numbers {
                let text = Evaluator.quantileText(q)
                result += natives.map { labels, histogram in
                    Element(labels: bare(labels).setting(name, to: text), value: quantile(q, of: histogram, labels))
                }
                result += histograms.map { labels, histogram in
                    Element(labels: bare(labels).setting(name, to: text), value: quantile(q, of: histogram, labels))
                }
            }
        case (.histogramFraction, 2):
            result = natives.map { labels, histogram in
                if histogram.hasNaN { note(.fractionLeavesOutNaN(metric: labels.metricName)) }
                return Element(labels: bare(labels), value: histogram.fraction(from: numbers[0], through: numbers[1]))
            }
            result += histograms.map {
                Element(labels: bare($0), value: $1.fraction(from: numbers[0], through: numbers[1]))
            }
        default: break
        }
        try Evaluator.requireUnique(result)
        return result
    }

    /// Calls a function that makes a number of each native histogram.
    func histogramNumbers(_ function: Function, of node: PlanNode, at time: Int64) throws(PromQLError) -> [Element] {
        let result = try vector(node.children[0], at: time).compactMap { element -> Element? in
            guard let histogram = element.histogram?.content else { return nil }
            let value =
                switch function {
                case .histogramCount: histogram.count
                case .histogramSum: histogram.sum
                case .histogramAvg: histogram.sum / histogram.count
                case .histogramStdvar: histogram.variance
                default: histogram.variance.squareRoot()
                }
            return Element(labels: bare(element.labels), value: value)
        }
        try Evaluator.requireUnique(result)
        return result
    }

    /// The quantile of a native histogram; what observations that are NaN do to it is said.
    private func quantile(_ q: Double, of histogram: FloatHistogram, _ labels: Labels) -> Double {
        let value = histogram.quantile(q)
        if q >= 0, q <= 1, histogram.count != 0, histogram.hasNaN {
            let metric = labels.metricName
            note(value.isNaN ? .quantileIsNaN(metric: metric) : .quantileIsSkewed(metric: metric))
        }
        return value
    }

    /// A vector's histograms of both kinds.
    private typealias Histograms = (
        natives: [(labels: Labels, histogram: FloatHistogram)], classic: [(labels: Labels, histogram: ClassicHistogram)]
    )

    /// Native histograms, and classic ones put together of their buckets; neither where a metric has both.
    private func histograms(_ elements: [Element], _ node: PlanNode) -> Histograms {
        guard elements.contains(where: { $0.histogram != nil }) else { return ([], classicHistograms(elements, node)) }
        var classic = classicHistograms(elements.filter { $0.histogram == nil }, node)
        var natives: [(labels: Labels, histogram: FloatHistogram)] = []
        for element in elements {
            guard let histogram = element.histogram?.content else { continue }
            if let both = classic.firstIndex(where: { $0.labels == element.labels }) {
                note(.mixedClassicNative(metric: element.labels.metricName))
                classic.remove(at: both)
            } else {
                natives.append((element.labels, histogram))
            }
        }
        return (natives, classic)
    }

    private func quantile(_ q: Double, of histogram: ClassicHistogram, _ labels: Labels) -> Double {
        if listener != nil, !isClosed, q >= 0, q <= 1, histogram.isFalling {
            note(.forcedMonotonicity(metric: labels.metricName))
        }
        return histogram.quantile(q, tolerant: !isClosed)
    }

    /// A quantile as the value of a label, which always looks like a fraction: `0.9`, `1.0`.
    private static func quantileText(_ q: Double) -> String {
        let text = NumberText.format(q)
        return q.isFinite && !text.contains(where: { $0 == "." || $0 == "e" }) ? text + ".0" : text
    }

    /// The histograms that a vector's elements are buckets of, in order of appearance.
    private func classicHistograms(
        _ elements: [Element],
        _ node: PlanNode
    ) -> [(labels: Labels, histogram: ClassicHistogram)] {
        var indexes: [Labels: Int] = [:]
        var histograms: [(labels: Labels, histogram: ClassicHistogram)] = []
        for element in elements {
            guard let bound = bucketBound(element.labels["le"]) else {
                note(.badBucketLabel(element.labels["le"], metric: element.labels.metricName))
                continue
            }
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
        return histograms
    }
}
