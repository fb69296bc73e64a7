import HTTPTypes
import Hummingbird
import NIOCore
import NIOPosix
import Synchronization

/// Counts every request once, with the status it ended in, and lets the faults act on it.
///
/// Probes, the metrics page and the control routes are not traffic and are not counted: a scrape a second would
/// otherwise look like load. A request that gets no answer is counted apart: nobody was answered.
struct TrafficMiddleware: RouterMiddleware {
    typealias Context = ServiceContext

    let metrics: RequestMetrics
    let workings: FaultWorkings
    /// Routes that are traffic.
    let traffic: Set<String>
    /// Routes that are neither traffic nor control: faults act on them only where they say so.
    let probes: Set<String>
    /// Routes that are not counted.
    let uncounted: Set<String>
    let log: ServiceLog?

    func handle(
        _ request: Request,
        context: ServiceContext,
        next: (Request, ServiceContext) async throws -> Response
    ) async throws -> Response {
        let route = context.endpointPath ?? RequestMetrics.unmatchedRoute
        guard !uncounted.contains(route) else {
            guard probes.contains(route), workings.board.touchesProbes() else {
                return try await next(request, context)
            }
            let outcome = workings.board.draw(route, method: request.method.rawValue, isTraffic: false)
            return try await FaultPassage(outcome: outcome, workings: workings, channel: context.channel)
                .pass { try await next(request, context) }.response
        }
        let ticket = Ticket(metrics: metrics, method: request.method.rawValue, route: route, log: log)
        metrics.requestStarted()
        do {
            guard traffic.contains(route) else { return ticket.counted(try await next(request, context)) }
            let outcome = workings.board.draw(route, method: request.method.rawValue)
            if outcome.isPlain { return ticket.counted(try await next(request, context)) }
            let passage = FaultPassage(outcome: outcome, workings: workings, channel: context.channel)
            switch try await passage.pass({ try await next(request, context) }) {
            case .answer(let response): return ticket.counted(response)
            case .slowAnswer(let response, let body):
                let pending = PendingAnswer(ticket)
                return Response(
                    status: response.status,
                    headers: response.headers,
                    body: ResponseBody(contentLength: response.body.contentLength) { writer in
                        // Counted when the last byte was sent: the client has waited for it.
                        defer { pending.end(response.status) }
                        try await body(&writer)
                    }
                )
            case .nothing(let error): throw error
            }
        } catch let error where error is FaultPassage.Cut || error is CancellationError {
            // No answer, or nobody who would take it.
            metrics.requestDropped()
            throw error
        } catch {
            ticket.count((error as? any HTTPResponseError)?.status ?? .internalServerError)
            throw error
        }
    }

    /// A request whose answer is still being sent; it ends also where sending never began.
    private final class PendingAnswer: Sendable {
        private let ticket: Ticket
        private let hasEnded = Atomic(false)

        init(_ ticket: Ticket) {
            self.ticket = ticket
        }

        func end(_ status: HTTPResponse.Status) {
            guard !hasEnded.exchange(true, ordering: .relaxed) else { return }
            ticket.count(status)
        }

        deinit {
            if !hasEnded.load(ordering: .relaxed) { ticket.metrics.requestDropped() }
        }
    }

    /// A request under way.
    private struct Ticket: Sendable {
        let metrics: RequestMetrics
        let method: String
        let route: String
        let log: ServiceLog?
        let start = ContinuousClock.now

        func counted(_ response: Response) -> Response {
            count(response.status)
            return response
        }

        func count(_ status: HTTPResponse.Status) {
            let duration = ContinuousClock.now - start
            metrics.requestEnded(method: method, route: route, status: status.code, duration: duration)
            log?.write(
                .info,
                "request",
                [
                    "method": method, "route": route, "status": String(status.code),
                    "seconds": String(duration / .seconds(1)),
                ]
            )
        }
    }
}
