import PromModel

/// The data of an answer on metadata.
struct MetadataData {
    private(set) var metadata: [String: [MetricMetadata]] = [:]
    private(set) var omitted = 0

    static func read(_ reader: inout JSONReader, limit: Int) throws(JSONFault) -> MetadataData {
        var data = MetadataData()
        guard try reader.enterObject() else { return data }
        while let name = try reader.nextKey() {
            if data.metadata.count < limit {
                data.metadata[name] = try reader.list(atMost: 100, entry).items
            } else {
                try reader.skip()
                data.omitted += 1
            }
        }
        return data
    }

    private static func entry(_ reader: inout JSONReader) throws(JSONFault) -> MetricMetadata {
        var entry = MetricMetadata()
        guard try reader.enterObject() else { return entry }
        while let key = try reader.nextKey() {
            switch key {
            case "type": entry.type = MetricType(rawValue: try reader.string()) ?? .unknown
            case "help": entry.help = try reader.string()
            case "unit": entry.unit = try reader.string()
            default: try reader.skip()
            }
        }
        return entry
    }
}
