import HTTPTypes
import Hummingbird
import NIOCore
import PromModel

extension UnstableService {
    /// Routes that are traffic; each has its series from the start.
    static let countedRoutes = ["/", "/risky", "/version"]
    /// Routes that are not traffic.
    static let uncountedRoutes: Set<String> = ["/healthz", "/readyz", "/metrics", "/faults", "/faults/reset"]

    /// The router: metrics around everything, then the routes.
    func makeRouter() -> Router<ServiceContext> {
        let router = Router(context: ServiceContext.self)
        router.add(middleware: RequestMetricsMiddleware(metrics: metrics, uncountedRoutes: Self.uncountedRoutes))
        addTrafficRoutes(to: router)
        addProbeRoutes(to: router)
        ControlRoutes(faults: faults, token: configuration.controlToken, routes: Self.countedRoutes).add(to: router)
        return router
    }

    /// The routes of the metrics port: what a platform asks, and nothing that a user does.
    func makeMetricsRouter() -> Router<ServiceContext> {
        let router = Router(context: ServiceContext.self)
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
        for (route, answer) in answers {
            router.get(RouterPath(route)) { [faults] _, _ in
                let draw = faults.draw(route)
                if draw.latency > .zero { try await Task.sleep(for: draw.latency) }
                guard !draw.fails else {
                    return Response.json("{\"error\":\"a fault of this service struck\"}", status: .internalServerError)
                }
                return Response.json(answer)
            }
        }
    }

    private func addProbeRoutes(to router: Router<ServiceContext>) {
        router.get("/healthz") { _, _ in Response.json("{\"status\":\"ok\"}") }
        router.get("/readyz") { [readiness] _, _ in
            readiness.isReady
                ? Response.json("{\"status\":\"ready\"}")
                : Response.json("{\"status\":\"draining\"}", status: .serviceUnavailable)
        }
        router.get("/metrics") { [metrics, faults, configuration] request, _ in
            let format = ExpositionFormat(accept: request.headers[.accept])
            let page = MetricsPage(
                requests: metrics.snapshot(),
                process: .current(),
                faults: faults.faults(),
                hits: faults.hits(),
                version: configuration.version
            )
            return Response(
                status: .ok,
                headers: [.contentType: format.contentType],
                body: ResponseBody(byteBuffer: ByteBuffer(bytes: page.render(as: format)))
            )
        }
    }
}
