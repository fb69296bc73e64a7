package import PromModel

extension PrometheusAPI {
    /// The series that match at least one of the selectors.
    ///
    /// `limit` is a hint to servers that know it, and holds here for those that do not.
    package func series(
        matchers: [String],
        from start: Timestamp? = nil,
        through end: Timestamp? = nil,
        limit: Int? = nil
    ) async throws(APIFailure) -> APIAnswer<[Labels]> {
        let exchange = try await post("series", Self.selection(matchers, from: start, through: end, limit: limit))
        return try exchange.readList(atMost: limit ?? seriesLimit) { (reader) throws(JSONFault) in
            try reader.labels()
        }
    }

    /// The names of the labels of all series, or of those that match.
    package func labelNames(
        matchers: [String] = [],
        from start: Timestamp? = nil,
        through end: Timestamp? = nil,
        limit: Int? = nil
    ) async throws(APIFailure) -> APIAnswer<[String]> {
        let exchange = try await post("labels", Self.selection(matchers, from: start, through: end, limit: limit))
        return try exchange.readList(atMost: limit ?? seriesLimit) { (reader) throws(JSONFault) in
            try reader.string()
        }
    }

    /// The values of a label over all series, or over those that match.
    package func labelValues(
        _ name: String,
        matchers: [String] = [],
        from start: Timestamp? = nil,
        through end: Timestamp? = nil,
        limit: Int? = nil
    ) async throws(APIFailure) -> APIAnswer<[String]> {
        let endpoint = "label/\(Self.pathName(name))/values"
        let exchange = try await get(endpoint, Self.selection(matchers, from: start, through: end, limit: limit))
        return try exchange.readList(atMost: limit ?? seriesLimit) { (reader) throws(JSONFault) in
            try reader.string()
        }
    }

    /// What the scraped pages say about metrics: of one, or of all.
    ///
    /// Counters of OpenMetrics pages are listed without their `_total`.
    package func metadata(
        metric: String? = nil,
        limit: Int? = nil
    ) async throws(APIFailure) -> APIAnswer<[String: [MetricMetadata]]> {
        var parameters: [(name: String, value: String)] = []
        if let metric { parameters.append(("metric", metric)) }
        if let limit { parameters.append(("limit", String(limit))) }
        let limit = limit ?? seriesLimit
        let answer = try await get("metadata", parameters).read { (reader) throws(JSONFault) in
            try MetadataData.read(&reader, limit: limit)
        }
        return answer.with(answer.value.metadata, omitted: answer.value.omitted)
    }

    private static func selection(
        _ matchers: [String],
        from start: Timestamp?,
        through end: Timestamp?,
        limit: Int?
    ) -> [(name: String, value: String)] {
        var parameters = matchers.map { (name: "match[]", value: $0) }
        if let start { parameters.append(("start", FormEncoding.seconds(start.milliseconds))) }
        if let end { parameters.append(("end", FormEncoding.seconds(end.milliseconds))) }
        if let limit { parameters.append(("limit", String(limit))) }
        return parameters
    }

    /// A label's name in a path: names that only Prometheus 3 knows are escaped as it wants them.
    private static func pathName(_ name: String) -> String {
        guard !Labels.isPlainName(name, colonAllowed: false) else { return name }
        var escaped = "U__"
        for scalar in name.unicodeScalars {
            switch scalar {
            case "a"..."z", "A"..."Z", "0"..."9": escaped.unicodeScalars.append(scalar)
            case "_": escaped += "__"
            default: escaped += "_" + String(scalar.value, radix: 16) + "_"
            }
        }
        return escaped
    }
}
