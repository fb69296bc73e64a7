package import PromModel
import PromQL

extension PrometheusAPI {
    /// Evaluates an expression at one moment; without one, now by the server's clock.
    package func query(
        _ expression: String,
        at moment: Timestamp? = nil,
        timeout: Duration? = nil
    ) async throws(APIFailure) -> APIAnswer<InstantAnswer> {
        let answer = try readQuery(try await instant(expression, at: moment, timeout: timeout))
        let data = answer.value
        return answer.with(InstantAnswer(result: data.result, at: data.at, histograms: data.histograms))
    }

    /// Evaluates an expression at every step of a stretch of time, both ends included.
    ///
    /// Points at which it has no value are absent. Servers refuse more than 11,000 steps. Native histograms are left
    /// out, which the answer says.
    package func queryRange(
        _ expression: String,
        from start: Timestamp,
        through end: Timestamp,
        step: Duration,
        timeout: Duration? = nil
    ) async throws(APIFailure) -> APIAnswer<[Series]> {
        let answer = try await queryWholeRange(expression, from: start, through: end, step: step, timeout: timeout)
        let histograms = answer.value.histograms.reduce(0) { $0 + $1.elements.count }
        let remark = "\(histograms) native histogram samples were left out: only plain numbers are read"
        return answer.with(answer.value.series, moreInfos: histograms > 0 ? [remark] : [])
    }

    /// The same with the native histograms.
    package func queryWholeRange(
        _ expression: String,
        from start: Timestamp,
        through end: Timestamp,
        step: Duration,
        timeout: Duration? = nil
    ) async throws(APIFailure) -> APIAnswer<RangeAnswer> {
        let exchange = try await range(expression, from: start, through: end, step: step, timeout: timeout)
        let answer = try readQuery(exchange)
        guard case .matrix(let series) = answer.value.result else {
            throw .malformed("a range query was answered with something other than a matrix")
        }
        return answer.with(RangeAnswer(series: series, histograms: answer.value.histograms))
    }

    /// Evaluates an expression at one moment, and gives the answer's bytes as they came.
    package func rawQuery(
        _ expression: String,
        at moment: Timestamp? = nil,
        timeout: Duration? = nil
    ) async throws(APIFailure) -> APIAnswer<[UInt8]> {
        try Self.readRaw(try await instant(expression, at: moment, timeout: timeout))
    }

    /// Evaluates an expression over a stretch of time, and gives the answer's bytes as they came.
    package func rawQueryRange(
        _ expression: String,
        from start: Timestamp,
        through end: Timestamp,
        step: Duration,
        timeout: Duration? = nil
    ) async throws(APIFailure) -> APIAnswer<[UInt8]> {
        try Self.readRaw(try await range(expression, from: start, through: end, step: step, timeout: timeout))
    }

    private func instant(
        _ expression: String,
        at moment: Timestamp?,
        timeout: Duration?
    ) async throws(APIFailure) -> Exchange {
        var parameters = [(name: "query", value: expression)]
        if let moment { parameters.append(("time", FormEncoding.seconds(moment.milliseconds))) }
        parameters.append(timeoutParameter(timeout))
        return try await post("query", parameters, timeout: timeout)
    }

    private func range(
        _ expression: String,
        from start: Timestamp,
        through end: Timestamp,
        step: Duration,
        timeout: Duration?
    ) async throws(APIFailure) -> Exchange {
        var parameters = [
            (name: "query", value: expression),
            (name: "start", value: FormEncoding.seconds(start.milliseconds)),
            (name: "end", value: FormEncoding.seconds(end.milliseconds)),
            (name: "step", value: FormEncoding.seconds(step.milliseconds)),
            timeoutParameter(timeout),
        ]
        // Values are put beside the times that were asked for. What stands on multiples of the step is found there anyway.
        let grid = max(1, step.milliseconds)
        let isOnGrid = [start, end].allSatisfy { $0.milliseconds % grid == 0 }
        if movesRanges, !isOnGrid { parameters.append(("nocache", "1")) }
        return try await post("query_range", parameters, timeout: timeout)
    }

    private func readQuery(_ exchange: Exchange) throws(APIFailure) -> APIAnswer<QueryData> {
        let limit = seriesLimit
        return try exchange.read { (reader) throws(JSONFault) in try QueryData.read(&reader, seriesLimit: limit) }
    }

    private static func readRaw(_ exchange: Exchange) throws(APIFailure) -> APIAnswer<[UInt8]> {
        let answer = try exchange.read { (reader) throws(JSONFault) in try reader.skip() }
        return answer.with(exchange.answer.body)
    }
}
