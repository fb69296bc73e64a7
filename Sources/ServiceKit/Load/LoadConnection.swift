/// One keep-alive connection of the driver: at most one request at a time.
///
/// Lives on its shard's thread. Nothing here allocates a request: its state is fields, its bytes are shared.
final class LoadConnection {
    /// A request under way.
    struct Request {
        var planned: Int64
        var sent: Int64
        let run: Int
        /// Which of the target's requests.
        var kind = 0
        /// Whether it was sent before, on a connection that died under it.
        var isRetry = false
        /// How often it was sent again after it failed.
        var attempt = 0
    }

    private let shard: LoadShard
    private let wire: any LoadWire
    private var reader = ResponseReader()
    /// The request under way; nil where the connection is free.
    private(set) var request: Request?
    /// Answers that came over it.
    private(set) var answers = 0
    /// Whether it lies among the free ones of its shard.
    var isIdle = false
    /// When it was opened, in nanoseconds on the monotonic clock.
    private let openedAt = LoadShard.now()

    init(_ shard: LoadShard, over wire: any LoadWire) {
        self.shard = shard
        self.wire = wire
    }

    /// Sends a request; one that `mayWait` can leave later, and is then told by `leaves`.
    func send(_ request: Request, isBodiless: Bool, mayWait: Bool) {
        self.request = request
        if isBodiless { reader.isWithoutBody = true }
        wire.write(request.kind, mayWait: mayWait)
    }

    /// Its request was held back and leaves only now.
    func leaves(at now: Int64) {
        request?.sent = now
        // What goes out again keeps the time that it was meant for, and so does what a plan meant.
        guard let request, request.attempt == 0, !request.isRetry, shard.isClosedLoop else { return }
        self.request?.planned = now
    }

    /// Gives the request up and closes the connection.
    func abandon() -> Request? {
        defer { close() }
        return takeRequest()
    }

    /// Closes the connection; a request under way is reported as broken unless it was taken before.
    func close() {
        wire.close()
    }

    /// Bytes came.
    func received(_ bytes: UnsafeRawBufferPointer) {
        var offset = 0
        do throws(ResponseReader.Failure) {
            guard case .complete(let status, let keeps) = try reader.consume(bytes, from: &offset) else { return }
            guard let ended = takeRequest() else { throw .notHTTP }
            answers += 1
            // Bytes that nobody asked for must not become the answer to the next request.
            let isUsable = keeps && offset == bytes.count && !isSpent
            shard.answered(ended, status: status, over: isUsable ? self : nil)
            if !isUsable { wire.close() }
        } catch {
            if let broken = takeRequest() { shard.failed(broken, how: .protocolError) }
            wire.close()
        }
    }

    /// The connection is over; `isBroken` where it was not closed in order.
    func ended(isBroken: Bool) {
        let (isReused, isUnanswered) = (answers > 0, reader.isAtStart)
        if let ended = takeRequest() {
            // A response without a length ends with its connection; anything else is broken off.
            if reader.endsWithConnection, !isBroken {
                shard.answered(ended, status: reader.currentStatus, over: nil)
            } else if isReused, isUnanswered, !ended.isRetry {
                // The server may have closed it while the request was on its way: not a failure of the request.
                shard.retry(ended)
            } else {
                shard.failed(ended, how: .connectionError)
            }
        }
        shard.closed(self)
    }

    /// Whether it has been used as long, or as often, as it may be.
    private var isSpent: Bool {
        if let most = shard.limits.requestsPerConnection, answers >= most { return true }
        guard let age = shard.connectionAge else { return false }
        return LoadShard.now() - openedAt >= age
    }

    private func takeRequest() -> Request? {
        defer { request = nil }
        return request
    }
}
