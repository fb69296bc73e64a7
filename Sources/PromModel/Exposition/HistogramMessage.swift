/// The message of one histogram, of either kind or both.
struct HistogramMessage {
    typealias Fault = ProtobufReader.Fault

    /// One bucket that somebody chose.
    struct Bucket {
        var count = 0.0
        var bound = 0.0
        var exemplar: ProtobufPage.Exemplar?
    }

    /// One side of the native buckets.
    private struct Side {
        var spans: [(offset: Int64, length: UInt64)] = []
        var deltas: [Int64] = []
        var counts: [Double] = []

        var isEmpty: Bool { deltas.isEmpty && counts.isEmpty }
    }

    private(set) var count = 0.0
    private(set) var sum = 0.0
    private(set) var buckets: [Bucket] = []
    /// When it began to count.
    private(set) var start: Timestamp?
    private let place: Int
    private var schema: Int64 = 0
    private var zeroThreshold = 0.0
    private var zeroCount = 0.0
    private var hasFractions = false
    private var positive = Side()
    private var negative = Side()

    init(_ range: Range<Int>, in bytes: UnsafeBufferPointer<UInt8>) throws(Fault) {
        place = range.lowerBound
        var fractions: (count: Double, zero: Double) = (0, 0)
        var reader = ProtobufReader(bytes, range)
        while let (number, field) = try reader.next() {
            switch (number, field) {
            case (1, .varint(let bits)): count = Double(bits)
            case (2, _): sum = field.double ?? sum
            case (3, .bytes(let part)):
                if buckets.isEmpty { buckets.reserveCapacity(16) }
                buckets.append(try Self.bucket(part, in: bytes))
            case (4, _): fractions.count = field.double ?? 0
            case (5, _): schema = field.zigzag ?? 0
            case (6, _): zeroThreshold = field.double ?? 0
            case (7, .varint(let bits)): zeroCount = Double(bits)
            case (8, _): fractions.zero = field.double ?? 0
            case (9, .bytes(let part)): negative.spans.append(try Self.span(part, in: bytes))
            case (10, _): try Self.append(field, to: &negative.deltas, in: bytes)
            case (11, _): try Self.append(field, to: &negative.counts, in: bytes)
            case (12, .bytes(let part)): positive.spans.append(try Self.span(part, in: bytes))
            case (13, _): try Self.append(field, to: &positive.deltas, in: bytes)
            case (14, _): try Self.append(field, to: &positive.counts, in: bytes)
            case (15, .bytes(let part)): start = try ProtobufPage.timestamp(part, in: bytes)
            default: continue
            }
        }
        guard fractions.count > 0 || fractions.zero > 0 else { return }
        hasFractions = true
        (count, zeroCount) = fractions
    }

    private static func bucket(_ range: Range<Int>, in bytes: UnsafeBufferPointer<UInt8>) throws(Fault) -> Bucket {
        var bucket = Bucket()
        var reader = ProtobufReader(bytes, range)
        while let (number, field) = try reader.next() {
            switch (number, field) {
            case (1, .varint(let bits)): bucket.count = Double(bits)
            case (2, _): bucket.bound = field.double ?? 0
            case (3, .bytes(let part)): bucket.exemplar = try ProtobufPage.Exemplar(part, in: bytes)
            case (4, _): if let count = field.double, count > 0 { bucket.count = count }
            default: continue
            }
        }
        return bucket
    }

    private static func span(
        _ range: Range<Int>,
        in bytes: UnsafeBufferPointer<UInt8>
    ) throws(Fault) -> (offset: Int64, length: UInt64) {
        var span: (offset: Int64, length: UInt64) = (0, 0)
        var reader = ProtobufReader(bytes, range)
        while let (number, field) = try reader.next() {
            switch (number, field) {
            case (1, _): span.offset = field.zigzag ?? 0
            case (2, .varint(let bits)): span.length = bits
            default: continue
            }
        }
        return span
    }

    /// Whole numbers, one or many to a field.
    private static func append(
        _ field: ProtobufReader.Field,
        to numbers: inout [Int64],
        in bytes: UnsafeBufferPointer<UInt8>
    ) throws(Fault) {
        guard case .bytes(let range) = field else {
            if let number = field.zigzag { numbers.append(number) }
            return
        }
        var reader = ProtobufReader(bytes, range)
        while !reader.isAtEnd { numbers.append(ProtobufReader.Field.zigzag(try reader.varint())) }
    }

