package import PromModel
package import PromQL

extension NativeHistogram {
    /// A histogram of the engine as the API would give it: empty buckets left out.
    package init(_ histogram: FloatHistogram) {
        let negative = histogram.negativeBuckets.reversed().map {
            Bucket(bounds: .lower, lower: $0.lower, upper: $0.upper, count: $0.count)
        }
        let zero = histogram.zeroBucket
        let positive = histogram.positiveBuckets.map {
            let bounds: Bucket.Bounds = $0.lower == -.infinity ? .both : .upper
            return Bucket(bounds: bounds, lower: $0.lower, upper: $0.upper, count: $0.count)
        }
        let middle = Bucket(bounds: .both, lower: zero.lower, upper: zero.upper, count: zero.count)
        self.init(
            count: histogram.count,
            sum: histogram.sum,
            buckets: (negative + [middle] + positive).filter { $0.count != 0 }
        )
    }
}

extension QueryResult {
    /// The numbers of a result, and beside them its native histograms.
    package var separated: (numbers: QueryResult, histograms: [HistogramSeries]) {
        switch self {
        case .scalar, .string: return (self, [])
        case .vector(let vector):
            let series = vector.compactMap { element -> HistogramSeries? in
                guard let histogram = element.histogram else { return nil }
                let native = NativeHistogram(histogram)
                return HistogramSeries(
                    labels: element.labels,
                    elements: [HistogramSeries.Element(timestamp: element.sample.timestamp, histogram: native)]
                )
            }
            guard !series.isEmpty else { return (self, []) }
            return (.vector(vector.filter { $0.histogram == nil }), series)
        case .matrix(let matrix):
            let series = matrix.filter { !$0.histograms.isEmpty }.map { series in
                HistogramSeries(
                    labels: series.labels,
                    elements: series.histograms.map {
                        HistogramSeries.Element(timestamp: $0.timestamp, histogram: NativeHistogram($0.histogram))
                    }
                )
            }
            guard !series.isEmpty else { return (self, []) }
            return (.matrix(matrix.filter { !$0.samples.isEmpty }), series)
        }
    }
}
