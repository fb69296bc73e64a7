/// Reads a page of metric families, each a message of protocol buffers behind its length.
///
/// The first fault ends the page, as in Prometheus: what comes behind it is not looked for. Native histograms are told
/// beside the buckets and the count and sum that were chosen for them, where a page has both.
struct ProtobufPage {
    typealias Fault = ProtobufReader.Fault

    /// How many labels all samples of a page may have in all.
    ///
    /// A bucket takes few bytes of the page, but gets all the labels of its metric. A usual page has one to a byte.
    private var maximumLabels: Int { bytes.count * 16 + 10_000 }

    let bytes: UnsafeBufferPointer<UInt8>
    private(set) var samples: [ExpositionSample] = []
    private(set) var histograms: [ExpositionHistogram] = []
    private(set) var exemplars: [ExpositionExemplar] = []
    private(set) var metadata: [String: MetricMetadata] = [:]
    private(set) var problems: [ExpositionProblem] = []
    private(set) var starts: [Int: Timestamp] = [:]
    private var labelCount = 0
    private var metricLabels: MetricLabels
    private var bounds = KnownBounds()

    init(_ bytes: UnsafeBufferPointer<UInt8>) {
        self.bytes = bytes
        metricLabels = MetricLabels(bytes)
        // A bucket takes some 20 bytes, a metric with labels of its own more than 60.
        samples.reserveCapacity(bytes.count / 40)
    }

    /// Reads the page.
    static func read(_ bytes: UnsafeBufferPointer<UInt8>) -> Exposition {
        var page = ProtobufPage(bytes)
        page.read()
        return Exposition(
            samples: page.samples,
            metadata: page.metadata,
            problems: page.problems,
            exemplars: page.exemplars,
            scrapedCount: page.samples.count + page.histograms.count,
            histograms: page.histograms,
            starts: page.starts
        )
    }

    private mutating func read() {
        var reader = ProtobufReader(bytes, 0..<bytes.count)
        var message = 0
        while !reader.isAtEnd {
            message += 1
            let start = reader.position
            do throws(Fault) {
                try family(try reader.lengthDelimited())
            } catch {
                let place = ExpositionProblem(kind: error.kind, line: message, column: error.offset - start + 1)
                problems.append(place)
                return
            }
        }
    }

    private mutating func family(_ range: Range<Int>) throws(Fault) {
        var (name, told) = ("", MetricMetadata(type: .counter))
        var metrics: [Range<Int>] = []
        var reader = ProtobufReader(bytes, range)
        while let (number, field) = try reader.next() {
            switch (number, field) {
            case (1, .bytes(let place)): name = try reader.text(place)
            case (2, .bytes(let place)): told.help = try reader.text(place)
            case (3, .varint(let number)):
                guard let type = Self.type(number) else {
                    throw Fault(kind: .malformedMessage("metric type \(number)"), offset: range.lowerBound)
                }
                told.type = type
            case (4, .bytes(let place)): metrics.append(place)
            case (5, .bytes(let place)): told.unit = try reader.text(place)
            default: continue
            }
        }
        guard !name.isEmpty else { throw Fault(kind: .missingMetricName, offset: range.lowerBound) }
        metadata[name] = told
        for place in metrics { try metric(place, name: name, type: told.type) }
    }

    private static func type(_ number: UInt64) -> MetricType? {
        let types: [MetricType] = [.counter, .gauge, .summary, .unknown, .histogram, .gaugehistogram]
        return number < UInt64(types.count) ? types[Int(number)] : nil
    }

    private mutating func metric(_ range: Range<Int>, name: String, type: MetricType) throws(Fault) {
        var metric = Metric(name: name, start: range.lowerBound)
        var content: Range<Int>?
        metricLabels.begin()
        var reader = ProtobufReader(bytes, range)
        let wanted: UInt64 =
            switch type {
            case .gauge: 2
            case .counter: 3
            case .summary: 4
            case .histogram, .gaugehistogram: 7
            default: 5
            }
        while let (number, field) = try reader.next() {
            switch (number, field) {
            case (1, .bytes(let place)): try metricLabels.read(place)
            case (6, .varint(let bits)):
                // As in Prometheus: that there is none is told by a zero, too.
                metric.timestamp = bits == 0 ? nil : Timestamp(milliseconds: Int64(bitPattern: bits))
            case (wanted, .bytes(let place)): content = place
            default: continue
            }
        }
        // Prometheus takes what nobody told for 0; here it is left out, and the page taken as well.
        guard let content else { return }
        metric.labels = try metricLabels.finish(metricAt: range.lowerBound)
        switch type {
        case .histogram, .gaugehistogram:
            try add(try HistogramMessage(content, in: bytes), to: metric, isGauge: type == .gaugehistogram)
        case .summary: try addSummary(content, to: metric)
        default: try addValue(content, to: metric, isCounter: type == .counter)
        }
    }

    /// Counts the labels of one more sample of a metric.
    private mutating func countLabels(of metric: Metric) throws(Fault) {
        labelCount += metric.labels.count + 2
        guard labelCount <= maximumLabels else {
            let text = "its samples have more than \(maximumLabels) labels in all"
            throw Fault(kind: .malformedMessage(text), offset: metric.start)
        }
    }

    private mutating func labels(of metric: Metric, suffix: String = "") throws(Fault) -> Labels {
        try countLabels(of: metric)
        if metric.labels.isEmpty { return Labels(metricName: metric.name + suffix) }
        return Labels(sortedUnique: pairs(of: metric, suffix: suffix))
    }

    /// Adds a sample of a metric.
    mutating func add(
        _ value: Double,
        to metric: Metric,
        suffix: String = "",
        start: Timestamp? = nil
    ) throws(Fault) {
        if let start { starts[samples.count] = start }
        let labels = try labels(of: metric, suffix: suffix)
        samples.append(ExpositionSample(labels: labels, value: value, timestamp: metric.timestamp))
    }

    /// Adds a sample of a metric that is told apart from others by a bound.
    mutating func add(
        _ value: Double,
        to metric: Metric,
        _ shared: SharedLabels,
        bound: Double,
        start: Timestamp? = nil
    ) throws(Fault) {
        if let start { starts[samples.count] = start }
        try countLabels(of: metric)
        let text = bounds.text(of: bound)
        let labels = Labels(sortedUnique: shared.pairs, withValue: text, at: shared.place)
        samples.append(ExpositionSample(labels: labels, value: value, timestamp: metric.timestamp))
    }

    /// Adds the native histogram of a metric.
    mutating func add(_ histogram: FloatHistogram, to metric: Metric, start: Timestamp?) throws(Fault) {
        let labels = try labels(of: metric)
        histograms.append(
            ExpositionHistogram(labels: labels, histogram: histogram, timestamp: metric.timestamp, start: start)
        )
    }

    /// Adds an exemplar of the last sample.
    mutating func add(_ exemplar: Exemplar?) {
        guard let exemplar else { return }
        exemplars.append(
            ExpositionExemplar(
                sample: samples.count - 1,
                labels: exemplar.labels,
                value: exemplar.value,
                timestamp: exemplar.timestamp
            )
        )
    }
}
