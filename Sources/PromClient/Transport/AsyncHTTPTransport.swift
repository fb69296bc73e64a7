import AsyncHTTPClient
import Logging
import NIOCore
import NIOHTTP1
import NIOHTTPCompression
import NIOPosix

/// The transport over async-http-client: keep-alive, gzip, TLS; redirects are not followed.
///
/// One thread of its own, so that a slow answer never holds up the screen.
package final class AsyncHTTPTransport: HTTPTransport {
    private let group: MultiThreadedEventLoopGroup
    private let client: HTTPClient

    /// Opens nothing before the first question.
    package init() {
        group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        var configuration = HTTPClient.Configuration()
        configuration.redirectConfiguration = .disallow
        configuration.httpVersion = .http1Only
        // The limit on what comes out is each question's own; here only the ratio guards against a bomb.
        configuration.decompression = .enabled(limit: .ratio(200))
        // A refusal is an answer, at once; trying again until the deadline would hide it.
        configuration.connectionPool.retryConnectionEstablishment = false
        configuration.connectionPool.idleTimeout = .seconds(60)
        client = HTTPClient(
            eventLoopGroupProvider: .shared(group),
            configuration: configuration,
            backgroundActivityLogger: Logger(label: "transport") { _ in SwiftLogNoOpLogHandler() }
        )
    }

    /// Closes the connections and ends the thread.
    ///
    /// Call it last.
    package func close() async {
        try? await client.shutdown()
        try? await group.shutdownGracefully()
    }

    /// Asks, and reads the answer up to the question's limit.
    package func ask(_ question: HTTPQuestion) async throws(TransportFailure) -> HTTPAnswer {
        do {
            // The client's own deadline ends with the response's head; a body that drips must end too.
            return try await withThrowingTaskGroup(of: HTTPAnswer?.self) { group in
                defer { group.cancelAll() }
                group.addTask { try await self.exchange(question) }
                group.addTask {
                    try await Task.sleep(for: question.timeout)
                    return nil
                }
                guard let answer = try await group.next(), let answer else {
                    throw TransportFailure.timedOut(question.timeout)
                }
                return answer
            }
        } catch let failure as TransportFailure {
            throw failure
        } catch {
            throw TransportFailure(error, question: question)
        }
    }

    private func exchange(_ question: HTTPQuestion) async throws -> HTTPAnswer {
        var request = HTTPClientRequest(url: question.url)
        request.method = .RAW(value: question.method)
        for header in question.headers { request.headers.add(name: header.name, value: header.value) }
        if !question.body.isEmpty { request.body = .bytes(question.body) }
        let nanoseconds = Int64((question.timeout / .nanoseconds(1)).rounded())
        let response = try await client.execute(
            request,
            deadline: .now() + .nanoseconds(nanoseconds),
            logger: Logger(label: "transport") { _ in SwiftLogNoOpLogHandler() }
        )
        let body = try await response.body.collect(upTo: question.bodyLimit)
        return HTTPAnswer(
            status: Int(response.status.code),
            contentType: response.headers.first(name: "content-type"),
            body: Array(body.readableBytesView)
        )
    }
}
