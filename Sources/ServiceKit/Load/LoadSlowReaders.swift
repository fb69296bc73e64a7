import NIOCore
import NIOPosix
import Synchronization

/// Clients that ask and then hardly read: each holds a connection, and what the target wrote stays in its buffers.
///
/// They run beside the load on a thread of their own and have an account of their own.
package final class LoadSlowReaders: Sendable {
    /// What they went through.
    package struct Account: Sendable, Equatable {
        /// Connections that are open.
        package var open = 0
        /// Connections that were opened.
        package var opened = 0
        /// Connections that the target ended.
        package var ended = 0
        /// Connections that could not be opened.
        package var refused = 0
        /// Requests that they sent: each of its own many at once.
        package var asked = 0
        /// Bytes read.
        package var bytes = 0

        /// Nothing yet.
        package init() {}
    }

    private struct State {
        var account = Account()
        var isRunning = false
        var channels: [ObjectIdentifier: any Channel] = [:]
    }

    /// Bytes a read, and the pause between two: 160 bytes a second.
    private static let portion = 16
    /// Asked for at once, so that there is always more to read.
    private static let requests = 100
    private static let pause = TimeAmount.milliseconds(100)
    private static let retryPause = TimeAmount.milliseconds(500)

    private let address: SocketAddress
    private let request: ByteBuffer
    private let count: Int
    private let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
    private let state = Mutex(State())

    init(target: LoadTarget, count: Int, run: String) {
        address = target.address
        let one = (target.requests.first ?? LoadRequest(path: "/")).bytes(host: target.hostHeader, run: run)
        var all = ByteBuffer()
        for _ in 0..<Self.requests { all.writeBytes(one) }
        request = all
        self.count = count
    }

    func account() -> Account { state.withLock { $0.account } }

    /// Opens the connections; each is opened again when the target ends it.
    func start() {
        let isNew = state.withLock { state in
            defer { state.isRunning = true }
            return !state.isRunning
        }
        guard isNew else { return }
        for _ in 0..<count { connect(on: group.next()) }
    }

    /// Closes them.
    func stop() {
        let channels = state.withLock { state in
            state.isRunning = false
            return Array(state.channels.values)
        }
        for channel in channels { channel.close(promise: nil) }
    }

    /// Ends their thread.
    func close() async {
        stop()
        try? await group.shutdownGracefully()
    }

    private func connect(on loop: any EventLoop) {
        guard state.withLock({ $0.isRunning }) else { return }
        ClientBootstrap(group: loop)
            .connectTimeout(.seconds(2))
            .channelOption(.autoRead, value: false)
            // As little as the system allows, so that the target's buffer fills.
            .channelOption(.socketOption(.so_rcvbuf), value: 2048)
            .channelOption(.recvAllocator, value: FixedSizeRecvByteBufferAllocator(capacity: Self.portion))
            .channelOption(.maxMessagesPerRead, value: 1)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(Reader(readers: self))
                }
            }
            .connect(to: address)
            .whenFailure { _ in
                self.state.withLock { $0.account.refused += 1 }
                loop.scheduleTask(in: Self.retryPause) { self.connect(on: loop) }
            }
    }

    private func opened(_ channel: any Channel) {
        let goesOn = state.withLock { state in
            state.channels[ObjectIdentifier(channel)] = channel
            state.account.opened += 1
            state.account.open += 1
            if state.isRunning { state.account.asked += Self.requests }
            return state.isRunning
        }
        if goesOn { channel.writeAndFlush(request, promise: nil) } else { channel.close(promise: nil) }
    }

    private func closed(_ channel: any Channel) {
        let goesOn = state.withLock { state in
            state.channels[ObjectIdentifier(channel)] = nil
            state.account.open -= 1
            if state.isRunning { state.account.ended += 1 }
            return state.isRunning
        }
        if goesOn { channel.eventLoop.scheduleTask(in: Self.retryPause) { self.connect(on: channel.eventLoop) } }
    }

    private func read(_ bytes: Int) { state.withLock { $0.account.bytes += bytes } }

    /// Reads a little at a time.
    private final class Reader: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer

        private let readers: LoadSlowReaders
        private var timer: RepeatedTask?

        init(readers: LoadSlowReaders) {
            self.readers = readers
        }

        func channelActive(context: ChannelHandlerContext) {
            readers.opened(context.channel)
            let channel = context.channel
            timer = context.eventLoop.scheduleRepeatedTask(initialDelay: pause, delay: pause) { _ in channel.read() }
        }

        func channelRead(context _: ChannelHandlerContext, data: NIOAny) {
            readers.read(unwrapInboundIn(data).readableBytes)
        }

        func channelInactive(context: ChannelHandlerContext) {
            timer?.cancel()
            readers.closed(context.channel)
        }

        func errorCaught(context: ChannelHandlerContext, error _: any Error) {
            context.close(promise: nil)
        }
    }
}
