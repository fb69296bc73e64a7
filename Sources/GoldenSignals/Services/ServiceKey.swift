package import PromModel
import PromQL

/// What tells one service from another: the labels that a Prometheus puts on every series of its targets.
package struct ServiceKey: Sendable, Codable {
    /// Labels that say where a service is, not which one.
    private static let places: Set<String> = ["cluster", "namespace"]

    /// Those labels of this service; empty for the only service of a page that was scraped directly.
    package let labels: Labels
    /// The labels that are looked at, the most general one first.
    package let names: [String]
    /// How far its name goes to be told from another's.
    var naming = Naming.plain

    /// What a name is made of.
    enum Naming: Sendable, Codable {
        /// What tells most services apart: without the job where another label says which one it is.
        case plain
        /// Every label, the job too.
        case full
        /// Every label with its own name.
        case labelled
    }

    /// The key among a series' labels, by the labels that tell services apart.
    package init(of labels: Labels, by names: ServiceLabels = .standard) {
        self = names.key(of: labels)
    }

    /// A key of labels that hold nothing else.
    init(_ labels: Labels, by names: [String]) {
        self.labels = labels
        self.names = names
    }

    /// The name on the screen: `checkout`, `shop/checkout`, `eu/shop/checkout`.
    package var name: String {
        let present = names.filter { !labels[$0].isEmpty }
        if naming == .labelled { return present.map { "\($0)=\(labels[$0])" }.joined(separator: ",") }
        if naming == .full { return present.map { labels[$0] }.joined(separator: "/") }
        let hasOwn = present.contains { $0 != "job" && !Self.places.contains($0) }
        // A job that others share, or that a proxy has for all of its backends, tells the least.
        let shown = hasOwn ? present.filter { $0 != "job" } : present
        return shown.map { labels[$0] }.joined(separator: "/")
    }

    /// Some services by their names, for a person who named another one.
    package static func list(_ services: [ServiceKey], most: Int = 5) -> String {
        services.prefix(most).map(\.name).joined(separator: ", ") + (services.count > most ? ", …" : "")
    }

    /// Whether a user who writes `text` may mean it: its whole name, or a label that tells which service it is.
    package func isCalled(_ text: String) -> Bool {
        text == name || ownNames.contains { labels[$0] == text }
    }

    /// What was written for it: under its whole name, or a label that tells which service it is, the job last.
    package func value<Value>(in written: [String: Value]) -> Value? {
        if let exact = written[name] { return exact }
        let order = ownNames.filter { $0 != "job" } + ["job"]
        return order.lazy.filter { !labels[$0].isEmpty }.compactMap { written[labels[$0]] }.first
    }

    /// The matchers that select its series, without braces.
    package var selector: String { Self.selector(labels, names: names) }

    /// The values of the labels that tell which service it is.
    package var ownValues: [String] { ownNames.map { labels[$0] } }

    private var ownNames: [String] { names.filter { !Self.places.contains($0) && !labels[$0].isEmpty } }

    /// The matchers of some of its labels.
    static func selector(_ labels: Labels, names: [String]) -> String {
        names.filter { !labels[$0].isEmpty }.map { "\(PromQLName.label($0))=\(Labels.quoted(labels[$0]))" }.joined(
            separator: ","
        )
    }
}

extension ServiceKey: Hashable {
    package static func == (left: ServiceKey, right: ServiceKey) -> Bool { left.labels == right.labels }

    package func hash(into hasher: inout Hasher) { hasher.combine(labels) }
}
