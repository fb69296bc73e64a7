/// Values of labels that stand for probes, metrics pages and administration: nobody's requests.
package enum HiddenValue {
    /// Names that stand for themselves: a handler's or a proxy's.
    private static let names = ["admin", "stats", "probe", "grpc.health.v1.Health"] + states
    /// Names of probes that are states of something as well.
    private static let states = ["ready", "readiness", "liveness"]
    /// Names that stand for themselves and end a path.
    private static let words = ["metrics", "prometheus", "health"] + sure
    /// Names of probes alone: whatever stands before them is where the service is mounted.
    private static let sure = ["healthz", "healthcheck", "health-check", "livez", "readyz"]
    /// Names that mean a probe only as the end of a path.
    private static let paths = [
        "live", "liveness", "ready", "readiness", "healthy", "ping", "alive", "heartbeat", "startup", "startupz", "up",
    ]
    /// What may stand before such an end.
    private static let prefixes = ["-", "_", "actuator", "q", "api", "_status", "probe", "probes", "manage"]
    /// What may stand before `health`, several of them: a version as well.
    private static let mounts = ["api", "internal", "system", "management", "manage", "v[0-9]+"]
    /// What may stand behind it.
    private static let suffixes = ["live", "liveness", "ready", "readiness", "startup"]
    /// A part of a path that holds no parameter; at most so many stand before what is hidden.
    private static let plainPart = "/[^/{}:<>*]+"
    private static let deepest = 3

    /// The pattern that such values match; RE2, anchored at both ends.
    package static let pattern: String = {
        let alone = (names.map { $0.replacing(".", with: "[.]") } + words).joined(separator: "|")
        let ends = (words + paths).joined(separator: "|")
        let anywhere = "(\(plainPart)){0,\(deepest)}"
        let starts = [
            "/((\(prefixes.joined(separator: "|")))/)?(\(ends))",
            "(/(\(mounts.joined(separator: "|"))))*/health",
            "\(anywhere)/(\(sure.joined(separator: "|")))",
            "\(anywhere)/actuator/(\(ends))",
        ]
        return "\(alone)|.+[-_]metrics|(\(starts.joined(separator: "|")))(/(\(suffixes.joined(separator: "|"))))?/?"
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
        if parts.isEmpty || parts.count == 1 && prefixes.contains(parts[0]) { return true }
        if last == "health", parts.allSatisfy(isMount) { return true }
        if parts.last == "actuator" { return isPlain(parts.dropLast()) }
        return sure.contains(last) && isPlain(parts[...])
    }

    /// Whether a value that is hidden is one under any label: a path, or the name of a call.
    static func isUnmistakable(_ value: String) -> Bool { value.hasPrefix("/") || value.contains(".") }

    private static func isEnd(_ part: String) -> Bool { words.contains(part) || paths.contains(part) }

    private static func isMount(_ part: String) -> Bool {
        mounts.contains(part) || part.hasPrefix("v") && part.count > 1 && part.dropFirst().allSatisfy(\.isASCIIDigit)
    }

    private static func isPlain(_ parts: ArraySlice<String>) -> Bool {
        parts.count <= deepest && parts.allSatisfy { part in !part.contains { "{}:<>*".contains($0) } }
    }
}
