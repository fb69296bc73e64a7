import HTTPTypes
import Hummingbird

/// What holds of every request: a body that announces more than the limit is refused unread.
struct RequestLimits: RouterMiddleware {
    typealias Context = ServiceContext

    /// Bytes of a request's body.
    static let body = 1_048_576
    /// Bytes of a request's head, and of one field in it.
    static let head = 32_768

    func handle(
        _ request: Request,
        context: ServiceContext,
        next: (Request, ServiceContext) async throws -> Response
    ) async throws -> Response {
        if let length = request.headers[.contentLength].flatMap({ Int($0) }), length > Self.body {
            // What was announced is not read: the connection is of no further use.
            context.channel.eventLoop.scheduleTask(in: .seconds(1)) { context.channel.close(promise: nil) }
            return Response(status: .contentTooLarge, headers: [.connection: "close"])
        }
        return try await next(request, context)
    }
}
