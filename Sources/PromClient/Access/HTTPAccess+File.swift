import Yams

extension HTTPAccess {
    /// Reads the HTTP client configuration file that Prometheus's tools share.
    ///
    /// It is what promtool takes as `--http.config.file`.
    package static func read(file path: String) throws(AccessFailure) -> HTTPAccess {
        guard let text = String(validating: try BoundedFile.bytes(of: path), as: UTF8.self) else {
            throw .unusable(path: path, problem: "is not UTF-8 text")
        }
        let directory = path.lastIndex(of: "/").map { path[...$0] } ?? ""
        return try parse(text, file: path, directory: String(directory))
    }

    /// Parses such a file's text; relative paths in it start at the directory.
    ///
    /// Even where `follow_redirects` is true, which it is without the key, no redirect is followed to another origin than
    /// the one that was configured. Without `proxy_url` the environment's proxies are used. `enable_http2` is accepted
    /// and changes nothing: sretop speaks HTTP/1.1.
    package static func parse(_ text: String, file: String, directory: String) throws(AccessFailure) -> HTTPAccess {
        var access = HTTPAccess()
        guard let root = try document(text, file: file) else { return access }
        let keys = [
            "authorization", "basic_auth", "bearer_token", "bearer_token_file", "enable_http2", "follow_redirects",
            "http_headers", "no_proxy", "proxy_from_environment", "proxy_url", "tls_config",
        ]
        let mapping = try ConfigurationMapping(root, file: file, directory: directory, knownKeys: keys)
        access.credentials = try Credentials(mapping)
        access.tls = try TLSAccess(mapping)
        access.headers = try AccessHeader.all(in: mapping)
        access.followsRedirects = try mapping.flag("follow_redirects") ?? true
        access.proxies = try proxies(mapping)
        _ = try mapping.flag("enable_http2")
        return access
    }

    /// The proxy of the keys that Prometheus has for it; nil where they ask for none.
    private static func proxies(_ mapping: ConfigurationMapping) throws(AccessFailure) -> ProxySettings? {
        let exempt = try mapping.text("no_proxy")
        let isFromEnvironment = try mapping.flag("proxy_from_environment") ?? false
        guard let url = try mapping.text("proxy_url") else {
            if exempt != nil { throw mapping.failure(at: "no_proxy", "no_proxy needs a proxy_url") }
            return nil
        }
        if isFromEnvironment {
            let key = mapping.later(of: ["proxy_url", "proxy_from_environment"])
            throw mapping.failure(at: key, "there are both proxy_url and proxy_from_environment; keep one")
        }
        do throws(ProxyServer.Problem) {
            return try ProxySettings(url: url, exempting: exempt ?? "", origin: "proxy_url")
        } catch {
            throw mapping.failure(at: "proxy_url", "proxy_url \(error)")
        }
    }

    private static func document(_ text: String, file: String) throws(AccessFailure) -> Node? {
        do {
            let root = try Yams.compose(yaml: text, .default, .default, .utf8)
            return root?.scalar?.string == "" ? nil : root
        } catch let error as YamlError {
            throw AccessFailure(error, file: file)
        } catch {
            throw .unusable(path: file, problem: "is not YAML")
        }
    }
}

extension AccessFailure {
    /// The place and the kind of an error in YAML.
    ///
    /// The parser's own description is of no use here: it quotes the line, and with it a password.
    fileprivate init(_ error: YamlError, file: String) {
        switch error {
        case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
            .composer(_, let problem, let mark, _):
            self = .invalid(file: file, line: mark.line, column: mark.column, problem: "not YAML: \(problem)")
        case .duplicatedKeysInMapping(let keys, let context):
            let names = keys.sorted().joined(separator: ", ")
            let mark = context.mark
            self = .invalid(file: file, line: mark.line, column: mark.column, problem: "given twice: \(names)")
        case .reader(let problem, let offset, _, let yaml):
            let lines = yaml.prefix(offset ?? 0).split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
            let column = (lines.last?.count ?? 0) + 1
            self = .invalid(file: file, line: max(1, lines.count), column: column, problem: "not YAML: \(problem)")
        default:
            self = .unusable(path: file, problem: "is not YAML")
        }
    }
}
