import GoldenSignals
import PromModel
import PromQL

// Which service a rule is about that has no alert now: alerts carry its labels, rules need not.
extension PrometheusSource {
    /// The labels that services are called by, the surest first.
    private static let serviceNames = ["service", "job"]
    /// So many of a rule's selectors are asked about.
    private static let mostSelectors = 4

    /// The services that a rule may be about, the likeliest first: what its own labels say, what its expression asks for,
    /// and what the series have that it asks for.
    ///
    /// Of a rule about several services it names none.
    func services(of rule: AlertStatus) async -> [String] {
        // A template is filled in where it fires.
        var names = Self.serviceNames.map { rule.labels[$0] }.filter { !$0.isEmpty && !$0.contains("{{") }
        let selectors = (try? PromQLParser.parse(rule.expression))?.selectors ?? []
        for label in Self.serviceNames {
            let values = selectors.compactMap { selector in
                selector.matchers.first { $0.name == label && $0.operation == .equal && !$0.value.isEmpty }?.value
            }
            if let value = values.first, values.allSatisfy({ $0 == value }) { names.append(value) }
        }
        if names.isEmpty { names += await servicesAsked(by: selectors) }
        return names
    }

    private func servicesAsked(by selectors: [VectorSelector]) async -> [String] {
        var texts: [String] = []
        for selector in selectors {
            let text = "\(Expression.selector(VectorSelector(matchers: selector.matchers)))"
            if !texts.contains(text) { texts.append(text) }
        }
        var found: Set<String> = []
        for text in texts.prefix(Self.mostSelectors) {
            let api = api
            let expression = "count by (\(Self.serviceNames.joined(separator: ", "))) (\(text))"
            let answer = await Self.attempt { () async throws(APIFailure) in
                try await api.query(expression, timeout: .seconds(2))
            }
            guard case .success(let success) = answer else { continue }
            for value in success.value.values {
                if let name = Self.serviceNames.map({ value.labels[$0] }).first(where: { !$0.isEmpty }) {
                    found.insert(name)
                }
            }
        }
        return found.count == 1 ? Array(found) : []
    }
}
