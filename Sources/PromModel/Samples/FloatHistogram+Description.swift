extension FloatHistogram: CustomStringConvertible {
    /// The histogram as Prometheus prints it: `{count:3, sum:4.5, (0.5,1]:1, (1,2]:2}`, empty buckets left out.
    package var description: String {
        var parts = ["count:\(NumberText.format(count))", "sum:\(NumberText.format(sum))"]
        for bucket in negativeBuckets.reversed() where bucket.count != 0 {
            parts.append(Self.text(of: bucket, "[", ")"))
        }
        if zeroCount != 0 { parts.append(Self.text(of: zeroBucket, "[", "]")) }
        for bucket in positiveBuckets where bucket.count != 0 {
            parts.append(Self.text(of: bucket, bucket.lower == -.infinity ? "[" : "(", "]"))
        }
        return "{" + parts.joined(separator: ", ") + "}"
    }

    private static func text(of bucket: HistogramBucket, _ opening: String, _ closing: String) -> String {
        let bounds = "\(NumberText.format(bucket.lower)),\(NumberText.format(bucket.upper))"
        return "\(opening)\(bounds)\(closing):\(NumberText.format(bucket.count))"
    }

    /// The histogram in the notation of test files, as messages show it: `{{schema:1 count:3 sum:4.5 buckets:[1 2]}}`.
    package var notation: String {
        var parts: [String] = []
        if schema != 0 { parts.append("schema:\(schema)") }
        for (name, value) in [("count", count), ("sum", sum), ("z_bucket", zeroCount), ("z_bucket_w", zeroThreshold)]
        where value != 0 {
            parts.append("\(name):\(NumberText.format(value))")
        }
        if hasCustomBounds { parts.append("custom_values:[\(Self.list(customBounds))]") }
        switch hint {
        case .unknown: break
        case .reset: parts.append("counter_reset_hint:reset")
        case .notReset: parts.append("counter_reset_hint:not_reset")
        case .gauge: parts.append("counter_reset_hint:gauge")
        }
        parts += Self.parts(of: positive, prefix: "") + Self.parts(of: negative, prefix: "n_")
        return "{{" + parts.joined(separator: " ") + "}}"
    }

    private static func parts(of buckets: HistogramBuckets, prefix: String) -> [String] {
        guard let first = buckets.indexes.first, let last = buckets.indexes.last, Int(last) - Int(first) < 10_000 else {
            return []
        }
        var counts = Array(repeating: 0.0, count: Int(last - first) + 1)
        for (index, count) in zip(buckets.indexes, buckets.counts) {
            counts[Int(index - first)] = count
        }
        let offset = first == 0 ? [] : ["\(prefix)offset:\(first)"]
        return offset + ["\(prefix)buckets:[\(list(counts))]"]
    }

    private static func list(_ numbers: [Double]) -> String {
        numbers.map { NumberText.format($0) }.joined(separator: " ")
    }
}
