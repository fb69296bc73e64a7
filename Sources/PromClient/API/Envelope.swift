/// What every answer of the API is wrapped in.
struct Envelope<Value> {
    private(set) var status = ""
    private(set) var errorType = ""
    /// The API's error, or the message that gateways put in its place.
    private(set) var detail = ""
    private(set) var warnings: [String] = []
    private(set) var infos: [String] = []
    private(set) var traits: APITraits = []
    /// The data; nil unless the status says success.
    private(set) var value: Value?

    /// Reads an answer, its keys in any order; `data` is left to the caller.
    static func read(
        _ body: [UInt8],
        data: (inout JSONReader) throws(JSONFault) -> Value
    ) throws(JSONFault) -> Envelope {
        try body.withUnsafeBufferPointer { (bytes) throws(JSONFault) in
            var reader = JSONReader(bytes: bytes)
            var envelope = Envelope()
            try envelope.read(&reader, data: data)
            return envelope
        }
    }

    private mutating func read(
        _ reader: inout JSONReader,
        data: (inout JSONReader) throws(JSONFault) -> Value
    ) throws(JSONFault) {
        var skippedData: Int?
        guard try reader.enterObject() else { return }
        while let key = try reader.nextKey() {
            switch key {
            case "data" where status == "success": value = try data(&reader)
            case "data":
                skippedData = reader.index
                try reader.skip()
            default: try readMember(key, from: &reader)
            }
        }
        try reader.finish()
        if status == "success", value == nil, let skippedData {
            var again = JSONReader(bytes: reader.bytes, at: skippedData)
            value = try data(&again)
        }
    }

    private mutating func readMember(_ key: String, from reader: inout JSONReader) throws(JSONFault) {
        switch key {
        case "status": status = try reader.stringIfAny() ?? ""
        case "errorType": errorType = try reader.stringIfAny() ?? ""
        case "error", "message":
            if let text = try reader.stringIfAny(), !text.isEmpty { detail = Self.line(text) }
        case "warnings": warnings = try reader.strings().map(Self.line)
        case "infos": infos = try reader.strings().map(Self.line)
        case "isPartial":
            traits.insert(.tellsPartial)
            if try reader.bool() { traits.insert(.partial) }
        case "stats" where try reader.next() == UInt8(ascii: "{"): try readStatistics(from: &reader)
        default: try reader.skip()
        }
    }

    private mutating func readStatistics(from reader: inout JSONReader) throws(JSONFault) {
        guard try reader.enterObject() else { return }
        while let key = try reader.nextKey() {
            if key == "seriesFetched" { traits.insert(.countsSeries) }
            try reader.skip()
        }
    }

    /// Servers' words go to a terminal.
    private static func line(_ text: String) -> String {
        PrintableExcerpt.of(text, atMost: PrintableExcerpt.messageLength)
    }
}
