import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import NIOPosix
import PromModel

/// Serves a driver's metrics on 127.0.0.1, beside its loops.
package final class LoadMetricsServer: Sendable {
    /// Where it listens.
    package let port: Int
    private let group: MultiThreadedEventLoopGroup
    private let running: Task<Void, any Error>

    private init(port: Int, group: MultiThreadedEventLoopGroup, running: Task<Void, any Error>) {
        self.port = port
        self.group = group
        self.running = running
    }

    /// Starts one; port 0 lets the system choose.
    package static func start(_ driver: LoadDriver, port: Int) async throws(ServiceError) -> LoadMetricsServer {
        let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        let router = Router()
        router.get("/metrics") { request, _ in
            let format = ExpositionFormat(accept: request.headers[.accept])
            let page = LoadMetricsPage(await driver.summary(), await driver.reading())
            return Response(
                status: .ok,
                headers: [.contentType: format.contentType],
                body: ResponseBody(byteBuffer: ByteBuffer(bytes: page.render(as: format)))
            )
        }
        var logger = Logger(label: "sretop-load") { StreamLogHandler.standardError(label: $0) }
        logger.logLevel = .critical
        let (ports, found) = AsyncStream<Int>.makeStream()
        let application = Application(
            responder: router.buildResponder(),
            configuration: ApplicationConfiguration(address: .hostname("127.0.0.1", port: port)),
            onServerRunning: { channel in found.yield(channel.localAddress?.port ?? port) },
            eventLoopGroupProvider: .shared(group),
            logger: logger
        )
        let running = Task {
            defer { found.finish() }
            try await application.run()
        }
        for await port in ports { return LoadMetricsServer(port: port, group: group, running: running) }
        try? await group.shutdownGracefully()
        throw .portInUse(host: "127.0.0.1", ports: port...port)
    }

    /// Ends it.
    package func stop() async {
        running.cancel()
        _ = try? await running.value
        try? await group.shutdownGracefully()
    }
}
