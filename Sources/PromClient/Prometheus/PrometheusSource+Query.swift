package import GoldenSignals
package import PromModel
import PromQL

// Expressions of one's own, and the window.
extension PrometheusSource {
    /// The values of an expression; a failure is an answer too.
    package func answer(_ question: PromQLQuestion) async -> PromQLAnswer {
        await PrometheusEngine(api).answer(question)
    }

    /// What a word of an expression can be completed to; nothing where the server does not tell.
    ///
    /// A server that searches by itself is asked for what fits alone; of others all names are read.
    package func completions(_ context: CompletionContext, at moment: Timestamp) async -> Completions {
        let start = moment - .seconds(3600)
        var words: [String] = []
        switch context {
        case .name:
            words = await names(context.prefix, from: start, through: moment)
            if knowledge.functions == nil { knowledge.functions = try? await api.functions().value }
            words += (knowledge.functions.map { $0.sorted() } ?? Completions.functions) + Completions.words
        case .label(_, let metric):
            let answer = try? await api.labelNames(
                matchers: Self.matchers(metric),
                from: start,
                through: moment,
                limit: Self.mostNames
            )
            words = answer?.value.filter { $0 != Labels.metricNameLabel } ?? []
        case .value(_, let label, let metric):
            let answer = try? await api.labelValues(
                label,
                matchers: Self.matchers(metric),
                from: start,
                through: moment,
                limit: Self.mostNames
            )
            words = answer?.value ?? []
            // What ended hours ago is in a list of the day.
            if api.listsDays, !metric.isEmpty, let present = await values(of: label, metric, at: moment) {
                words = words.filter(present.contains)
            }
        case .nothing: break
        }
        return Completions(context, among: words)
    }

    /// The values that a label of a metric has had in the last hour, by its samples; nil where that is not answered.
    private func values(of label: String, _ metric: String, at moment: Timestamp) async -> Set<String>? {
        let recent = "last_over_time({__name__=\(Labels.quoted(metric))}[1h])"
        let expression = "count by (\(PromQLName.labels([label]))) (\(recent))"
        let answer = try? await api.query(expression, at: moment, timeout: .seconds(2))
        return answer.map { Set($0.value.values.map { $0.labels[label] }) }
    }

    /// So many names are read.
    private static let mostNames = 20_000

    private static func matchers(_ metric: String) -> [String] {
        metric.isEmpty ? [] : ["{__name__=\(Labels.quoted(metric))}"]
    }

    /// The names of metrics: those that hold a text where the server searches, else all.
    private func names(_ text: String, from start: Timestamp, through end: Timestamp) async -> [String] {
        if knowledge.searches != false, !text.isEmpty {
            if let found = try? await api.searchMetricNames(text, from: start, through: end, limit: Completions.most) {
                knowledge.searches = true
                return found.value
            }
            knowledge.searches = false
        }
        let answer = try? await api.labelValues(
            Labels.metricNameLabel,
            from: start,
            through: end,
            limit: Self.mostNames
        )
        return answer?.value ?? []
    }

    /// Counts every rate over another window from the next poll on, which comes at once.
    ///
    /// What is too short for the scrapes becomes four of them, as always.
    package func setWindow(_ window: Duration) async {
        options.window = window
        options.serviceWindows = [:]
        guard let chosen = selection else { return }
        await choose(chosen.match, reason: chosen.reason)
    }
}
