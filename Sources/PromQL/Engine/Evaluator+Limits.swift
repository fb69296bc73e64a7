internal import PromModel

extension Evaluator {
    /// How many elements `topk`, `bottomk` and `limitk` keep of each group.
    func limit(_ count: Double) throws(PromQLError) -> Int {
        guard !count.isNaN, abs(count) < 0x1p63 else {
            if !isClosed && count.isNaN { throw .invalidParameter("Parameter value is NaN") }
            let flow = !isClosed && count < 0 ? "underflows" : "overflows"
            throw .invalidParameter("Scalar value \(NumberText.format(count)) \(flow) int64")
        }
        return count >= 1 ? Int(clamping: Int64(saturating: count)) : 0
    }

    /// A share of the elements: the same ones at every moment, since their labels decide.
    ///
    /// A negative ratio gives exactly the elements that one plus the ratio would leave out.
    func sample(_ ratio: Double, of elements: [Element]) throws(PromQLError) -> [Element] {
        guard !ratio.isNaN else { throw .invalidParameter("Ratio value is NaN") }
        let capped = min(max(ratio, -1), 1)
        if capped != ratio { note(.invalidRatio(ratio, capped: capped)) }
        guard capped != 0 else { return [] }
        return elements.filter { element in
            // As Prometheus computes it, which rounds the greatest hash to 2^64.
            let place = Double(LabelHash.hash(of: element.labels.droppingMark)) / 0x1p64
            return capped > 0 ? place < capped : place >= 1 + capped
        }
    }

    /// Whether a text may name a label: any UTF-8 that is not empty in Prometheus 3, plain names before.
    func isLabelName(_ text: String) -> Bool {
        isClosed ? Labels.isPlainName(text, colonAllowed: false) : !text.isEmpty && !StrayByte.isPresent(in: text)
    }
}
