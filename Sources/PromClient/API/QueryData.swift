import PromModel
import PromQL

/// The data of a query's answer.
struct QueryData {
    private(set) var result: QueryResult
    /// The moment of evaluation, where the result tells.
    private(set) var at: Timestamp?
    /// What has no number to show, of a vector or a matrix.
    private(set) var histograms: [HistogramSeries] = []

    /// Reads `{"resultType":…,"result":…}`, its keys in any order.
    static func read(_ reader: inout JSONReader, seriesLimit: Int) throws(JSONFault) -> QueryData {
        let start = reader.index
        var type: String?
        var skippedResult: Int?
        var data: QueryData?
        guard try reader.enterObject() else { throw .unexpected(wanted: "a result", at: start) }
        while let key = try reader.nextKey() {
            switch key {
            case "resultType": type = try reader.string()
            case "result":
                if let type {
                    data = try read(&reader, type: type, seriesLimit: seriesLimit)
                } else {
                    skippedResult = reader.index
                    try reader.skip()
                }
            default: try reader.skip()
            }
        }
        if data == nil, let type, let skippedResult {
            var again = JSONReader(bytes: reader.bytes, at: skippedResult)
            data = try read(&again, type: type, seriesLimit: seriesLimit)
        }
        guard let data else { throw .unexpected(wanted: "a result", at: start) }
        return data
    }

    private static func read(
        _ reader: inout JSONReader,
        type: String,
        seriesLimit: Int
    ) throws(JSONFault) -> QueryData {
        switch type {
        case "vector":
            var data = QueryData(result: .vector([]))
            try data.readVector(&reader, limit: seriesLimit)
            return data
        case "matrix":
            var data = QueryData(result: .matrix([]))
            try data.readMatrix(&reader, limit: seriesLimit)
            return data
        case "scalar":
            let sample = try reader.sample()
            return QueryData(result: .scalar(sample), at: sample.timestamp)
        case "string":
            let (at, text) = try reader.stringSample()
            return QueryData(result: .string(text), at: at)
        default: throw .unexpected(wanted: "a result of a known type", at: reader.index)
        }
    }

    private mutating func readVector(_ reader: inout JSONReader, limit: Int) throws(JSONFault) {
        var vector: [VectorSample] = []
        guard try reader.enterArray() else { return }
        while try reader.nextElement() {
            var labels = Labels()
            var sample: Sample?
            var histogram: HistogramSeries.Element?
            guard try reader.enterObject() else { continue }
            while let key = try reader.nextKey() {
                switch key {
                case "metric": labels = try reader.labels()
                case "value": sample = try reader.sample()
                case "histogram": histogram = try reader.histogram()
                default: try reader.skip()
                }
            }
            guard sample != nil || histogram != nil else { continue }
            guard vector.count + histograms.count < limit else { throw .tooManySeries(limit: limit) }
            if let sample { vector.append(VectorSample(labels: labels, sample: sample)) }
            if let histogram { histograms.append(HistogramSeries(labels: labels, elements: [histogram])) }
        }
        result = .vector(vector)
        at = vector.first?.sample.timestamp ?? histograms.first?.elements.first?.timestamp
    }

    private mutating func readMatrix(_ reader: inout JSONReader, limit: Int) throws(JSONFault) {
        var matrix: [Series] = []
        // The series of one result mostly have the same number of points.
        var expectedPoints = 0
        guard try reader.enterArray() else { return }
        while try reader.nextElement() {
            var series = Series(labels: Labels(), samples: [])
            var elements: [HistogramSeries.Element] = []
            guard try reader.enterObject() else { continue }
            while let key = try reader.nextKey() {
                switch key {
                case "metric": series.labels = try reader.labels()
                case "values": series.samples = try reader.samples(expecting: expectedPoints)
                case "histograms":
                    guard try reader.enterArray() else { continue }
                    while try reader.nextElement() { elements.append(try reader.histogram()) }
                default: try reader.skip()
                }
            }
            guard matrix.count + histograms.count < limit || series.samples.isEmpty && elements.isEmpty else {
                throw .tooManySeries(limit: limit)
            }
            // A series may have changed from numbers to histograms, or back.
            if !elements.isEmpty { histograms.append(HistogramSeries(labels: series.labels, elements: elements)) }
            guard !series.samples.isEmpty else { continue }
            expectedPoints = series.samples.count
            matrix.append(series)
        }
        result = .matrix(matrix)
    }
}
