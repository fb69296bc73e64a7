package import PromModel

// What newer servers tell about themselves and their names.
extension PrometheusAPI {
    /// The functions of PromQL that the server has (Prometheus 3.9 and newer).
    package func functions() async throws(APIFailure) -> APIAnswer<Set<String>> {
        try await get("features").read { (reader) throws(JSONFault) -> Set<String> in
            var functions: Set<String> = []
            guard try reader.enterObject() else { return functions }
            while let key = try reader.nextKey() {
                if key == "promql_functions" {
                    guard try reader.enterObject() else { continue }
                    while let name = try reader.nextKey() { if try reader.bool() { functions.insert(name) } }
                } else {
                    try reader.skip()
                }
            }
            return functions
        }
    }

    /// The names of metrics that hold a text, the best first, where the server searches (`/api/v1/search`).
    ///
    /// The answer is a line of JSON for each batch, and a last one that says how it went.
    package func searchMetricNames(
        _ text: String,
        from start: Timestamp,
        through end: Timestamp,
        limit: Int
    ) async throws(APIFailure) -> APIAnswer<[String]> {
        let exchange = try await get(
            "search/metric_names",
            [
                ("search[]", text), ("start", FormEncoding.seconds(start.milliseconds)),
                ("end", FormEncoding.seconds(end.milliseconds)), ("limit", String(limit)),
            ]
        )
        return try exchange.readLines { (reader, names) throws(JSONFault) in
            guard try reader.enterObject() else { return }
            while let key = try reader.nextKey() {
                if key == "results" {
                    guard try reader.enterArray() else { continue }
                    while try reader.nextElement() { try Self.readName(&reader, into: &names) }
                } else {
                    try reader.skip()
                }
            }
        }
    }

    private static func readName(_ reader: inout JSONReader, into names: inout [String]) throws(JSONFault) {
        guard try reader.enterObject() else { return }
        while let field = try reader.nextKey() {
            if field == "name" { names.append(try reader.string()) } else { try reader.skip() }
        }
    }
}
