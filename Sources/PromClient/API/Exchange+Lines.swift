extension Exchange {
    /// Reads a success that is a value of JSON a line, all of one kind, into a list.
    func readLines<Value: Sendable>(
        _ line: (inout JSONReader, inout [Value]) throws(JSONFault) -> Void
    ) throws(APIFailure) -> APIAnswer<[Value]> {
        guard (200..<300).contains(answer.status), !answer.isHTML, !answer.body.isEmpty else {
            throw APIFailure(answer, path: path, origin: origin)
        }
        let outcome = answer.body.withUnsafeBufferPointer { bytes -> Result<[Value], JSONFault> in
            var reader = JSONReader(bytes: bytes)
            var values: [Value] = []
            do throws(JSONFault) {
                while (try? reader.next()) != nil {
                    // Each line stands for itself.
                    var single = JSONReader(bytes: bytes, at: reader.index)
                    try line(&single, &values)
                    reader.index = single.index
                }
                return .success(values)
            } catch {
                return .failure(error)
            }
        }
        switch outcome {
        case .success(let values):
            return APIAnswer(
                value: values,
                warnings: [],
                infos: [],
                bytes: answer.body.count,
                duration: duration,
                traits: []
            )
        case .failure(let fault): throw APIFailure(fault)
        }
    }
}
