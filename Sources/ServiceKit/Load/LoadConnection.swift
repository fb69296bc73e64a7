import NIOCore
import NIOTLS

/// One keep-alive connection of the driver: at most one request at a time.
///
/// Lives on its shard's event loop. Nothing here allocates a request: its state is fields, its bytes are shared.
final class LoadConnection: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    /// A request under way.
    struct Request {
        let planned: Int64
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
    private var context: ChannelHandlerContext?
    private var reader = ResponseReader()
    /// The request under way; nil where the connection is free.
    private(set) var request: Request?
    /// Whether it can carry requests: it is connected, and its handshake is over.
    var isOpen = false
    /// Answers that came over it.
    private(set) var answers = 0
    /// Whether it lies among the free ones of its shard.
    var isIdle = false
    /// When it was opened, in nanoseconds on the monotonic clock.
    private let openedAt = LoadShard.now()

    init(shard: LoadShard) {
        self.shard = shard
    }

    /// Sends the bytes as one request.
    func send(_ bytes: ByteBuffer, as request: Request, isBodiless: Bool) {
        self.request = request
        if isBodiless { reader.isWithoutBody = true }
        context?.writeAndFlush(wrapOutboundOut(bytes), promise: nil)
    }

    /// Gives the request up and closes the connection.
    func abandon() -> Request? {
        defer { close() }
        return takeRequest()
    }

    /// Closes the connection; a request under way is reported as broken unless it was taken before.
    func close() {
        context?.close(promise: nil)
    }

    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
    }

    func handlerRemoved(context _: ChannelHandlerContext) {
        context = nil
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if shard.tls != nil, case .handshakeCompleted? = event as? TLSUserEvent { shard.opened(self) }
        context.fireUserInboundEventTriggered(event)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let buffer = unwrapInboundIn(data)
        let result: Result<Bool, ResponseReader.Failure> = buffer.withUnsafeReadableBytes { bytes in
            var offset = 0
            do throws(ResponseReader.Failure) {
                guard case .complete(let status, let keeps) = try reader.consume(bytes, from: &offset) else {
                    return .success(true)
                }
                guard let ended = takeRequest() else { throw .notHTTP }
                answers += 1
                // Bytes that nobody asked for must not become the answer to the next request.
                let isUsable = keeps && offset == bytes.count && !isSpent
                shard.answered(ended, status: status, over: isUsable ? self : nil)
                return .success(isUsable)
            } catch {
                return .failure(error)
            }
        }
        switch result {
        case .success(true): break
        case .success(false): context.close(promise: nil)
        case .failure:
            if let broken = takeRequest() { shard.failed(broken, how: .protocolError) }
            context.close(promise: nil)
        }
    }

    func channelInactive(context _: ChannelHandlerContext) {
        // A handshake that failed: nothing was sent yet.
        guard isOpen else {
            if shard.tls != nil { shard.connectFailed() }
            return
        }
        let (isReused, isUnanswered) = (answers > 0, reader.isAtStart)
        if let ended = takeRequest() {
            // A response without a length ends with its connection; anything else is broken off.
            if reader.endsWithConnection {
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

    func errorCaught(context: ChannelHandlerContext, error _: any Error) {
        context.close(promise: nil)
    }

    /// Whether it has been used as long, or as often, as it may be.
    private var isSpent: Bool {
        let limits = shard.limits
        if let most = limits.requestsPerConnection, answers >= most { return true }
        guard let age = limits.connectionAge else { return false }
        return LoadShard.now() - openedAt >= Int64(age / .nanoseconds(1))
    }

    private func takeRequest() -> Request? {
        defer { request = nil }
        return request
    }
}
