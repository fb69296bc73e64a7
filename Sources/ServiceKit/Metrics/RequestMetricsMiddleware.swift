import HTTPTypes
import Hummingbird

/// Counts every request once, with the status it ended in; a thrown error counts with the status it becomes.
///
/// Probes, the metrics page and the control routes are not traffic and are not counted: a scrape a second would
/// otherwise look like load.
struct RequestMetricsMiddleware<Context: RequestContext>: RouterMiddleware {
    let metrics: RequestMetrics
    let uncountedRoutes: Set<String>

    func handle(
        _ request: Request,
        context: Context,
        next: (Request, Context) async throws -> Response
    ) async throws -> Response {
        let route = context.endpointPath ?? RequestMetrics.unmatchedRoute
        guard !uncountedRoutes.contains(route) else { return try await next(request, context) }
        let start = ContinuousClock.now
        metrics.requestStarted()
        do {
            let response = try await next(request, context)
            count(request, route: route, status: response.status, since: start)
            return response
        } catch {
            let status = (error as? any HTTPResponseError)?.status ?? .internalServerError
            count(request, route: route, status: status, since: start)
            throw error
        }
    }

    private func count(
        _ request: Request,
        route: String,
        status: HTTPResponse.Status,
        since start: ContinuousClock.Instant
    ) {
        metrics.requestEnded(
            method: request.method.rawValue,
            route: route,
            status: status.code,
            duration: ContinuousClock.now - start
        )
    }
}
