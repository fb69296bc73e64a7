extension ProtobufPage {
    /// What all samples of one metric share.
    struct Metric {
        let name: String
        /// Where its message begins.
        let start: Int
        /// Sorted, without the name.
        var labels: [Labels.Pair] = []
        var timestamp: Timestamp?
    }

    /// An example of what a sample counted.
    struct Exemplar {
        var labels = Labels()
        var value = 0.0
        var timestamp: Timestamp?

        init(_ range: Range<Int>, in bytes: UnsafeBufferPointer<UInt8>) throws(Fault) {
            var pairs: [(String, String)] = []
            var reader = ProtobufReader(bytes, range)
            while let (number, field) = try reader.next() {
                switch (number, field) {
                case (1, .bytes(let place)):
                    var (name, value) = ("", "")
                    var pair = ProtobufReader(bytes, place)
                    while let (number, field) = try pair.next() {
                        switch (number, field) {
                        case (1, .bytes(let place)): name = try pair.text(place)
                        case (2, .bytes(let place)): value = try pair.text(place)
                        default: continue
                        }
                    }
                    pairs.append((name, value))
                case (2, _): value = field.double ?? value
                case (3, .bytes(let place)): timestamp = try ProtobufPage.timestamp(place, in: bytes)
                default: continue
                }
            }
            labels = Labels(pairs)
        }
    }

    /// A moment, to the millisecond below.
    static func timestamp(_ range: Range<Int>, in bytes: UnsafeBufferPointer<UInt8>) throws(Fault) -> Timestamp {
        var (seconds, nanoseconds): (Int64, Int64) = (0, 0)
        var reader = ProtobufReader(bytes, range)
        while let (number, field) = try reader.next() {
            switch number {
            case 1: seconds = field.integer ?? seconds
            case 2: nanoseconds = field.integer ?? nanoseconds
            default: continue
            }
        }
        let (whole, isTooFar) = seconds.multipliedReportingOverflow(by: 1000)
        guard !isTooFar, (0..<1_000_000_000).contains(nanoseconds) else {
            let text = "timestamp of \(seconds) s, \(nanoseconds) ns"
            throw Fault(kind: .malformedMessage(text), offset: range.lowerBound)
        }
        return Timestamp(milliseconds: whole.addingReportingOverflow(nanoseconds / 1_000_000).partialValue)
    }

    /// Adds the one value of a counter, a gauge or what has no type.
    mutating func addValue(_ range: Range<Int>, to metric: Metric, isCounter: Bool) throws(Fault) {
        var (value, exemplar, start): (Double, Exemplar?, Timestamp?) = (0, nil, nil)
        var reader = ProtobufReader(bytes, range)
        while let (number, field) = try reader.next() {
            switch (number, field) {
            case (1, _): value = field.double ?? value
            case (2, .bytes(let place)) where isCounter: exemplar = try Exemplar(place, in: bytes)
            case (3, .bytes(let place)) where isCounter: start = try Self.timestamp(place, in: bytes)
            default: continue
            }
        }
        try add(value, to: metric, start: start)
        add(exemplar)
    }

    /// Adds the samples of a summary.
    mutating func addSummary(_ range: Range<Int>, to metric: Metric) throws(Fault) {
        var (count, sum, start): (Double, Double, Timestamp?) = (0, 0, nil)
        var quantiles: [(quantile: Double, value: Double)] = []
        var reader = ProtobufReader(bytes, range)
        while let (number, field) = try reader.next() {
            switch (number, field) {
            case (1, .varint(let bits)): count = Double(bits)
            case (2, _): sum = field.double ?? sum
            case (3, .bytes(let place)):
                var quantile = (quantile: 0.0, value: 0.0)
                var part = ProtobufReader(bytes, place)
                while let (number, field) = try part.next() {
                    if number == 1 { quantile.quantile = field.double ?? 0 }
                    if number == 2 { quantile.value = field.double ?? 0 }
                }
                quantiles.append(quantile)
            case (4, .bytes(let place)): start = try Self.timestamp(place, in: bytes)
            default: continue
            }
        }
        let shared = shared(of: metric, suffix: "", by: "quantile")
        for (quantile, value) in quantiles { try add(value, to: metric, shared, bound: quantile) }
        try add(sum, to: metric, suffix: "_sum", start: start)
        try add(count, to: metric, suffix: "_count", start: start)
    }

    /// Adds what a histogram's message tells: buckets that somebody chose, with their count and sum, and a native one.
    ///
    /// A message with neither kind of buckets has the bucket of all observations alone, as in text. Native buckets that
    /// nobody can read are left out: the page is Prometheus's to take, and it takes it.
    mutating func add(_ message: HistogramMessage, to metric: Metric, isGauge: Bool) throws(Fault) {
        let native = try message.native(isGauge: isGauge)
        if let native { try add(native, to: metric, start: message.start) }
        guard native == nil && !message.isUnreadable || !message.buckets.isEmpty else { return }
        var hasAll = false
        let shared = shared(of: metric, suffix: "_bucket", by: "le")
        for bucket in message.buckets {
            hasAll = hasAll || bucket.bound == .infinity
            try add(bucket.count, to: metric, shared, bound: bucket.bound, start: message.start)
            add(bucket.exemplar)
        }
        if !hasAll { try add(message.count, to: metric, shared, bound: .infinity, start: message.start) }
        try add(message.sum, to: metric, suffix: "_sum", start: message.start)
        try add(message.count, to: metric, suffix: "_count", start: message.start)
    }
}
