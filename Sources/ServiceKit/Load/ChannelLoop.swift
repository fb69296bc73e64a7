import NIOCore
import NIOPosix

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// A shard's connections as channels of NIO: over TLS, and where there is no epoll.
final class ChannelLoop: LoadLoop {
    private let loop: any EventLoop
    private let address: SocketAddress
    private let tls: LoadTLS?
    private var armed: NIOScheduledCallback?
    /// The requests as a channel takes them.
    private var requests: [ByteBuffer] = []

    init(_ loop: any EventLoop, to address: SocketAddress, tls: LoadTLS?) {
        self.loop = loop
        self.address = address
        self.tls = tls
    }

    func connect(_ shard: LoadShard) {
        if requests.isEmpty { requests = (0..<shard.mix.count).map { ByteBuffer(bytes: shard.mix.bytes($0)) } }
        let bound = NIOLoopBound((shard, tls, requests), eventLoop: loop)
        ClientBootstrap(group: loop)
            .connectTimeout(.seconds(2))
            // Most answers fit, and the channel uses its buffer again.
            .channelOption(.recvAllocator, value: FixedSizeRecvByteBufferAllocator(capacity: 16_384))
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    let (shard, tls, requests) = bound.value
                    let pipeline = channel.pipeline.syncOperations
                    if let tls { try pipeline.addHandler(tls.handler()) }
                    try pipeline.addHandler(ChannelWire(shard, requests, isSecure: tls != nil))
                }
            }
            .connect(to: address)
            .assumeIsolated()
            .whenComplete { [self] result in
                if case .failure(let error) = result {
                    return shard.connectFailed(isRefused: (error as? IOError)?.errnoCode == ECONNREFUSED)
                }
                guard case .success(let channel) = result,
                    let wire = try? channel.pipeline.syncOperations.handler(type: ChannelWire.self)
                else { return shard.connectFailed() }
                // Over TLS a connection is of use only after its handshake: it reports itself.
                guard tls != nil else { return wire.open() }
                loop.assumeIsolated().scheduleTask(in: .seconds(5)) { if !wire.isOpen { wire.close() } }
            }
    }

    func giveUpConnecting(since _: Int64) {
        // Each has a limit of its own.
    }

    func setTimer(at moment: Int64, _ shard: LoadShard) {
        armed?.cancel()
        let handler = Timer(shard: shard)
        armed = try? loop.assumeIsolated().scheduleCallback(at: .uptimeNanoseconds(UInt64(moment)), handler: handler)
    }

    private struct Timer: NIOScheduledCallbackHandler {
        let shard: LoadShard

        func handleScheduledCallback(eventLoop _: some EventLoop) { shard.timerWentOff() }
    }
}

/// A thread of NIO's.
final class ChannelThread: LoadThread {
    private let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
    private let shard: NIOLoopBoundBox<LoadShard>

    /// Starts it, with a shard.
    init(_ share: LoadShare, tls: LoadTLS?) {
        let loop = group.next()
        // The shard is made here and belongs to its loop from then on: no other reference to it is left.
        shard = NIOLoopBoundBox.makeBoxSendingValue(
            LoadShard(share, on: ChannelLoop(loop, to: share.target.address, tls: tls)),
            eventLoop: loop
        )
    }

    func run<Value: Sendable>(_ body: @escaping @Sendable (LoadShard) -> Value) async -> Value {
        await withCheckedContinuation { continuation in
            shard.eventLoop.execute { continuation.resume(returning: body(self.shard.value)) }
        }
    }

    func end() async {
        try? await group.shutdownGracefully()
    }
}
