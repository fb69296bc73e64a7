import GoldenSignals
import Yams

extension ConfigurationFile {
    /// The limits of the file or of a service.
    static func limits(_ mapping: SettingsMapping) throws(Failure) -> [Given<Limit>] {
        var limits: [Given<Limit>] = []
        for node in try mapping.list("limits") {
            let limit = try limit(node, mapping)
            let isThere = limits.contains {
                $0.value.isAboutTheSame(as: limit.value) && $0.value.severity == limit.value.severity
            }
            guard !isThere else {
                throw mapping.place.failure(LimitText.second(limit.value), at: node.mark)
            }
            limits.append(limit)
        }
        return limits
    }

    /// A text, or a mapping of a text and a severity.
    private static func limit(_ node: Node, _ mapping: SettingsMapping) throws(Failure) -> Given<Limit> {
        var text = node
        var severity: Severity?
        if node.mapping != nil {
            let pair = try SettingsMapping(node, named: "a limit", in: mapping.place, allowed: ["limit", "severity"])
            guard let value = pair["limit"] else { throw pair.failure("a limit needs limit: '5xx<1%'", at: "limit") }
            text = value
            severity = try pair.choice("severity", among: Severity.allCases)?.value
        }
        guard let limit = text.scalar.flatMap({ LimitText.parse($0.string, severity: severity) }) else {
            throw mapping.place.failure("a limit\(mapping.shown(text)) is to be \(LimitText.form)", at: text.mark)
        }
        return Given(limit, mapping.place.origin(text))
    }
}
