/// Values of labels that stand for probes, metrics pages and administration: nobody's requests.
package enum HiddenValue {
    /// Names that stand for themselves: a handler's or a proxy's.
    private static let names = ["admin", "stats", "probe", "grpc.health.v1.Health"]
    /// Names that stand for themselves and end a path.
    private static let words = [
        "metrics", "prometheus", "health", "healthz", "healthcheck", "health-check", "livez", "readyz",
    ]
    /// Names that mean a probe only as the end of a path.
    private static let paths = [
        "live", "liveness", "ready", "readiness", "healthy", "ping", "alive", "heartbeat", "startup", "startupz", "up",
    ]
    /// What may stand before such an end.
    private static let prefixes = ["-", "_", "actuator", "q", "api", "_status", "probe", "probes", "manage"]
    /// What may stand behind it.
    private static let suffixes = ["live", "liveness", "ready", "readiness", "startup"]

    /// The pattern that such values match; RE2, anchored at both ends.
    package static let pattern: String = {
        let alone = (names.map { $0.replacing(".", with: "[.]") } + words).joined(separator: "|")
        let ends = (words + paths).joined(separator: "|")
        return "\(alone)|.+[-_]metrics|/((\(prefixes.joined(separator: "|")))/)?(\(ends))"
            + "(/(\(suffixes.joined(separator: "|"))))?/?"
    }()

    /// Whether a value is one of them.
    package static func isHidden(_ value: String) -> Bool {
        guard value.hasPrefix("/") else {
            let isPage = (value.hasSuffix("-metrics") || value.hasSuffix("_metrics")) && value.count > 8
            return names.contains(value) || words.contains(value) || isPage
        }
        var parts = value.split(separator: "/").map(String.init)
        if parts.count > 1, suffixes.contains(parts[parts.count - 1]), isEnd(parts[parts.count - 2]) {
            parts.removeLast()
        }
        guard let last = parts.popLast(), isEnd(last) else { return false }
        return parts.isEmpty || parts.count == 1 && prefixes.contains(parts[0])
    }

    private static func isEnd(_ part: String) -> Bool { words.contains(part) || paths.contains(part) }
}
