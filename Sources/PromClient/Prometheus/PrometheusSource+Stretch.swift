package import GoldenSignals
import PromModel

// The points of a stretch of the past.
extension PrometheusSource {
    /// The points of a stretch, on multiples of their step; where steps are longer than the window, over a window of a
    /// step: else what came between two points would be in none of them.
    ///
    /// A failure is an answer too. It is no poll: nothing of it changes what is asked next.
    package func points(of stretch: PastPoints.Stretch) async -> PastPoints {
        var past = PastPoints(stretch)
        guard let chosen = selection else {
            past.failure = "no service is chosen"
            return past
        }
        let step = stretch.step(of: chosen.schedule.step)
        past.window = max(chosen.window, step)
        let grid = step.milliseconds
        let first = Timestamp(milliseconds: stretch.from.milliseconds.flooredQuotient(by: grid) * grid)
        if stretch.purpose == .spread { return await spreads(from: first, step: step, of: chosen, into: past) }
        let queries = RefreshQueries(
            catalog: chosen.catalog.with(window: past.window),
            window: past.window,
            scrapeInterval: chosen.scrapeInterval,
            samplesPerWindow: past.window / chosen.shortestInterval,
            // What a server counts itself is enough: of a month nobody sees the first values.
            addsFirstValues: chosen.firstValuesNote == nil && past.window == chosen.window
        )
        var series: [Series] = []
        for (place, expression) in queries.ranges.enumerated() {
            do throws(APIFailure) {
                let answer = try await api.queryRange(
                    expression,
                    from: first,
                    through: stretch.through,
                    step: step,
                    timeout: .seconds(30)
                )
                series += answer.value
            } catch {
                // Without traffic and failures there is nothing to look at.
                if queries.isEssential(range: place) {
                    past.failure = "\(error)"
                    return past
                }
            }
        }
        past.points = queries.points(from: series).filter { !$0.isEmpty }
        return past
    }
}