    /// Fractions, one or many to a field.
    private static func append(
        _ field: ProtobufReader.Field,
        to numbers: inout [Double],
        in bytes: UnsafeBufferPointer<UInt8>
    ) throws(Fault) {
        guard case .bytes(let range) = field else {
            if let number = field.double { numbers.append(number) }
            return
        }
        var reader = ProtobufReader(bytes, range)
        while !reader.isAtEnd { numbers.append(Double(bitPattern: try reader.fixed(UInt64.self))) }
    }
}

extension HistogramMessage {
    /// An empty one shows by a span, a threshold or a zero bucket.
    private var isNative: Bool {
        zeroThreshold > 0 || zeroCount > 0 || !positive.spans.isEmpty || !negative.spans.isEmpty
    }

    /// Whether its native buckets are of a schema that means nothing: what lies in them cannot be told.
    var isUnreadable: Bool {
        isNative && !(Int64(FloatHistogram.exponentialSchemas.lowerBound)...52).contains(schema)
    }

    /// The native histogram; nil if the message has none that can be read.
    ///
    /// Schemas finer than are kept are made coarser.
    func native(isGauge: Bool) throws(Fault) -> FloatHistogram? {
        guard !isUnreadable else { return nil }
        guard isNative else {
            guard positive.isEmpty, negative.isEmpty else {
                throw fault("native buckets without spans")
            }
            return nil
        }
        let schemas = FloatHistogram.exponentialSchemas
        guard zeroThreshold >= 0, zeroThreshold.isFinite else { throw fault("zero threshold \(zeroThreshold)") }
        let histogram = FloatHistogram(
            hint: isGauge ? .gauge : .unknown,
            schema: Int32(clamping: schema),
            zeroThreshold: zeroThreshold,
            zeroCount: zeroCount,
            count: count,
            sum: sum,
            positive: try buckets(of: positive),
            negative: try buckets(of: negative)
        )
        let inBuckets = (histogram.positive.counts + histogram.negative.counts).reduce(zeroCount, +)
        // Observations that are NaN are in no bucket.
        let isWhole = hasFractions || (sum.isNaN ? inBuckets <= count : inBuckets == count)
        guard isWhole else { throw fault("\(inBuckets) observations in buckets, but \(count) in all") }
        return coarser(histogram, by: schema - Int64(schemas.upperBound))
    }

    private func coarser(_ histogram: FloatHistogram, by steps: Int64) -> FloatHistogram {
        guard steps > 0 else { return histogram }
        var result = histogram
        result.schema = FloatHistogram.exponentialSchemas.upperBound
        // A step more than an index has bits changes nothing more.
        result.positive = histogram.positive.reduced(by: Int32(clamping: min(steps, 31)))
        result.negative = histogram.negative.reduced(by: Int32(clamping: min(steps, 31)))
        return result
    }

    private func buckets(of side: Side) throws(Fault) -> HistogramBuckets {
        var counts = side.counts
        if !hasFractions {
            var (count, isTooMany): (Int64, Bool) = (0, false)
            counts = try side.deltas.map { delta throws(Fault) in
                (count, isTooMany) = count.addingReportingOverflow(delta)
                guard !isTooMany else { throw fault("a count of more than 63 bits") }
                return Double(count)
            }
        }
        guard counts.allSatisfy({ $0 >= 0 }) else { throw fault("a bucket with a negative count") }
        var buckets = HistogramBuckets()
        var (index, taken): (Int64, Int) = (0, 0)
        for (position, span) in side.spans.enumerated() {
            guard position == 0 || span.offset >= 0 else { throw fault("spans that go back") }
            guard span.length <= UInt64(counts.count - taken) else { throw fault("fewer buckets than spans say") }
            index += span.offset
            for _ in 0..<Int(span.length) {
                guard let place = Int32(exactly: index) else { throw fault("bucket \(index)") }
                buckets.append(index: place, count: counts[taken])
                taken += 1
                index += 1
            }
            guard Int32(exactly: index) != nil else { throw fault("bucket \(index)") }
        }
        guard taken == counts.count else { throw fault("more buckets than spans say") }
        return buckets
    }

    private func fault(_ text: String) -> Fault {
        Fault(kind: .malformedMessage("histogram with \(text)"), offset: place)
    }
}
