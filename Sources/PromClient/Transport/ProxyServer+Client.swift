import AsyncHTTPClient

extension ProxyServer {
    /// Whether it gets whole requests to pass on; else it opens a tunnel.
    func passesOn(_ scheme: String) -> Bool { kind == .http && scheme == "http" }

    /// Where a request is sent that it is to pass on: its own place with the URL's path and query.
    func url(passingOn url: String) -> String {
        let target = HTTPURL(url)?.target ?? ""
        let name = host.contains(":") ? "[\(host)]" : host
        return "http://\(name):\(port)\(target.hasPrefix("/") ? "" : "/")\(target)"
    }

    /// The client's own words for a tunnel through it.
    var configuration: HTTPClient.Configuration.Proxy {
        switch kind {
        case .http:
            .server(
                host: host,
                port: port,
                authorization: authorization.map { .basic(credentials: String($0.dropFirst("Basic ".count))) }
            )
        case .socks: .socksServer(host: host, port: port)
        }
    }
}
