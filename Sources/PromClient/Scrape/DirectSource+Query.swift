package import GoldenSignals
package import PromModel

// Expressions of one's own, and the window.
extension DirectSource {
    /// The values of an expression over what was scraped; a failure is an answer too.
    ///
    /// Samples are kept for the time that was asked for from then on: before, nobody needed them.
    package func answer(_ question: PromQLQuestion) async -> PromQLAnswer {
        queriedSpan = max(queriedSpan, min(question.through - question.from, .seconds(3600)))
        await engine.keep(for: retention)
        var answer = await engine.answer(question)
        if answer.failure == nil, let first = answer.series.flatMap(\.samples).map(\.timestamp).min(),
            first - question.from > max(question.step * 2, .seconds(5))
        {
            answer.remarks.append("of a page, samples are kept from the first question on")
        }
        return answer
    }

    /// What a word of an expression can be completed to, by what was scraped.
    package func completions(_ context: CompletionContext, at moment: Timestamp) async -> Completions {
        await engine.completions(context, at: lastTick ?? moment)
    }

    /// Counts every rate over another window from the next poll on.
    package func setWindow(_ window: Duration) { self.window = window }
}
