import NIOCore
import NIOPosix

/// A server on loopback that answers every connection with given bytes, then closes it or keeps silent.
final class RawServer: Sendable {
    let port: Int
    private let channel: any Channel
    private let group: MultiThreadedEventLoopGroup

    /// A connection's request beyond `answers` is not answered: the connection is closed under it.
    init(answering bytes: String?, closes: Bool, answers: Int = .max) async throws {
        group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        channel = try await ServerBootstrap(group: group)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(Answer(bytes: bytes, closes: closes, left: answers))
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        port = channel.localAddress?.port ?? 0
    }

    func stop() async throws {
        try await channel.close()
        try await group.shutdownGracefully()
    }

    private final class Answer: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer
        typealias OutboundOut = ByteBuffer

        private let bytes: String?
        private let closes: Bool
        private var left: Int

        init(bytes: String?, closes: Bool, left: Int) {
            self.bytes = bytes
            self.closes = closes
            self.left = left
        }

        func channelRead(context: ChannelHandlerContext, data _: NIOAny) {
            guard left > 0 else { return context.close(promise: nil) }
            left -= 1
            if let bytes { context.writeAndFlush(wrapOutboundOut(ByteBuffer(string: bytes)), promise: nil) }
            if closes { context.close(promise: nil) }
        }
    }
}
