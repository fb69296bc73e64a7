import PromModel

/// A page in protocol buffers that says the same as one in text.
///
/// Histograms and summaries are put together of their series again.
struct ProtobufText {
    /// A message while it is written.
    private struct Message {
        private(set) var bytes: [UInt8] = []

        mutating func number(_ field: UInt64, _ value: UInt64) {
            variable(field << 3)
            variable(value)
        }

        mutating func double(_ field: UInt64, _ value: Double) {
            variable(field << 3 | 1)
            withUnsafeBytes(of: value.bitPattern.littleEndian) { bytes.append(contentsOf: $0) }
        }

        mutating func text(_ field: UInt64, _ text: String) { part(field, Array(text.utf8)) }

        mutating func part(_ field: UInt64, _ part: [UInt8]) {
            variable(field << 3 | 2)
            variable(UInt64(part.count))
            bytes += part
        }

        mutating func append(_ other: [UInt8]) { bytes += other }

        mutating func variable(_ value: UInt64) {
            var rest = value
            while rest >= 0x80 {
                bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
                rest >>= 7
            }
            bytes.append(UInt8(rest))
        }
    }

    /// A metric: the labels that its series have in common, and what they say.
    private struct Metric {
        var labels: Labels
        var value: Double?
        var sum: Double?
        var count: Double?
        /// Buckets by upper bound, or quantiles.
        var parts: [(bound: Double, value: Double)] = []

        init(labels: Labels) { self.labels = labels }

        mutating func take(_ sample: ExpositionSample, of family: String) {
            let bound = sample.labels["le"] + sample.labels["quantile"]
            switch sample.labels.metricName.dropFirst(family.count) {
            case "_sum": sum = sample.value
            case "_count": count = sample.value
            default:
                if let bound = Double(bound == "+Inf" ? "inf" : bound) {
                    parts.append((bound, sample.value))
                } else {
                    value = sample.value
                }
            }
        }

        /// What stands in the metric's field for its type.
        func bytes(ofType type: MetricType) -> [UInt8] {
            var message = Message()
            guard type == .histogram || type == .summary else {
                message.double(1, value ?? 0)
                return message.bytes
            }
            message.number(1, UInt64(count ?? 0))
            message.double(2, sum ?? 0)
            for (bound, value) in parts {
                var part = Message()
                if type == .histogram {
                    part.number(1, UInt64(value))
                    part.double(2, bound)
                } else {
                    part.double(1, bound)
                    part.double(2, value)
                }
                message.part(3, part.bytes)
            }
            return message.bytes
        }
    }

    /// The delimited messages of a page.
    static func encode(_ page: Exposition) -> [UInt8] {
        var order: [String] = []
        var families: [String: [Metric]] = [:]
        var places: [Labels: Int] = [:]
        for sample in page.samples {
            let name = sample.labels.metricName
            let family = family(of: name, in: page)
            if families[family] == nil { order.append(family) }
            let labels = sample.labels.dropping(["le", "quantile"]).setting(Labels.metricNameLabel, to: family)
            let place = places[labels] ?? families[family]?.count ?? 0
            if places[labels] == nil {
                places[labels] = place
                families[family, default: []].append(Metric(labels: labels.dropping([Labels.metricNameLabel])))
            }
            families[family]?[place].take(sample, of: family)
        }
        var whole = Message()
        for name in order {
            let bytes = message(of: name, families[name] ?? [], page.metadata[name] ?? MetricMetadata())
            whole.variable(UInt64(bytes.count))
            whole.append(bytes)
        }
        return whole.bytes
    }

    /// The family whose type makes one metric of several series, or else the name itself.
    private static func family(of name: String, in page: Exposition) -> String {
        guard page.metadata[name] == nil else { return name }
        for suffix in ["_bucket", "_sum", "_count"] where name.hasSuffix(suffix) {
            let family = String(name.dropLast(suffix.count))
            if let type = page.metadata[family]?.type, type == .histogram || type == .summary { return family }
        }
        return name
    }

    private static func message(of name: String, _ metrics: [Metric], _ metadata: MetricMetadata) -> [UInt8] {
        var message = Message()
        message.text(1, name)
        message.text(2, metadata.help)
        let (type, field): (UInt64, UInt64) =
            switch metadata.type {
            case .counter: (0, 3)
            case .gauge: (1, 2)
            case .summary: (2, 4)
            case .histogram: (4, 7)
            default: (3, 5)
            }
        message.number(3, type)
        for metric in metrics {
            var part = Message()
            for (name, value) in metric.labels {
                var label = Message()
                label.text(1, name)
                label.text(2, value)
                part.part(1, label.bytes)
            }
            part.part(field, metric.bytes(ofType: metadata.type))
            message.part(4, part.bytes)
        }
        return message.bytes
    }
}
