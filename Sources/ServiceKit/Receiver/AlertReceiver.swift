import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import NIOPosix
import PromModel
import UnixSignals

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif
#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// A webhook for Alertmanager that shows what arrives: the end of the alert's way, where a pager would be.
package struct AlertReceiver: Sendable {
    /// Alertmanager's notifications are a few kB; more is mischief.
    private static let bodyLimit = 1 << 20

    let host: String
    let port: Int
    let onLine: @Sendable (String) -> Void

    /// A receiver that gives each alert to `onLine` as one line of JSON.
    package init(host: String, port: Int, onLine: @escaping @Sendable (String) -> Void) {
        self.host = host
        self.port = port
        self.onLine = onLine
    }

    /// Receives until SIGTERM, SIGINT or cancellation.
    ///
    /// - Throws: `ServiceError` where the port cannot be had.
    package func run(onListening: @escaping @Sendable (Int) -> Void) async throws {
        var logger = Logger(label: "alert-receiver") { StreamLogHandler.standardError(label: $0) }
        logger.logLevel = .error
        let application = Application(
            responder: router().buildResponder(),
            configuration: ApplicationConfiguration(address: .hostname(host, port: port)),
            onServerRunning: { channel in onListening(channel.localAddress?.port ?? port) },
            eventLoopGroupProvider: .shared(MultiThreadedEventLoopGroup.singleton),
            logger: logger
        )
        do {
            try await application.runService(gracefulShutdownSignals: [.sigterm, .sigint])
        } catch let error as IOError where error.errnoCode == EADDRINUSE {
            throw ServiceError.portInUse(host: host, ports: port...port)
        } catch let error as IOError {
            throw ServiceError.cannotListen(host: host, port: port, reason: String(cString: strerror(error.errnoCode)))
        } catch is SocketAddressError {
            throw ServiceError.cannotListen(host: host, port: port, reason: "the host's name has no address")
        }
    }

    /// `POST /` and `POST /alerts` take notifications; `GET /healthz` is for probes.
    func router() -> Router<ServiceContext> {
        let router = Router(context: ServiceContext.self)
        router.get("/healthz") { _, _ in Response.json("{\"status\":\"ok\"}") }
        for path in ["/", "/alerts"] {
            router.post(RouterPath(path)) { request, _ in
                let body = try await request.body.collect(upTo: Self.bodyLimit)
                guard let lines = Self.lines(Array(body.readableBytesView)) else {
                    throw HTTPError(.badRequest, message: "the body is no notification of Alertmanager's webhook")
                }
                lines.forEach(onLine)
                return Response(status: .ok)
            }
        }
        return router
    }

    /// A line of JSON for each alert of a notification; nil for anything else.
    package static func lines(_ body: [UInt8]) -> [String]? {
        guard let notification = try? JSONDecoder().decode(AlertNotification.self, from: Data(body)) else { return nil }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return notification.alerts.compactMap { alert in
            // Labels are the words of others, and lines end up on terminals.
            (try? encoder.encode(alert)).map { JSONText.harmless(String(decoding: $0, as: UTF8.self)) }
        }
    }
}
