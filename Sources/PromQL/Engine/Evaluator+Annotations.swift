internal import PromModel

extension Evaluator {
    /// Says something beside the answer, if anybody listens.
    func note(_ annotation: @autoclosure () -> Annotation) {
        listener?.add(annotation())
    }

    /// Says that a quantile is none.
    func noteQuantile(_ q: Double) {
        if !(q >= 0 && q <= 1) { note(.invalidQuantile(q)) }
    }

    /// Says that a metric is no counter, going by its name.
    func noteCounter(_ labels: Labels) {
        guard listener != nil else { return }
        let name = labels.metricName
        guard !name.isEmpty, !["_total", "_sum", "_count", "_bucket"].contains(where: name.hasSuffix) else { return }
        note(.possibleNonCounter(name))
    }
}
