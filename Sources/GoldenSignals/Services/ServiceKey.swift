package import PromModel
import PromQL

/// What tells one service from another: the labels that a Prometheus puts on every series of its targets.
package struct ServiceKey: Sendable, Hashable {
    /// The labels that are looked at, as far as they are there.
    package static let labelNames = ["cluster", "namespace", "service", "job"]

    /// Those labels of this service; empty for the only service of a page that was scraped directly.
    package let labels: Labels

    /// The key among a series' labels.
    package init(of labels: Labels) {
        self.labels = labels.keeping(only: Self.labelNames)
    }

    /// The name on the screen: `checkout`, `shop/checkout`, `eu/shop/checkout`.
    package var name: String {
        let own = labels["service"].isEmpty ? labels["job"] : labels["service"]
        return [labels["cluster"], labels["namespace"], own].filter { !$0.isEmpty }.joined(separator: "/")
    }

    /// Whether a user who writes `text` may mean it: its whole name, or its service, or its job.
    package func isCalled(_ text: String) -> Bool {
        text == name || text == labels["service"] || text == labels["job"]
    }

    /// What was written for it: under its whole name, its service or its job, in this order.
    package func value<Value>(in written: [String: Value]) -> Value? {
        if let exact = written[name] { return exact }
        return ["service", "job"].lazy.filter { !labels[$0].isEmpty }.compactMap { written[labels[$0]] }.first
    }

    /// The matchers that select its series, without braces.
    package var selector: String { Self.selector(labels, names: Self.labelNames) }

    /// The matchers of some of its labels.
    static func selector(_ labels: Labels, names: [String]) -> String {
        names.filter { !labels[$0].isEmpty }.map { "\(PromQLName.label($0))=\(Labels.quoted(labels[$0]))" }.joined(
            separator: ","
        )
    }
}
