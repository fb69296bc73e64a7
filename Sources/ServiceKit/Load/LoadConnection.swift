import NIOCore

/// One keep-alive connection of the driver: at most one request at a time.
///
/// Lives on its shard's event loop.
final class LoadConnection: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    /// A request under way.
    struct Request {
        let planned: Int64
        let sent: Int64
        let run: Int
    }

    private unowned let shard: LoadShard
    private var context: ChannelHandlerContext?
    private var reader = ResponseReader()
    private(set) var request: Request?

    init(shard: LoadShard) {
        self.shard = shard
    }

    /// Sends the bytes as one request.
    func send(_ bytes: ByteBuffer, as request: Request) {
        self.request = request
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

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let view = unwrapInboundIn(data).readableBytesView
        var offset = 0
        do throws(ResponseReader.Failure) {
            while offset < view.count {
                guard case .complete(let status, let keeps) = try reader.consume(view, from: &offset) else { return }
                guard let ended = takeRequest() else { throw .notHTTP }
                shard.answered(ended, status: status)
                guard keeps else { return context.close(promise: nil) }
                shard.becameIdle(self)
            }
        } catch {
            if let broken = takeRequest() { shard.failed(broken, how: .protocolError) }
            context.close(promise: nil)
        }
    }

    func channelInactive(context _: ChannelHandlerContext) {
        if let ended = takeRequest() {
            // A response without a length ends with its connection; anything else is broken off.
            if reader.endsWithConnection {
                shard.answered(ended, status: reader.currentStatus)
            } else {
                shard.failed(ended, how: .connectionError)
            }
        }
        shard.closed(self)
    }

    func errorCaught(context: ChannelHandlerContext, error _: any Error) {
        context.close(promise: nil)
    }

    private func takeRequest() -> Request? {
        defer { request = nil }
        return request
    }
}
