import NIOCore
import NIOHTTP1

/// Closes connections after each answer to a client of HTTP/1.0, which waits for the end of the connection.
///
/// The server speaks of requests without their version, so this stands before it, where the version is still known.
final class OldProtocolHandler: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias InboundOut = HTTPServerRequestPart

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard case .head(var head) = unwrapInboundIn(data), head.version.major < 2, head.version != .http1_1 else {
            return context.fireChannelRead(data)
        }
        head.headers.replaceOrAdd(name: "connection", value: "close")
        context.fireChannelRead(wrapInboundOut(.head(head)))
    }

    /// Puts one behind the connection's decoder.
    final class Placement: ChannelInboundHandler, RemovableChannelHandler {
        typealias InboundIn = NIOAny

        func handlerAdded(context: ChannelHandlerContext) {
            let pipeline = context.pipeline.syncOperations
            let kind = ByteToMessageHandler<HTTPRequestDecoder>.self
            guard let decoder = try? pipeline.context(handlerType: kind).handler else { return }
            try? pipeline.addHandler(OldProtocolHandler(), position: .after(decoder))
        }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            context.fireChannelRead(data)
        }
    }
}
