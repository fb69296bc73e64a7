package import GoldenSignals
package import PromModel
package import TerminalUI

extension SignalHistory {
    /// The chart's columns of one signal, the last one holding `end`.
    ///
    /// Columns stand on wall-clock multiples of their width, so that only the newest changes from poll to poll. A
    /// column shows the worst of its points: the highest, for success the lowest. Without a point it is missing; with
    /// nothing but idle points it is idle. A point stands for the time before it as far as `reach` goes, so that
    /// columns may be narrower than the points are apart.
    package func columns(
        _ signal: Signal,
        count: Int,
        width: Duration,
        end: Timestamp,
        reach: Duration = .zero
    ) -> [ChartPoint] {
        columns({ $0[signal] }, of: signal, count: count, width: width, end: end, reach: reach)
    }

    /// The columns of any number of the points; `signal` says which of two is worse.
    package func columns(
        _ value: (SignalPoint) -> Double?,
        of signal: Signal,
        count: Int,
        width: Duration,
        end: Timestamp,
        reach: Duration = .zero
    ) -> [ChartPoint] {
        let step = max(1, width.milliseconds)
        guard count > 0 else { return [] }
        let lastColumn = end.milliseconds.flooredQuotient(by: step)
        let firstColumn = lastColumn - Int64(count) + 1
        var columns = [ChartPoint](repeating: .missing, count: count)
        let back = reach > .zero ? reach.milliseconds - 1 : 0
        let oldest = Timestamp(milliseconds: firstColumn * step)
        let origin = oldest.milliseconds
        let shownPoints = points(from: oldest)
        // By their places: a copy of each point would cost more than all else here.
        for index in shownPoints.indices {
            let moment = shownPoints[index].at.milliseconds - origin
            let last = moment / step
            let first = max(0, moment - back) / step
            guard moment >= 0, first < Int64(count) else { continue }
            let isIdle = signal != .saturation && shownPoints[index].isIdle
            let shown = isIdle ? ChartPoint.idle : ChartPoint(value(shownPoints[index]))
            for column in Int(first)...Int(min(last, Int64(count) - 1)) {
                columns[column] = Self.worst(columns[column], shown, signal)
            }
        }
        return columns
    }

    private static func worst(_ left: ChartPoint, _ right: ChartPoint, _ signal: Signal) -> ChartPoint {
        switch (left.drawable, right.drawable) {
        case (nil, nil): left.isIdle || right.isIdle ? .idle : .missing
        case (_?, nil): left
        case (nil, _?): right
        case (let first?, let second?): .value(signal.isWorseWhenLower ? min(first, second) : max(first, second))
        }
    }
}
