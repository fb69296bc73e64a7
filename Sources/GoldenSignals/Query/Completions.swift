package import PromModel
import PromQL

/// What a word can be completed to.
package struct Completions: Sendable, Equatable {
    /// What it was asked for.
    package let context: CompletionContext
    /// The words, the best first.
    package let words: [String]

    /// More words than these are not shown.
    package static let most = 100

    /// Of all words those that fit: those that begin alike first, then those that hold it; each once.
    package init(_ context: CompletionContext, among words: [String]) {
        self.context = context
        let prefix = context.prefix.lowercased()
        let known = Set(words).filter { !$0.isEmpty }.sorted()
        let starting = known.filter { $0.lowercased().hasPrefix(prefix) }
        let holding =
            prefix.isEmpty
            ? []
            : known.filter { word in
                let word = word.lowercased()
                return !word.hasPrefix(prefix) && word.contains(prefix)
            }
        self.words = Array((starting + holding).prefix(Self.most))
    }

    /// The functions that are known here.
    package static let functions = Function.allCases.map(\.rawValue)

    /// The words of the language that are no functions and no metrics.
    package static let words = [
        "and", "avg", "bool", "bottomk", "by", "count", "count_values", "group", "group_left", "group_right",
        "ignoring", "limit_ratio", "limitk", "max", "min", "offset", "on", "or", "quantile", "stddev", "stdvar", "sum",
        "topk", "unless", "without",
    ]
}

extension EmbeddedQueryEngine {
    /// What a word can be completed to, by the samples that are held up to a moment.
    package func completions(_ context: CompletionContext, at moment: Timestamp) -> Completions {
        let words: [String]
        switch context {
        case .name:
            let metrics = labels(of: "group by (__name__) ({__name__=~\".+\"})", at: moment).map {
                $0[Labels.metricNameLabel]
            }
            words = metrics + Completions.functions + Completions.words
        case .label(_, let metric):
            let all = labels(of: Self.selector(metric), at: moment)
            words = Set(all.flatMap { $0.map(\.name) }).filter { $0 != Labels.metricNameLabel }.sorted()
        case .value(_, let label, let metric):
            words = Set(labels(of: Self.selector(metric), at: moment).map { $0[label] }).sorted()
        case .nothing: words = []
        }
        return Completions(context, among: words)
    }

    private func labels(of expression: String, at moment: Timestamp) -> [Labels] {
        (try? instant(expression, at: moment))?.map(\.labels) ?? []
    }

    private static func selector(_ metric: String) -> String {
        metric.isEmpty ? "{__name__=~\".+\"}" : "{__name__=\(Labels.quoted(metric))}"
    }
}
