import NIOCore
import NIOTLS

/// One channel of a `ChannelLoop`.
final class ChannelWire: ChannelInboundHandler, LoadWire {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let shard: LoadShard
    private let requests: [ByteBuffer]
    private let isSecure: Bool
    private var context: ChannelHandlerContext?
    private var connection: LoadConnection?
    private var isBroken = false

    init(_ shard: LoadShard, _ requests: [ByteBuffer], isSecure: Bool) {
        self.shard = shard
        self.requests = requests
        self.isSecure = isSecure
    }

    /// Whether it can carry requests: it is connected, and its handshake is over.
    var isOpen: Bool { connection != nil }

    /// It can carry requests from now on.
    func open() {
        let connection = LoadConnection(shard, over: self)
        self.connection = connection
        shard.opened(connection)
    }

    func write(_ kind: Int, mayWait _: Bool) {
        context?.writeAndFlush(wrapOutboundOut(requests[kind]), promise: nil)
    }

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
        if isSecure, !isOpen, case .handshakeCompleted? = event as? TLSUserEvent { open() }
        context.fireUserInboundEventTriggered(event)
    }

    func channelRead(context _: ChannelHandlerContext, data: NIOAny) {
        unwrapInboundIn(data).withUnsafeReadableBytes { connection?.received($0) }
    }

    func channelInactive(context _: ChannelHandlerContext) {
        guard let connection else {
            // A handshake that failed: nothing was sent yet.
            if isSecure { shard.connectFailed() }
            return
        }
        connection.ended(isBroken: isBroken)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        // Many servers end TLS without a word.
        isBroken = error is IOError
        context.close(promise: nil)
    }
}
