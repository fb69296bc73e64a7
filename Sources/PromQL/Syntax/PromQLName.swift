internal import PromModel

/// Names as PromQL writes them: in quotes where they are not plain ones (`http.route`).
///
/// Plain names stay without quotes: servers before Prometheus 3 read no others.
package enum PromQLName {
    /// Names that would not be read as a metric.
    private static let reserved: Set<String> = ["inf", "nan", "bool", "on", "ignoring", "group_left", "group_right"]

    /// Whether a metric's name can stand before the braces.
    package static func isPlain(metric: String) -> Bool {
        Labels.isPlainName(metric, colonAllowed: true) && !reserved.contains(metric.lowercased())
    }

    /// Whether a label's name needs no quotes.
    package static func isPlain(label: String) -> Bool { Labels.isPlainName(label, colonAllowed: false) }

    /// A label's name, as in a grouping or before an operator.
    package static func label(_ name: String) -> String { isPlain(label: name) ? name : Labels.quoted(name) }

    /// Several labels' names, as they stand within the brackets of a grouping.
    package static func labels(_ names: [String]) -> String { names.map(label).joined(separator: ", ") }

    /// A selector of a metric's series: `up{job="a"}`, `{"http.server.duration",job="a"}`.
    ///
    /// `matchers` are texts without braces; empty ones are left out.
    package static func selector(_ metric: String, _ matchers: [String] = []) -> String {
        let conditions = matchers.filter { !$0.isEmpty }
        let isPlain = isPlain(metric: metric)
        let within = ((isPlain ? [] : [Labels.quoted(metric)]) + conditions).joined(separator: ",")
        return (isPlain ? metric : "") + (within.isEmpty ? "" : "{\(within)}")
    }
}
