import AsyncHTTPClient
import Logging
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL
import Synchronization

/// The transport over async-http-client: keep-alive, gzip, TLS, proxies; redirects are not followed.
///
/// One thread of its own, so that a slow answer never holds up the screen.
package final class AsyncHTTPTransport: HTTPTransport {
    private let group: MultiThreadedEventLoopGroup
    private let client: HTTPClient
    private let proxies: ProxySettings
    /// The clients for what goes through a proxy, by the scheme of the URL.
    private let proxied: [String: HTTPClient]
    /// The name that certificates are to carry, in place of the URL's host; with the host that it stands for.
    private let serverName: (name: String, host: String)?
    private let opened: OpenedConnections

    /// Nobody waits for longer; the client counts nanoseconds, of which far more would be none.
    private static let longestTimeout = Duration.seconds(86_400)

    /// Opens nothing before the first question.
    package convenience init(proxies: ProxySettings = ProxySettings()) {
        self.init(configuration: nil, serverName: nil, proxies: proxies)
    }

    /// A transport to a host whose connections are made and checked as `tls` says.
    ///
    /// - Throws: where one of its files cannot be read.
    package convenience init(
        tls: TLSAccess,
        host: String,
        proxies: ProxySettings = ProxySettings()
    ) throws(AccessFailure) {
        let name = tls.serverName.map { (name: $0, host: host) }
        self.init(configuration: try tls.configuration(), serverName: name, proxies: proxies)
    }

    private init(
        configuration tls: TLSConfiguration?,
        serverName: (name: String, host: String)?,
        proxies: ProxySettings
    ) {
        self.serverName = serverName
        self.proxies = proxies
        group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        var configuration = HTTPClient.Configuration()
        configuration.tlsConfiguration = tls
        configuration.redirectConfiguration = .disallow
        configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = 4
        configuration.httpVersion = .http1Only
        // Bodies are uncompressed here: the library reads the first of several gzip members alone.
        configuration.decompression = .disabled
        // A refusal is an answer, at once; trying again until the deadline would hide it.
        configuration.connectionPool.retryConnectionEstablishment = false
        configuration.connectionPool.idleTimeout = .seconds(60)
        let opened = OpenedConnections()
        self.opened = opened
        configuration.http1_1ConnectionDebugInitializer = { opened.note($0) }
        var named = configuration
        if let serverName {
            named.dnsOverride = [serverName.name: serverName.host]
            let check = ServerNameCheck(serverName.name)
            named.http1_1ConnectionDebugInitializer = { channel in
                opened.note(channel).flatMap { check.check(channel) }
            }
        }
        let group = group
        func client(_ configuration: HTTPClient.Configuration) -> HTTPClient {
            HTTPClient(
                eventLoopGroupProvider: .shared(group),
                configuration: configuration,
                backgroundActivityLogger: Logger(label: "transport") { _ in SwiftLogNoOpLogHandler() }
            )
        }
        self.client = client(named)
        var proxied: [String: HTTPClient] = [:]
        for scheme in ["http", "https"] {
            guard let server = proxies.server(ofScheme: scheme) else { continue }
            var configuration = scheme == "https" ? named : configuration
            if !server.passesOn(scheme) {
                configuration.proxy = server.configuration
            } else {
                configuration.http1_1ConnectionDebugInitializer = { AbsoluteFormHandler.add(to: $0) }
            }
            proxied[scheme] = client(configuration)
        }
        self.proxied = proxied
    }

    /// Closes the connections and ends the thread.
    ///
    /// Call it last.
    package func close() async {
        for client in [client] + proxied.values { try? await client.shutdown() }
        try? await group.shutdownGracefully()
    }

    /// Asks, and reads the answer up to the question's limit.
    package func ask(_ question: HTTPQuestion) async throws(TransportFailure) -> HTTPAnswer {
        var question = question
        question.url = HTTPURL.encoded(question.url)
        guard let proxy = try proxies.server(for: question.url) else {
            return try await ask(question, through: nil)
        }
        do throws(TransportFailure) {
            return try await ask(question, through: proxy)
        } catch {
            switch error {
            // These say nothing about the way.
            case .badURL, .cancelled, .tooLarge: throw error
            default: throw .proxied("\(proxy)", error)
            }
        }
    }

    private func ask(
        _ question: HTTPQuestion,
        through proxy: ProxyServer?
    ) async throws(TransportFailure) -> HTTPAnswer {
        let progress = Progress()
        let timeout = min(question.timeout, Self.longestTimeout)
        do {
            // The client's own deadline ends with the response's head; a body that drips must end too.
            return try await withThrowingTaskGroup(of: HTTPAnswer?.self) { group in
                defer { group.cancelAll() }
                group.addTask { try await self.exchange(question, through: proxy, within: timeout, progress) }
                group.addTask {
                    try await Task.sleep(for: timeout)
                    return nil
                }
                guard let answer = try await group.next(), let answer else {
                    throw progress.hasHead.withLock { $0 }
                        ? TransportFailure.stalled(timeout) : TransportFailure.timedOut(timeout)
                }
                return answer
            }
        } catch let failure as TransportFailure {
            throw failure
        } catch {
            throw TransportFailure(error, question: question)
        }
    }

    /// How far an exchange has come.
    private final class Progress: Sendable {
        let hasHead = Mutex(false)
    }

    private func exchange(
        _ question: HTTPQuestion,
        through proxy: ProxyServer?,
        within timeout: Duration,
        _ progress: Progress
    ) async throws -> HTTPAnswer {
        let scheme = HTTPURL(question.url)?.scheme ?? ""
        var request: HTTPClientRequest
        if let proxy, proxy.passesOn(scheme) {
            request = HTTPClientRequest(url: proxy.url(passingOn: question.url))
            if let authorization = proxy.authorization {
                request.headers.add(name: "Proxy-Authorization", value: authorization)
            }
        } else {
            request = HTTPClientRequest(url: named(question.url))
        }
        request.method = .RAW(value: question.method)
        for header in question.headers { request.headers.add(name: header.name, value: header.value) }
        if let host = originalHost(of: question.url, through: proxy) {
            request.headers.replaceOrAdd(name: "Host", value: host)
        }
        if !question.body.isEmpty { request.body = .bytes(question.body) }
        let nanoseconds = Int64((timeout / .nanoseconds(1)).rounded())
        let client = proxy == nil ? client : proxied[scheme] ?? client
        let address = proxy == nil ? HTTPURL(question.url) : nil
        let begun = ContinuousClock.now
        opened.begin(address)
        defer { opened.end(address) }
        let response = try await client.execute(
            request,
            deadline: .now() + .nanoseconds(nanoseconds),
            logger: Logger(label: "transport") { _ in SwiftLogNoOpLogHandler() }
        )
        progress.hasHead.withLock { $0 = true }
        let answeredAt = ContinuousClock.now
        let sentAt = opened.sentAt(address, begun: begun)
        let body = try await response.body.collect(upTo: question.bodyLimit)
        let compressed = CompressedBody(
            Array(body.readableBytesView),
            encoding: response.headers.first(name: "content-encoding")
        )
        let content: [UInt8]
        do throws(CompressedBody.Failure) {
            content = try compressed.content(upTo: question.bodyLimit)
        } catch {
            switch error {
            case .tooLong: throw TransportFailure.tooLarge(limit: question.bodyLimit)
            case .unreadable: throw TransportFailure.other("the compressed answer cannot be read")
            }
        }
        return HTTPAnswer(
            status: Int(response.status.code),
            contentType: response.headers.first(name: "content-type"),
            body: content,
            headers: response.headers.map { (name: $0.name, value: $0.value) },
            sentAt: sentAt,
            answeredAt: answeredAt
        )
    }

    /// The URL with the certificate's name for a host: the library checks by the URL and connects by the override.
    private func named(_ url: String) -> String {
        guard let serverName, let range = url.firstRange(of: "//\(serverName.host)") else { return url }
        return String(url[..<range.lowerBound] + "//\(serverName.name)" + url[range.upperBound...])
    }

    /// What the server is to see as the host it was asked by; nil where the URL says it.
    private func originalHost(of url: String, through proxy: ProxyServer?) -> String? {
        guard serverName != nil || proxy != nil, let start = url.firstRange(of: "//") else { return nil }
        return String(url[start.upperBound...].prefix { $0 != "/" && $0 != "?" })
    }
}
