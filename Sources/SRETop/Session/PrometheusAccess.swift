import GoldenSignals
import PromClient
import PromModel

/// A Prometheus's place and the transports to it and to its targets.
struct PrometheusAccess: Sendable {
    let url: PrometheusURL
    /// What the user should know about how it is reached.
    let notes: [String]
    private let transport: any HTTPTransport
    private let connections: [AsyncHTTPTransport]
    /// Without any of the credentials: they are the Prometheus's alone.
    private let plain: AsyncHTTPTransport

    /// Opens nothing; reads the files of TLS.
    init(url: PrometheusURL, access: HTTPAccess) throws(AccessFailure) {
        self.url = url
        let parts = url.origin.split(separator: "://", maxSplits: 1)
        let authority = parts.last.map(String.init) ?? ""
        let host = Self.host(of: authority)
        notes = access.notes + access.notes(scheme: parts.first.map(String.init) ?? "", host: host)
        plain = AsyncHTTPTransport(proxies: .environment)
        let proxies = access.proxies ?? .environment
        let own =
            if let tls = access.tls {
                try AsyncHTTPTransport(tls: tls, host: host, proxies: proxies)
            } else {
                access.proxies == nil ? plain : AsyncHTTPTransport(proxies: proxies)
            }
        connections = own === plain ? [plain] : [plain, own]
        let authorized = AuthorizedTransport(own, access: access, origin: url.origin)
        transport = access.followsRedirects ? RedirectingTransport(authorized) : authorized
    }

    /// Its API.
    func api(timeout: Duration = .seconds(5)) -> PrometheusAPI {
        PrometheusAPI(url: url, transport: transport, timeout: timeout, userAgent: "sretop/\(ProgramVersion.text)")
    }

    /// A source of signals.
    func source(_ options: PrometheusSource.Options) -> PrometheusSource {
        PrometheusSource(
            api: api(),
            options: options,
            scraper: Scraper(transport: plain, timeout: .seconds(4), version: ProgramVersion.text),
            plain: RedirectingTransport(plain),
            now: WallClock.now
        )
    }

    /// A source that is asked as if it was a moment of the past, and the clock that it is asked by.
    func source(
        _ options: PrometheusSource.Options,
        at moment: Timestamp
    ) -> (prometheus: PrometheusSource, clock: PastClock) {
        let clock = PastClock(at: moment)
        let api = PrometheusAPI(
            url: url,
            transport: PastTransport(transport) { clock.now },
            timeout: .seconds(30),
            userAgent: "sretop/\(ProgramVersion.text)"
        )
        let source = PrometheusSource(
            api: api,
            options: options,
            scraper: Scraper(transport: plain, timeout: .seconds(4), version: ProgramVersion.text),
            now: { clock.now },
            monotonic: { clock.instant }
        )
        return (source, clock)
    }

    /// Closes all connections.
    ///
    /// Call it last.
    func close() async {
        for connection in connections { await connection.close() }
    }

    private static func host(of authority: String) -> String {
        if authority.hasPrefix("["), let end = authority.firstIndex(of: "]") { return String(authority[...end]) }
        return String(authority.prefix { $0 != ":" })
    }
}
