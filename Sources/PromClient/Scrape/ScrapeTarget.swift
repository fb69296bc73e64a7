package import PromModel

/// A page of metrics to scrape.
package struct ScrapeTarget: Sendable, Equatable {
    /// The whole URL of the page.
    package let url: String
    /// Host and port: the `instance` label.
    package private(set) var instance: String

    /// What every sample of this target gets; nil for `job="sretop"` and the instance.
    private var givenLabels: Labels?

    /// The page of a target that a Prometheus knows, with the labels that it gives it.
    package init?(_ text: String, labels: Labels) {
        self.init(text)
        instance = labels["instance"]
        givenLabels = labels
    }

    /// Reads what a user writes: a URL, or HOST:PORT.
    ///
    /// Without a path it is `/metrics`. Nil where it is no URL.
    package init?(_ text: String) {
        let whole = text.contains("://") ? text : "http://" + text
        guard let separator = whole.firstRange(of: "://") else { return nil }
        let scheme = whole[..<separator.lowerBound].lowercased()
        let rest = whole[separator.upperBound...]
        let authority = rest.prefix { $0 != "/" && $0 != "?" && $0 != "#" }
        // Credentials would be dropped without a word, and end up in process lists: they are refused.
        let host = authority
        guard scheme == "http" || scheme == "https", Self.isHostAndPort(host),
            whole.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F })
        else { return nil }
        let path = rest[authority.endIndex...]
        url = "\(scheme)://\(authority)\(path.isEmpty || path == "/" ? "/metrics" : String(path))"
        instance = String(host)
    }

    /// The targets with instances that tell them apart: where two pages share host and port, the path is added.
    ///
    /// Samples of two pages under one instance would overwrite each other. Nil where a page is named twice.
    package static func distinct(_ targets: [ScrapeTarget]) -> [ScrapeTarget]? {
        guard Set(targets.map(\.url)).count == targets.count else { return nil }
        let shared = Dictionary(grouping: targets, by: \.instance).filter { $0.value.count > 1 }
        return targets.map { target in
            guard shared[target.instance] != nil, let separator = target.url.firstRange(of: "://") else {
                return target
            }
            var renamed = target
            renamed.instance = String(target.url[separator.upperBound...])
            return renamed
        }
    }

    /// The labels that every sample of this target gets.
    package var labels: Labels { givenLabels ?? ["job": "sretop", "instance": instance] }

    /// What of the page's URL is asked for there: `/metrics`, without what follows a `?`, which may be a secret.
    package var path: String {
        guard let separator = url.firstRange(of: "://") else { return "/" }
        let rest = url[separator.upperBound...].prefix { $0 != "?" && $0 != "#" }
        let path = rest.drop { $0 != "/" }
        return path.isEmpty ? "/" : String(path)
    }

    private static func isHostAndPort(_ text: Substring) -> Bool {
        var host = text
        if text.hasPrefix("[") {
            guard let bracket = text.firstIndex(of: "]") else { return false }
            host = text[text.index(after: text.startIndex)..<bracket]
            let after = text[text.index(after: bracket)...]
            return !host.isEmpty && (after.isEmpty || isPort(after.dropFirst()) && after.hasPrefix(":"))
        }
        if let colon = text.firstIndex(of: ":") {
            guard isPort(text[text.index(after: colon)...]) else { return false }
            host = text[..<colon]
        }
        return !host.isEmpty && host.allSatisfy { $0.isLetter || $0.isNumber || ".-_".contains($0) }
    }

    private static func isPort(_ text: Substring) -> Bool {
        Int(text).map { (1...65_535).contains($0) } ?? false
    }
}
