import PromModel
import PromQL

/// Asks what traffic a catalogue's requests have had, of one service or of each that they are grouped by.
package struct HabitQueries: Sendable {
    private static let hourTag = "hour"
    private static let leastTag = "Least"
    private static let mostTag = "Most"

    /// The expressions, by their tags; none where the catalogue counts no requests.
    let parts: [(tag: String, expression: String?)]

    /// The same time of another day.
    private enum OtherDay: CaseIterable {
        case day
        case week

        /// The half hour around it, every ten minutes.
        var halfHour: String {
            let ago: Duration = self == .day ? .seconds(86_400) : .seconds(7 * 86_400)
            let end = ago - TrafficHabit.span / 2
            return "[\(SignalCatalog.durationText(TrafficHabit.span)):10m] offset \(SignalCatalog.durationText(end))"
        }
    }

    /// Questions about the rates of a catalogue, whose window is `window`.
    package init(_ catalog: SignalCatalog, window: Duration) {
        guard let rate = catalog.whole(.requestRate) else {
            parts = []
            return
        }
        // Every five minutes, up to where what is judged now begins.
        let hour = "(\(rate))[1h:5m] offset \(SignalCatalog.durationText(window))"
        parts =
            [(Self.hourTag, "quantile_over_time(0.5, \(hour)) and count_over_time(\(hour)) >= 6")]
            + OtherDay.allCases.flatMap { day in
                let around = "(\(rate))\(day.halfHour)"
                return [
                    ("\(day)\(Self.leastTag)", "min_over_time(\(around))"),
                    ("\(day)\(Self.mostTag)", "max_over_time(\(around))"),
                ]
            }
    }

    /// All of them in one question; nil where there is nothing to ask.
    package var expression: String? { SignalCatalog.combined(parts) }

    /// What the answer of ``expression`` says of one service; nil where nothing is known.
    package static func habit(from answer: [InstantValue]) -> TrafficHabit? {
        let values = Dictionary(
            answer.filter(\.value.isFinite).map { ($0.labels[SignalCatalog.tagLabel], $0.value) },
            uniquingKeysWith: { first, _ in first }
        )
        return habit { values[$0] }
    }

    /// The same by the values of the tags.
    static func habit(_ value: (_ tag: String) -> Double?) -> TrafficHabit? {
        func extent(_ day: OtherDay) -> TrafficHabit.Extent? {
            guard let least = value("\(day)\(leastTag)"), let most = value("\(day)\(mostTag)") else { return nil }
            return TrafficHabit.Extent(least: least, most: most)
        }
        let habit = TrafficHabit(hour: value(hourTag), day: extent(.day), week: extent(.week))
        return habit == TrafficHabit() ? nil : habit
    }
}
