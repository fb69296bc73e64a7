import Detection
import PromModel
import PromQL

/// Requests that were refused because of what the client sent: no failures of the service, and told all the same.
package struct ClientErrors: Sendable, Equatable, Codable {
    /// Requests a second by their status (`404`, `4xx`), those that there are none of left out.
    package let rates: [String: Double]
    /// Micrometer's word for the class.
    fileprivate static let outcome = "CLIENT_ERROR"

    /// Rates by status as they were counted.
    package init(rates: [String: Double]) {
        self.rates = rates.reduce(into: [:]) { rates, counted in
            guard counted.value > 0 else { return }
            rates[counted.key == Self.outcome ? "4xx" : counted.key, default: 0] += counted.value
        }
    }

    /// What an answer by status says; `label` is the one that tells it.
    ///
    /// `total` is what all of them come to at the moment of the other numbers: an answer of another moment tells the
    /// parts of it.
    init(
        _ answer: [InstantValue],
        label: String,
        total: Double? = nil,
        name: (String) -> String = { $0 }
    ) {
        let known = answer.filter { $0.value.isFinite && $0.value > 0 }
        let sum = known.reduce(0) { $0 + $1.value }
        let scale = total.map { sum > 0 ? max($0, 0) / sum : 0 } ?? 1
        self.init(rates: Dictionary(known.map { (name($0.labels[label]), $0.value * scale) }, uniquingKeysWith: +))
    }

    /// All of them, requests a second.
    package var rate: Double { rates.values.reduce(0, +) }

    /// What all of them are called together: `4xx` where they are told by statuses of HTTP.
    package var word: String {
        rates.keys.contains { $0.first?.isNumber != true } ? "refused" : "4xx"
    }

    /// The statuses, the commonest first.
    package var statuses: [String] { rates.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map(\.key) }
}

extension SignalCatalog {
    /// How 4xx are spelt by those who count requests: the code, its class, Micrometer's outcome.
    private static let clientStatuses = "4[0-9][0-9]|4[xX][xX]|4|\(ClientErrors.outcome)"

    /// The label that tells 4xx; nil where failures are told by something else than a status.
    package var clientErrorLabel: String? { clientErrors == nil ? nil : profile.statusLabel }

    /// Requests a second that were answered 4xx, by status; nil where no label tells.
    ///
    /// Absent while there are none.
    package var clientErrorRates: String? {
        clientErrors.map { "sum by (\(PromQLName.label($0.label))) (\(rate($0.counter)))" }
    }

    /// All of them in one number.
    package var clientErrorRate: String? { clientErrors.map { "sum(\(rate($0.counter)))" } }

    /// The same for each of the services that the catalogue is grouped by.
    var refusedRate: String? { clientErrors.map { "sum\(by)(\(rate($0.counter)))" } }

    /// The same by some labels.
    package func clientErrorRate(by labels: [String]) -> String? {
        clientErrors.map { "sum by (\(PromQLName.labels(labels))) (\(rate($0.counter)))" }
    }

    /// What they are called together: `4xx` where they are told by statuses of HTTP.
    var clientErrorWord: String { clientErrors?.grammar == nil ? "4xx" : "refused" }

    /// What a person calls a value of the label that tells them.
    package func clientErrorName(_ value: String) -> String {
        clientErrors?.grammar.map { $0.name(of: value) } ?? value
    }

    /// The grammars whose words for a refusal are no statuses of HTTP.
    private static let grammars: [StatusGrammar] = [.grpcWords, .grpcNumbers, .dns, .outcomes, .lifecycle]

    private var clientErrors: (label: String, counter: Counter, grammar: StatusGrammar?)? {
        guard let label = profile.statusLabel, let failed = profile.failures.first(where: { !$0.isUnlessTimed }) else {
            return nil
        }
        let conditions = MetricProfile.conditions(failed.matchers)
        let grammar = Self.grammars.first { grammar in
            conditions.contains { $0.name == label && $0.value == grammar.failurePattern }
        }
        // Else a label that tells the failures by a code of three digits or its class can tell the clients' as well.
        let isStatus = { (text: String) in text.contains("5") || text.contains("SERVER_ERROR") }
        guard
            let status = conditions.first(where: {
                $0.name == label && (grammar.map(\.failurePattern) == $0.value || grammar == nil && isStatus($0.value))
            })
        else { return nil }
        let others = conditions.filter { $0 != status && $0.name != label }.map { condition in
            "\(PromQLName.label(condition.name))\(condition.operation.rawValue)\(Labels.quoted(condition.value))"
        }
        let wanted = "\(PromQLName.label(label))=~\(Labels.quoted(grammar?.refusalPattern ?? Self.clientStatuses))"
        let matchers = (others + [wanted]).joined(separator: ",")
        return (label, counter(MetricProfile.Metric(name: failed.name, matchers: matchers)), grammar)
    }
}
