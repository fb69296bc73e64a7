/// Which requests go through a proxy: what the environment or an access file says.
package struct ProxySettings: Sendable, Equatable {
    private let http: Choice
    private let https: Choice
    private let exemptions: [ProxyExemption]
    /// Whether this machine itself is reached through the proxy too.
    private let includesLoopback: Bool

    private enum Choice: Sendable, Equatable {
        case none
        case server(ProxyServer)
        case unusable(String)

        init(_ text: String, origin: String) {
            do throws(ProxyServer.Problem) {
                self = .server(try ProxyServer(text, origin: origin))
            } catch {
                self = .unusable("\(origin) \(error)")
            }
        }
    }

    /// No proxy.
    package init() {
        (http, https, exemptions, includesLoopback) = (.none, .none, [], false)
    }

    /// What `HTTP_PROXY`, `HTTPS_PROXY` and `NO_PROXY` say, or the same in lower case, as the tools of Prometheus read
    /// them: this machine itself is never reached through a proxy.
    package init(environment: [String: String]) {
        func value(_ name: String) -> (text: String, name: String)? {
            [name, name.lowercased()].lazy.compactMap { name in
                let text = environment[name, default: ""].trimmed
                return text.isEmpty ? nil : (text, name)
            }.first
        }
        http = value("HTTP_PROXY").map { Choice($0.text, origin: $0.name) } ?? .none
        https = value("HTTPS_PROXY").map { Choice($0.text, origin: $0.name) } ?? .none
        exemptions = value("NO_PROXY").map { ProxyExemption.list($0.text) } ?? []
        includesLoopback = false
    }

    /// One proxy for everything but the exempted hosts, as the key `origin` asks for.
    package init(url: String, exempting list: String, origin: String) throws(ProxyServer.Problem) {
        let server = Choice.server(try ProxyServer(url, origin: origin))
        (http, https, exemptions, includesLoopback) = (server, server, ProxyExemption.list(list), true)
    }

    /// The proxy that a URL is asked through; nil for none.
    ///
    /// - Throws: what is wrong with the proxy that is asked for.
    package func server(for url: String) throws(TransportFailure) -> ProxyServer? {
        guard let url = HTTPURL(url) else { return nil }
        let choice = url.scheme == "https" ? https : http
        if case .none = choice { return nil }
        if !includesLoopback, ProxyExemption.isLoopback(url.host) { return nil }
        if exemptions.contains(where: { $0.covers(url.host, port: url.port) }) { return nil }
        switch choice {
        case .none: return nil
        case .server(let server): return server
        case .unusable(let problem): throw .other(problem)
        }
    }

    /// Every proxy that a URL of a scheme may be asked through.
    func server(ofScheme scheme: String) -> ProxyServer? {
        if case .server(let server) = scheme == "https" ? https : http { server } else { nil }
    }
}
