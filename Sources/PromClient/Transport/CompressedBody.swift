internal import CInflate

/// A body as it came over the wire, with what was done to it.
struct CompressedBody {
    /// Why it cannot be read.
    enum Failure: Error {
        /// It is damaged.
        case unreadable
        /// It holds more than is read.
        case tooLong
    }

    private let bytes: [UInt8]
    private let encoding: String

    /// A body with its `Content-Encoding`.
    init(_ bytes: [UInt8], encoding: String?) {
        self.bytes = bytes
        self.encoding = (encoding ?? "").lowercased().filter { !$0.isWhitespace }
    }

    /// What it says, of at most so many bytes; a body of several gzip members says what all of them do (RFC 1952, 2.2).
    func content(upTo limit: Int) throws(Failure) -> [UInt8] {
        switch encoding {
        case "", "identity": return bytes
        case "gzip", "x-gzip": return try inflated(SRETOP_GZIP, limit)
        case "deflate": return try inflated(SRETOP_DEFLATE, limit)
        // What nobody asked for is told by whoever reads it.
        default: return bytes
        }
    }

    private func inflated(_ compression: sretop_compression, _ limit: Int) throws(Failure) -> [UInt8] {
        // An answer without a body has no header either.
        if bytes.isEmpty { return [] }
        var output: UnsafeMutablePointer<UInt8>?
        var length = 0
        let result = sretop_inflate(bytes, bytes.count, compression, max(0, limit), &output, &length)
        defer { sretop_inflate_free(output) }
        switch result {
        case SRETOP_INFLATED: return Array(UnsafeBufferPointer(start: output, count: length))
        case SRETOP_TOO_LONG: throw .tooLong
        default: throw .unreadable
        }
    }
}
