extension FaultParameter {
    /// Any key of a JSON object: parameters stand beside the other keys.
    struct JSONKey: CodingKey {
        let stringValue: String
        var intValue: Int? { nil }
        init(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
    }
}

extension KeyedDecodingContainer<FaultParameter.JSONKey> {
    /// The parameters among the keys.
    func parameters() throws -> [FaultParameter: Double] {
        var found: [FaultParameter: Double] = [:]
        for key in allKeys {
            guard let parameter = FaultParameter(rawValue: key.stringValue) else { continue }
            found[parameter] = try decodeIfPresent(Double.self, forKey: key)
        }
        return found
    }
}

extension KeyedEncodingContainer<FaultParameter.JSONKey> {
    mutating func encode(_ parameters: [FaultParameter: Double]) throws {
        for (parameter, value) in parameters.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
            try encode(value, forKey: FaultParameter.JSONKey(stringValue: parameter.rawValue))
        }
    }
}
