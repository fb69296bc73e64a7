/// What a service asks others looks like what it is asked: whom it asks stands in the name and in a label, or the labels
/// are the parts of an address.
enum AskedRule {
    /// Words for somebody who is asked.
    private static let others: Set<String> = [
        "upstream", "upstreams", "provider", "registry", "source", "remote", "vendor", "peer", "supplier", "origin",
        "integration", "collaborator", "partner",
    ]
    /// Words for how others are called in a label.
    private static let manner: Set<String> = [
        "name", "host", "hostname", "address", "addr", "id", "url", "type", "kind",
    ]
    /// Words of a name that say who measures: the service itself.
    private static let own: Set<String> = [
        "server", "inbound", "incoming", "ingress", "downstream", "frontend", "listener", "entrypoint",
    ]

    /// Why a family is about what the service asks others; nil where nothing says so.
    static func reason(_ family: MetricFamily) -> String? {
        guard !family.words.contains(any: own) else { return nil }
        let labels = family.labelNames
        if labels.contains("scheme"), namesOthers(family.values(of: "host").keys.filter { !$0.isEmpty }) {
            return "its labels are the parts of an address that is asked"
        }
        if labels.contains("host"), !RouteRule.hasPaths(family),
            labels.contains("client") || isPortOfOthers(family.values(of: "port").keys)
        {
            return "its labels say whom the service asks"
        }
        if let route = RouteRule.route(family, where: [], but: nil), areAddresses(family.values(of: route).keys) {
            return "counts what the service asks others: its paths are whole addresses"
        }
        if let whom = labels.first(where: whoIsAsked.contains), RouteRule.route(family, where: [], but: whom) == nil,
            areHosts(family.values(of: whom).keys)
        {
            return "counts what the service asks others: \(whom) names them"
        }
        if family.words.contains(any: ["servers"]), labels.contains("server") {
            return "counts what the service asks others: each server of several"
        }
        if family.words.contains(any: ["repo", "repository", "orm"]), family.words.stem.contains("query") {
            return "counts what the service asks its database"
        }
        if let label = phasesLabel(family) { return "counts what the service asks others: \(label) tells their phases" }
        if labels.contains("from"), labels.contains("to") { return "counts what some of its parts ask others" }
        if let other = other(family) { return "counts what the service asks others: each \(other) of its own" }
        if isCallOfAPI(family.words), RouteRule.method(family, where: []) == nil, !RouteRule.hasPaths(family) {
            return "calls of an API, and no label says whose"
        }
        return nil
    }

    /// Labels that name who is asked, where their values are hosts.
    private static let whoIsAsked: Set<String> = ["target", "dst", "destination", "remote", "peer"]

    private static func areHosts(_ values: some Collection<String>) -> Bool {
        let named = values.filter { !$0.isEmpty }
        return !named.isEmpty
            && named.allSatisfy { value in
                value.contains("://") || value.contains(".") && !value.contains("/") && !value.hasSuffix(".")
            }
    }

    private static func isPortOfOthers(_ ports: some Collection<String>) -> Bool {
        let named = ports.filter { !$0.isEmpty }
        return !named.isEmpty && named.allSatisfy { ["443", "6443"].contains($0) }
    }

    private static func areAddresses(_ paths: some Collection<String>) -> Bool {
        let named = paths.filter { !$0.isEmpty }
        return !named.isEmpty && named.allSatisfy { $0.hasPrefix("http://") || $0.hasPrefix("https://") }
    }

    /// Whether hosts are others': their users never write the port that is usual, and hosts of two owners are not one's own.
    private static func namesOthers(_ hosts: [String]) -> Bool {
        if hosts.contains(where: { $0.hasSuffix(":443") || $0.hasSuffix(":6443") }) { return true }
        let named = hosts.filter { $0.contains { $0.isLetter } && $0.contains(".") }
        return Set(named.map { $0.split(separator: ".").suffix(2).joined(separator: ".") }).count > 1
    }

    /// The word for those who are asked, where it stands in the name and in a label that tells them apart.
    private static func other(_ family: MetricFamily) -> String? {
        family.words.all.first { word in
            others.contains(word)
                && family.labelNames.contains { label in
                    let words = MetricWords(label).all
                    return words.first == word && words.dropFirst().allSatisfy(manner.contains)
                }
        }
    }

    /// Words before `api` that say what manner of API it is, and not whose.
    private static let manners: Set<String> = [
        "http", "https", "rest", "web", "public", "private", "internal", "external", "rpc", "json", "graphql", "open",
        "server", "user", "client", "admin", "core", "main", "app", "the", "v1", "v2", "v3",
    ]

    /// Whose API a name speaks of, where that is not what the page's own families begin with; nil where it does not say.
    static func foreignAPI(_ family: MetricFamily, of program: [String]) -> String? {
        let words = family.words.all
        guard !program.isEmpty, RouteRule.method(family, where: []) == nil, !RouteRule.hasPaths(family) else {
            return nil
        }
        return words.indices.dropFirst().first { index in
            words[index] == "api" && !program.contains(words[index - 1]) && !manners.contains(words[index - 1])
                && index + 1 < words.count
                && (Vocabulary.isNamed([Vocabulary.synonyms[words[index + 1]] ?? words[index + 1]])
                    || Vocabulary.durations.contains(words[index + 1]))
        }
        .map { words[$0 - 1] }
    }

    /// What a client of HTTP does one after the other.
    private static let phases: Set<String> = [
        "lookup", "dns", "connect", "socket", "tls", "ssl", "handshake", "secureconnect", "firstbyte",
    ]

    /// A label that tells the phases of a request as clients see them; nil where there is none.
    private static func phasesLabel(_ family: MetricFamily) -> String? {
        family.labelNames.first { label in
            guard MetricWords(label).contains(any: ["phase", "stage", "step", "type", "part", "event", "timing"]) else {
                return false
            }
            let values = family.values(of: label)
            let found = values.filter { phases.contains($0.key.lowercased().filter(\.isLetter)) }
            guard found.count > 1, values.count > 2, let most = values.values.max() else { return false }
            return values.values.allSatisfy { LayerRule.agree($0, most, within: 0.2) }
        }
    }

    /// Whether requests of an API are counted beside calls of the same one: each call of a client is a request, or several.
    static func isBesideCalls(_ family: MetricFamily, in families: [MetricFamily]) -> Bool {
        guard let whose = whoseAPI(family.words, of: ["request", "requests"]) else { return false }
        return families.contains { other in
            whoseAPI(other.words, of: ["call", "calls"]) == whose && other.form != .gauge
                && RouteRule.method(other, where: []) == nil && !RouteRule.hasPaths(other)
        }
    }

    /// The words up to `api`, where one of some follows it; nil where none does.
    private static func whoseAPI(_ words: MetricWords, of subjects: Set<String>) -> [String]? {
        words.all.indices.dropFirst().first { words.all[$0 - 1] == "api" && subjects.contains(words.all[$0]) }
            .map { Array(words.all[..<$0]) }
    }

    private static func isCallOfAPI(_ words: MetricWords) -> Bool {
        words.all.indices.dropFirst().contains {
            ["call", "calls"].contains(words.all[$0]) && words.all[$0 - 1] == "api"
        }
    }
}
