#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Finds the end of HTTP/1.1 responses in a stream of bytes, and their statuses; bodies are skipped unread.
///
/// Knows Content-Length, chunked bodies, statuses without a body, and Connection: close. Whole lines are read where they
/// lie; only a line that is cut by the end of a read is copied. A full HTTP codec costs the driver a third of its
/// throughput.
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
        case statusLine
        case headers
        case body
        case chunkSize
        case chunk
        case chunkEnd
        case trailers
        case untilClose
    }

    private static let headLimit = 64 * 1024
    private var state = State.statusLine
    /// The beginning of a line whose end has not come yet.
    private var partial: [UInt8] = []
    private var headBytes = 0
    /// What is left of the body or of the chunk.
    private var left = 0
    private var status = 0
    private var length: Int?
    private var isEncoded = false
    private var isChunked = false
    private var keepsConnection = true

    /// Whether the answer has no body whatever its head says: the answer to HEAD.
    package var isWithoutBody = false

    /// Whether a response has begun that ends only with the connection.
    package var endsWithConnection: Bool { state == .untilClose }
    /// Whether nothing of a response has come yet.
    package var isAtStart: Bool { state == .statusLine && partial.isEmpty }
    /// The status of the response being read.
    package var currentStatus: Int { status }

    /// Before the first byte.
    package init() {}

    /// Reads on from `start`, and stops after the first response that ends within `bytes`.
    package mutating func consume(_ bytes: UnsafeRawBufferPointer, from start: inout Int) throws(Failure) -> Step {
        while start < bytes.count {
            switch state {
            case .untilClose:
                start = bytes.count
            case .body, .chunk:
                let taken = min(left, bytes.count - start)
                start += taken
                left -= taken
                guard left == 0 else { return .incomplete }
                if state == .body { return finish() }
                state = .chunkEnd
            default:
                guard let line = try nextLine(bytes, from: &start) else { return .incomplete }
                if let step = try take(line) { return step }
            }
        }
        return .incomplete
    }

    /// The line that ends within the bytes, without its end; else its beginning is kept.
    private mutating func nextLine(
        _ bytes: UnsafeRawBufferPointer,
        from start: inout Int
    ) throws(Failure) -> Line? {
        guard let base = bytes.baseAddress else { return nil }
        let found = memchr(base + start, Int32(UInt8(ascii: "\n")), bytes.count - start)
        let end = found.map { base.distance(to: $0) } ?? bytes.count
        headBytes += end - start
        guard headBytes <= Self.headLimit else { throw .headTooLong }
        let piece = UnsafeRawBufferPointer(start: base + start, count: end - start)
        start = min(bytes.count, end + 1)
        if found == nil {
            partial.append(contentsOf: piece)
            return nil
        }
        return partial.isEmpty ? .whole(piece) : .joined(piece)
    }

    /// Where a line lies.
    private enum Line {
        case whole(UnsafeRawBufferPointer)
        /// Its beginning was kept from an earlier read.
        case joined(UnsafeRawBufferPointer)
    }

    private mutating func take(_ line: Line) throws(Failure) -> Step? {
        switch line {
        case .whole(let bytes):
            return try take(HeadLine(bytes))
        case .joined(let rest):
            var whole = partial
            whole.append(contentsOf: rest)
            partial.removeAll(keepingCapacity: true)
            let result: Result<Step?, Failure> = whole.withUnsafeBytes { bytes in
                do throws(Failure) { return .success(try take(HeadLine(bytes))) } catch { return .failure(error) }
            }
            return try result.get()
        }
    }

    private mutating func take(_ line: HeadLine) throws(Failure) -> Step? {
        switch state {
        case .statusLine:
            guard let start = line.statusLine() else { throw .notHTTP }
            (status, keepsConnection) = (start.status, start.isKeptByDefault)
            state = .headers
        case .headers:
            guard line.isEmpty else {
                try readHeader(line)
                return nil
            }
            return endOfHead()
        case .chunkSize:
            headBytes = 0
            guard let size = line.chunkSize() else { throw .badLength }
            (left, state) = (size, size == 0 ? .trailers : .chunk)
        case .chunkEnd:
            guard line.isEmpty else { throw .badLength }
            state = .chunkSize
        default:
            return line.isEmpty ? finish() : nil
        }
        return nil
    }

    private mutating func endOfHead() -> Step? {
        if status < 200 {
            // An interim answer: the one that counts is still to come.
            let isWithoutBody = isWithoutBody
            reset()
            self.isWithoutBody = isWithoutBody
            return nil
        }
        if isWithoutBody || status == 204 || status == 304 { return finish() }
        if isChunked {
            (state, headBytes) = (.chunkSize, 0)
        } else if let length, !isEncoded {
            if length == 0 { return finish() }
            (state, left) = (.body, length)
        } else {
            keepsConnection = false
            state = .untilClose
        }
        return nil
    }

    private mutating func readHeader(_ line: HeadLine) throws(Failure) {
        guard line.isContinuation || line.hasName else { throw .notHTTP }
        guard line.begins(with: "c", or: "t") else { return }
        if let value = line.value(of: "content-length") {
            // Two lengths that differ leave it open where the next response begins.
            guard let count = value.number(), length == nil || length == count else { throw .badLength }
            length = count
        } else if let value = line.value(of: "transfer-encoding") {
            isEncoded = true
            isChunked = value.hasLast("chunked")
        } else if let value = line.value(of: "connection") {
            if value.hasElement("close") {
                keepsConnection = false
            } else if value.hasElement("keep-alive") {
                keepsConnection = true
            }
        }
    }

    private mutating func finish() -> Step {
        let step = Step.complete(status: status, keepsConnection: keepsConnection)
        reset()
        return step
    }

    private mutating func reset() {
        state = .statusLine
        (headBytes, left, status) = (0, 0, 0)
        length = nil
        (isEncoded, isChunked, keepsConnection, isWithoutBody) = (false, false, true, false)
    }
}

extension ResponseReader {
    /// Reads on in an array; see the other `consume`.
    package mutating func consume(_ bytes: [UInt8], from start: inout Int) throws(Failure) -> Step {
        var offset = start
        defer { start = offset }
        let result: Result<Step, Failure> = bytes.withUnsafeBytes { raw in
            do throws(Failure) { return .success(try consume(raw, from: &offset)) } catch { return .failure(error) }
        }
        return try result.get()
    }
}
