import HTTPTypes
import Hummingbird
import NIOCore
import PromModel

extension UnstableService {
    /// Routes that are traffic in every service.
    static let ownRoutes = ["/", "/risky", "/version"]
    /// Routes that a platform asks; faults act on them only where they say so.
    static let probeRoutes = ["/healthz", "/readyz", "/metrics"]
    private static let controlRoutes = ["/faults", "/faults/reset", "/faults/renew"]

    /// Routes that are traffic; each has its series from the start.
    static func countedRoutes(_ configuration: ServiceConfiguration) -> [String] {
        ownRoutes + (0..<configuration.furtherRoutes).map { "/extra/\($0 + 1)" }
    }

    /// The router: metrics and faults around everything, then the routes.
    func makeRouter() -> Router<ServiceContext> {
        let router = Router(context: ServiceContext.self, options: .autoGenerateHeadEndpoints)
        router.add(middleware: RequestLimits())
        router.add(
            middleware: TrafficMiddleware(
                metrics: metrics,
                workings: workings,
                traffic: Set(routes),
                probes: Set(Self.probeRoutes),
                uncounted: Set(Self.probeRoutes + Self.controlRoutes),
                log: configuration.logsRequests ? configuration.log : nil
            )
        )
        addTrafficRoutes(to: router)
        addProbeRoutes(to: router)
        var rules = FaultRequest.Rules(routes: routes)
        rules.probes = Self.probeRoutes
        rules.limits = configuration.limits
        rules.keepsState = configuration.crashLoop != nil
        ControlRoutes(faults: faults, token: configuration.controlToken, rules: rules, metrics: metrics).add(to: router)
        return router
    }

    /// The routes of the metrics port: what a platform asks, and nothing that a user does.
    func makeMetricsRouter() -> Router<ServiceContext> {
        let router = Router(context: ServiceContext.self, options: .autoGenerateHeadEndpoints)
        router.add(middleware: RequestLimits())
        addProbeRoutes(to: router)
        return router
    }

    private func addTrafficRoutes(to router: Router<ServiceContext>) {
        let version = configuration.version
        let answers = [
            "/": """
            {"name":"unstable-api","version":"\(version)","about":"an API that fails on purpose",\
            "routes":["/","/risky","/version","/healthz","/readyz","/metrics","/faults"]}
            """,
            "/risky": "{\"result\":\"ok\"}",
            "/version": "{\"version\":\"\(version)\"}",
        ]
        for route in routes {
            let answer = answers[route] ?? "{\"route\":\"\(route)\"}"
            router.get(RouterPath(route)) { _, _ in Response.json(answer) }
            router.on(RouterPath(route), method: .options) { _, _ in
                Response(status: .noContent, headers: [.allow: "GET, HEAD, OPTIONS"])
            }
        }
    }

    private func addProbeRoutes(to router: Router<ServiceContext>) {
        router.get("/healthz") { _, _ in Response.json("{\"status\":\"ok\"}") }
        router.get("/readyz") { [readiness, faults] _, _ in
            guard readiness.isReady else {
                return Response.json("{\"status\":\"draining\"}", status: .serviceUnavailable)
            }
            return faults.isActing(.notReady)
                ? Response.json("{\"status\":\"not ready\"}", status: .serviceUnavailable)
                : Response.json("{\"status\":\"ready\"}")
        }
        router.get("/metrics") { [metrics, faults, workings, readiness, configuration] request, _ in
            let delay = faults.strain().metricsDelay
            if delay > .zero { try await Task.sleep(for: delay) }
            let format = ExpositionFormat(accept: request.headers[.accept])
            var readings = workings.readings()
            readings.isReady = readings.isReady && readiness.isReady
            let page = MetricsPage(
                requests: metrics.snapshot(),
                process: .current(),
                faults: faults.faults(),
                hits: faults.hits(),
                readings: readings,
                version: configuration.version,
                style: configuration.metricsStyle
            )
            return Response(
                status: .ok,
                headers: [.contentType: format.contentType],
                body: ResponseBody(byteBuffer: ByteBuffer(bytes: page.render(as: format)))
            )
        }
    }
}
