import NIOCore
import NIOPosix
import PromClient
import ServiceKit
import Synchronization
import Testing

/// An unstable service on a port of the system's choice, while a test runs.
struct RunningService: Sendable {
    let port: Int

    /// Runs `body` beside a service, and ends it.
    static func with(
        style: MetricsStyle = .standard,
        _ body: @escaping @Sendable (RunningService) async throws -> Void
    ) async throws {
        var configuration = ServiceConfiguration(version: "test")
        configuration.port = 0
        // Other tests of this process send it signals.
        configuration.endsOnSignals = false
        configuration.metricsStyle = style
        let service = UnstableService(configuration: configuration)
        let (ports, continuation) = AsyncStream<Int>.makeStream()
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                try? await service.run { continuation.yield($0) }
                continuation.finish()
            }
            var port: Int?
            for await value in ports {
                port = value
                break
            }
            try await body(RunningService(port: try #require(port)))
            group.cancelAll()
        }
    }

    /// Sends a request by a client that knows HTTP.
    func ask(_ method: String, _ path: String, _ body: String = "") async throws -> (status: Int, body: String) {
        let transport = AsyncHTTPTransport()
        var question = HTTPQuestion(
            url: "http://127.0.0.1:\(port)\(path)",
            timeout: .seconds(10),
            bodyLimit: 1_000_000
        )
        question.method = method
        question.body = Array(body.utf8)
        let answer: Result<HTTPAnswer, TransportFailure>
        do throws(TransportFailure) {
            answer = .success(try await transport.ask(question))
        } catch {
            answer = .failure(error)
        }
        await transport.close()
        let given = try answer.get()
        return (given.status, String(decoding: given.body, as: UTF8.self))
    }

    /// Injects a fault.
    func inject(_ text: String) async throws {
        let answer = try await ask("POST", "/faults", text)
        try #require(answer.status == 200, "\(answer.body)")
    }

    /// The value of a series of the metrics page, by the text before it.
    func sample(_ series: String) async throws -> Double? {
        let page = try await ask("GET", "/metrics").body
        return page.split(separator: "\n").first { $0.hasPrefix(series + " ") }
            .flatMap { Double($0.dropFirst(series.count + 1)) }
    }

    /// Sends bytes, and takes what comes until the connection ends, or for so long; says whether it ended.
    func exchange(_ text: String, for limit: Duration = .seconds(5)) async throws -> (text: String, ended: Bool) {
        let taker = ByteTaker()
        let channel = try await ClientBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .channelInitializer { $0.pipeline.addHandler(taker) }
            .connect(host: "127.0.0.1", port: port).get()
        try await channel.writeAndFlush(ByteBuffer(string: text)).get()
        let nanoseconds = Int64(limit / .nanoseconds(1))
        let giveUp = channel.eventLoop.scheduleTask(in: .nanoseconds(nanoseconds)) { channel.close(promise: nil) }
        try await channel.closeFuture.get()
        giveUp.cancel()
        // What was cancelled in time has not closed it.
        let ended = (try? await giveUp.futureResult.get()) == nil
        return (taker.text, ended)
    }

    /// Keeps what arrives.
    private final class ByteTaker: ChannelInboundHandler, Sendable {
        typealias InboundIn = ByteBuffer
        private let bytes = Mutex(ByteBuffer())

        var text: String { bytes.withLock { String(buffer: $0) } }

        func channelRead(context _: ChannelHandlerContext, data: NIOAny) {
            let buffer = unwrapInboundIn(data)
            bytes.withLock { _ = $0.writeImmutableBuffer(buffer) }
        }

        func errorCaught(context: ChannelHandlerContext, error _: any Error) {
            context.close(promise: nil)
        }
    }
}
