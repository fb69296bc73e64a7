/// An answer, and what is needed to tell what it means.
struct Exchange {
    let answer: HTTPAnswer
    let duration: Duration
    let path: String
    let origin: String

    /// Reads a success of the API; everything else is a failure.
    func read<Value: Sendable>(
        _ data: (inout JSONReader) throws(JSONFault) -> Value
    ) throws(APIFailure) -> APIAnswer<Value> {
        guard (200..<300).contains(answer.status), answer.isJSON, !answer.body.isEmpty else {
            throw APIFailure(answer, path: path, origin: origin)
        }
        let envelope: Envelope<Value>
        do throws(JSONFault) {
            envelope = try Envelope.read(answer.body, data: data)
        } catch {
            throw APIFailure(error)
        }
        guard envelope.status == "success" else {
            guard envelope.status == "error" else {
                throw .malformed("the answer is JSON, but not of Prometheus's API")
            }
            throw APIFailure(errorType: envelope.errorType, detail: envelope.detail, answer: answer, path: path)
        }
        guard let value = envelope.value else { throw .malformed("the answer says success and holds no data") }
        return APIAnswer(
            value: value,
            warnings: envelope.warnings,
            infos: envelope.infos,
            bytes: answer.body.count,
            duration: duration,
            traits: envelope.traits
        )
    }

    /// Reads a success whose data is an array, each element by `element`, of which only the first few are kept.
    func readList<Value: Sendable>(
        atMost limit: Int,
        _ element: (inout JSONReader) throws(JSONFault) -> Value
    ) throws(APIFailure) -> APIAnswer<[Value]> {
        let answer = try read { (reader) throws(JSONFault) in try reader.list(atMost: limit, element) }
        return answer.with(answer.value.items, omitted: answer.value.omitted)
    }
}

extension APIAnswer {
    /// The same answer with another value, and a remark if that one is not whole.
    func with<Other: Sendable>(_ value: Other, omitted: Int) -> APIAnswer<Other> {
        with(value, moreInfos: omitted > 0 ? ["\(omitted) more were left out"] : [])
    }
}
