/// Finds the end of HTTP/1.1 responses in a stream of bytes, and their statuses; bodies are skipped unread.
///
/// Knows Content-Length, chunked bodies, statuses without a body, and Connection: close. A full HTTP codec costs the
/// driver a third of its throughput.
package struct ResponseReader: Sendable {
    /// Why the bytes are no response.
    package enum Failure: Error, Equatable {
        case notHTTP
        case headTooLong
        case badLength
    }

    /// How far reading came.
    package enum Step: Equatable, Sendable {
        /// More bytes are needed.
        case incomplete
        /// A response has ended.
        case complete(status: Int, keepsConnection: Bool)
    }

    private enum State: Equatable, Sendable {
        case head
        case body(left: Int)
        case chunkSize
        case chunk(left: Int)
        case trailers
        case untilClose
    }

    private static let headLimit = 64 * 1024
    private var state = State.head
    private var line: [UInt8] = []
    private var headBytes = 0
    private var status = 0
    private var length: Int?
    private var isChunked = false
    private var keepsConnection = true

    /// Whether a response has begun that ends only with the connection.
    package var endsWithConnection: Bool { state == .untilClose }
    /// The status of the response being read.
    package var currentStatus: Int { status }

    /// Before the first byte.
    package init() {}

    /// Reads on, and stops after the first response that ends within `bytes`.
    package mutating func consume(_ bytes: some Collection<UInt8>, from start: inout Int) throws(Failure) -> Step {
        var rest = bytes.dropFirst(start)
        while let byte = rest.first {
            switch state {
            case .untilClose:
                start += rest.count
                return .incomplete
            case .body(let left), .chunk(let left):
                let taken = min(left, rest.count)
                rest = rest.dropFirst(taken)
                start += taken
                if let step = skipped(taken, of: left) { return step }
            case .head, .chunkSize, .trailers:
                rest = rest.dropFirst()
                start += 1
                if let step = try take(byte) { return step }
            }
        }
        return .incomplete
    }

    private mutating func skipped(_ taken: Int, of left: Int) -> Step? {
        if case .body = state {
            state = .body(left: left - taken)
            return left == taken ? finish() : nil
        }
        // A chunk's data ends in CRLF, which was counted in; then the next size line comes.
        state = left == taken ? .chunkSize : .chunk(left: left - taken)
        return nil
    }

    private mutating func take(_ byte: UInt8) throws(Failure) -> Step? {
        headBytes += 1
        guard headBytes <= Self.headLimit else { throw .headTooLong }
        guard byte == UInt8(ascii: "\n") else {
            line.append(byte)
            return nil
        }
        if line.last == UInt8(ascii: "\r") { line.removeLast() }
        defer { line.removeAll(keepingCapacity: true) }
        switch state {
        case .head: return try endOfHeadLine()
        case .chunkSize: return try endOfChunkSize()
        default: return line.isEmpty ? finish() : nil
        }
    }

    private mutating func endOfHeadLine() throws(Failure) -> Step? {
        if status == 0 {
            try readStatusLine()
            return nil
        }
        guard line.isEmpty else {
            try readHeader()
            return nil
        }
        if (100..<200).contains(status) {
            reset()
            return nil
        }
        if status == 204 || status == 304 { return finish() }
        if isChunked {
            state = .chunkSize
            headBytes = 0
        } else if let length {
            if length == 0 { return finish() }
            state = .body(left: length)
        } else {
            keepsConnection = false
            state = .untilClose
        }
        return nil
    }

    private mutating func readStatusLine() throws(Failure) {
        guard line.starts(with: "HTTP/1.".utf8), line.count >= 12, let value = Int(ascii(line[9..<12])),
            (100...599).contains(value)
        else { throw .notHTTP }
        status = value
        keepsConnection = line[7] == UInt8(ascii: "1")
    }

    private mutating func readHeader() throws(Failure) {
        guard let colon = line.firstIndex(of: UInt8(ascii: ":")) else { return }
        let value = ascii(line[(colon + 1)...])
        switch ascii(line[..<colon]) {
        case "content-length":
            guard let count = Int(value), count >= 0 else { throw .badLength }
            length = count
        case "transfer-encoding": isChunked = value.hasSuffix("chunked")
        case "connection": keepsConnection = value != "close" && (keepsConnection || value == "keep-alive")
        default: break
        }
    }

    private mutating func endOfChunkSize() throws(Failure) -> Step? {
        headBytes = 0
        let digits = line.prefix { $0 != UInt8(ascii: ";") }
        guard let size = Int(ascii(digits), radix: 16), size >= 0, size < Int.max - 2 else { throw .badLength }
        state = size == 0 ? .trailers : .chunk(left: size + 2)
        return nil
    }

    private func ascii(_ bytes: ArraySlice<UInt8>) -> String {
        let text = String(decoding: bytes, as: UTF8.self).lowercased()
        return String(text.drop { $0 == " " || $0 == "\t" }.reversed().drop { $0 == " " || $0 == "\t" }.reversed())
    }

    private mutating func finish() -> Step {
        let step = Step.complete(status: status, keepsConnection: keepsConnection)
        reset()
        return step
    }

    private mutating func reset() {
        self = ResponseReader()
    }
}
