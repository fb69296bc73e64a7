import NIOCore
import NIOPosix

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// A server on loopback that answers every connection with given bytes, then closes it or keeps silent.
final class RawServer: Sendable {
    let port: Int
    private let channel: any Channel
    private let group: MultiThreadedEventLoopGroup

    /// A connection's request beyond `answers` is not answered: the connection is closed under it.
    ///
    /// A request is over when `requestBytes` of it came; nil for as many as come at once. With `resets` connections are
    /// closed by a reset.
    init(
        answering bytes: String?,
        closes: Bool,
        answers: Int = .max,
        requestBytes: Int? = nil,
        resets: Bool = false
    ) async throws {
        group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        channel = try await ServerBootstrap(group: group)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelInitializer { channel in
                let options = channel as? any SocketOptionProvider
                let ending = options?.setSoLinger(linger(l_onoff: resets ? 1 : 0, l_linger: 0))
                return (ending ?? channel.eventLoop.makeSucceededVoidFuture()).flatMapThrowing {
                    try channel.pipeline.syncOperations.addHandler(
                        Answer(bytes: bytes, closes: closes, left: answers, requestBytes: requestBytes)
                    )
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
        private let requestBytes: Int?
        private var got = 0

        init(bytes: String?, closes: Bool, left: Int, requestBytes: Int?) {
            self.requestBytes = requestBytes
            self.bytes = bytes
            self.closes = closes
            self.left = left
        }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            got += unwrapInboundIn(data).readableBytes
            guard got >= requestBytes ?? 1 else { return }
            got = 0
            guard left > 0 else { return context.close(promise: nil) }
            left -= 1
            if let bytes { context.writeAndFlush(wrapOutboundOut(ByteBuffer(string: bytes)), promise: nil) }
            if closes { context.close(promise: nil) }
        }
    }
}
