package import GoldenSignals
import PromModel

// How objectives are kept, as far as the samples reach back.
extension DirectSource {
    /// A window is asked at most as often as this.
    private static let leastInterval = Duration.seconds(5)
    /// Of pages no more is kept than this, whatever the objectives look at.
    private static let longestKept = Duration.seconds(6 * 3600)

    /// How far back samples are kept: for the rates, and for the windows of the objectives where there are any.
    var keptFor: Duration {
        let windows = wantedObjectives.files.flatMap(\.objectives) + wantedObjectives.worded
        let longest = windows.flatMap { $0.allWindows + [$0.period] }.max() ?? .zero
        return max(retention, min(longest, Self.longestKept))
    }

    /// Asks what is due about the objectives.
    func followObjectives(at moment: Timestamp) async throws(QueryFailure) {
        guard !wantedObjectives.isEmpty || areObjectivesShown, let catalog, narrowing.isEmpty else { return }
        let name = chosenService?.name ?? "service"
        let followed =
            wantedObjectives.isEmpty
            ? WantedObjectives.usual(for: catalog, named: name, bounds: bucketBounds)
            : wantedObjectives.followed(for: catalog, named: name)
        objectives.follow(followed)
        let oldest = max(await engine.cut ?? firstTick ?? moment, moment - keptFor)
        objectives.held = max(.zero, moment - oldest)
        for inquiry in objectives.due(at: moment, atLeast: Self.leastInterval) {
            do throws(QueryFailure) {
                objectives.take(try await engine.instant(inquiry.expression, at: moment), of: inquiry, at: moment)
            } catch {
                objectives.fail(inquiry, "\(error)", at: moment)
            }
        }
        if areObjectivesShown { try await askCurves(at: moment) }
    }

    /// Somebody looks at the objectives now.
    package func showObjectives() async -> [ObjectiveReport] {
        areObjectivesShown = true
        guard let moment = lastTick else { return objectives.reports }
        try? await followObjectives(at: moment)
        return objectives.reports
    }

    /// Nobody looks at the curves any more.
    package func hideObjectives() { areObjectivesShown = false }

    private func askCurves(at moment: Timestamp) async throws(QueryFailure) {
        for (place, questions) in objectives.dueCurves(at: moment) {
            for question in questions {
                let series = try await engine.range(
                    question.expression,
                    from: moment - question.period,
                    through: moment,
                    step: question.step
                )
                if objectives.take(curve: series, of: question, place: place, at: moment) { break }
            }
        }
    }
}
