import Hummingbird
import Logging
import NIOCore
import NIOPosix
import ServiceLifecycle
import Synchronization
import UnixSignals

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Whether the service takes traffic; false from the moment it begins to drain.
final class Readiness: Sendable {
    private let ready = Atomic(true)

    var isReady: Bool { ready.load(ordering: .relaxed) }

    func startDraining() {
        ready.store(false, ordering: .relaxed)
    }
}

/// The unstable API: a small HTTP service that fails on purpose and tells the truth about it on `/metrics`.
package struct UnstableService: Sendable {
    let configuration: ServiceConfiguration
    let metrics: RequestMetrics
    let faults: FaultBoard
    let workings: FaultWorkings
    /// Routes that are traffic.
    let routes: [String]
    let readiness = Readiness()

    /// Prepares a service; nothing is opened before `run`.
    package init(configuration: ServiceConfiguration) {
        self.configuration = configuration
        routes = Self.countedRoutes(configuration)
        metrics = RequestMetrics(routes: routes, bounds: configuration.metricsStyle.bounds)
        faults = FaultBoard(
            seed: configuration.seed,
            defectIsOn: configuration.defectIsOn,
            limits: configuration.limits
        )
        workings = FaultWorkings(board: faults, limits: configuration.limits)
    }

    /// Serves until SIGTERM or SIGINT, the end of standard input (each where configured) or cancellation; then it is no
    /// longer ready, answers what it has begun, and returns.
    ///
    /// `onListening` is called once, with the port in use.
    ///
    /// - Throws: `ServiceError` where no port can be had.
    package func run(onListening: @escaping @Sendable (Int) -> Void) async throws {
        let first = configuration.port
        let last = first == 0 ? 0 : min(65_535, first + configuration.furtherPorts)
        for port in first...max(first, last) {
            do {
                try await run(on: port, onListening: onListening)
                return
            } catch let error as IOError where error.errnoCode == EADDRINUSE {
                continue
            } catch let error as IOError {
                let reason = String(cString: strerror(error.errnoCode))
                throw ServiceError.cannotListen(host: configuration.host, port: port, reason: reason)
            } catch is SocketAddressError.UnknownHost {
                throw ServiceError.cannotListen(
                    host: configuration.host,
                    port: port,
                    reason: "the host's name has no address"
                )
            } catch let error as SocketAddressError {
                throw ServiceError.cannotListen(host: configuration.host, port: port, reason: "\(error)")
            }
        }
        throw ServiceError.portInUse(host: configuration.host, ports: first...max(first, last))
    }

    private func run(on port: Int, onListening: @escaping @Sendable (Int) -> Void) async throws {
        var logger = Logger(label: "unstable-api") { StreamLogHandler.standardError(label: $0) }
        logger.logLevel = .error
        let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        if let metricsPort = configuration.metricsPort {
            // Servers that start together fail together, and which of them did is not said.
            for port in [port, metricsPort] { try await checkFree(port, group) }
        }
        let application = application(makeRouter(), on: port, group, logger) { port in
            configuration.log.write(.info, "listening", ["host": configuration.host, "port": String(port)])
            onListening(port)
        }
        if let loop = configuration.crashLoop?.take() { try? faults.apply(loop) }
        // Application.run adds signal handling of its own in runService; here one group owns servers and drain. The last
        // ends first: while the drain waits, everything else still answers.
        var services: [ServiceGroupConfiguration.ServiceConfiguration] = []
        if let metricsPort = configuration.metricsPort {
            let pages = self.application(makeMetricsRouter(), on: metricsPort, group, logger) { _ in }
            services.append(.init(service: ApplicationService(application: pages)))
        }
        let watch = FaultWatch(workings: workings, log: configuration.log, crashLoop: configuration.crashLoop)
        services += [
            .init(service: watch), .init(service: ApplicationService(application: application)),
            .init(service: Drain(readiness: readiness, faults: faults, configuration: configuration)),
        ]
        if configuration.endsWithStandardInput {
            services.append(.init(service: StandardInputWatch(), successTerminationBehavior: .gracefullyShutdownGroup))
        }
        var groupConfiguration = ServiceGroupConfiguration(
            services: services,
            gracefulShutdownSignals: configuration.endsOnSignals ? [.sigterm, .sigint] : [],
            logger: logger
        )
        // Requests take at most 2 s, and 5 s more where a fault delays them; what has not ended by then is cut.
        groupConfiguration.maximumGracefulShutdownDuration = .seconds(8) + configuration.drainDelay
        let servers = ServiceGroup(configuration: groupConfiguration)
        do {
            try await SecondSignal.endingAtOnce(isWatched: configuration.endsOnSignals) {
                try await servers.run()
            }
        } catch {
            try? await group.shutdownGracefully()
            throw error
        }
        try? await group.shutdownGracefully()
    }
}

extension UnstableService {
    /// Refuses a port that another program has.
    private func checkFree(_ port: Int, _ group: MultiThreadedEventLoopGroup) async throws {
        do {
            let channel = try await ServerBootstrap(group: group)
                .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
                .bind(host: configuration.host, port: port).get()
            try await channel.close()
        } catch let error as IOError where error.errnoCode == EADDRINUSE {
            try? await group.shutdownGracefully()
            throw ServiceError.portInUse(host: configuration.host, ports: port...port)
        } catch {
            try? await group.shutdownGracefully()
            throw error
        }
    }

    /// A server for some routes; `onListening` is called with its port.
    private func application(
        _ router: Router<ServiceContext>,
        on port: Int,
        _ group: MultiThreadedEventLoopGroup,
        _ logger: Logger,
        onListening: @escaping @Sendable (Int) -> Void
    ) -> some ApplicationProtocol {
        // The defaults (256 waiting, 4 accepted at a time) make clients wait under a storm of connections.
        Application(
            responder: router.buildResponder(),
            server: .http1(
                configuration: .init(
                    additionalChannelHandlers: [OldProtocolHandler.Placement()],
                    httpDecoderConfiguration: .init(
                        maxHeaderFieldSize: RequestLimits.head,
                        maxHeaderListSize: RequestLimits.head,
                        maxHeaderFieldCount: 200
                    )
                )
            ),
            configuration: ApplicationConfiguration(
                address: .hostname(configuration.host, port: port),
                serverName: "unstable-api/\(configuration.version)",
                backlog: 1024
            ),
            onServerRunning: { channel in
                try? await channel.setOption(.maxMessagesPerRead, value: 256).get()
                onListening(channel.localAddress?.port ?? port)
            },
            eventLoopGroupProvider: .shared(group),
            logger: logger
        )
    }
}

/// Gives Hummingbird's application a name among the services of the group.
private struct ApplicationService<App: ApplicationProtocol>: Service {
    let application: App

    func run() async throws {
        try await application.run()
    }
}
