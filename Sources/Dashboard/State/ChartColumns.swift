package import GoldenSignals
package import PromModel
package import TerminalUI

/// Which number of the points a chart shows.
package struct ChartNumber: Sendable, Equatable {
    /// Whose number it is, and which of two is worse.
    package let signal: Signal
    /// It is the failed requests a second, and not the signal's own number.
    package let isFailures: Bool
    /// Points with one of these flaws have no number.
    package let leftOut: PointColumns.Flaws

    /// A signal's number of points without these flaws.
    package init(_ signal: Signal, leftOut: PointColumns.Flaws = []) {
        (self.signal, isFailures, self.leftOut) = (signal, false, leftOut)
    }

    private init(failuresLeaving leftOut: PointColumns.Flaws) {
        (signal, isFailures, self.leftOut) = (.requestRate, true, leftOut)
    }

    /// Failed requests a second.
    package static func failures(leftOut: PointColumns.Flaws = []) -> ChartNumber {
        ChartNumber(failuresLeaving: leftOut)
    }

    /// The same without points that have these flaws.
    func leaving(_ flaws: PointColumns.Flaws) -> ChartNumber {
        isFailures ? .failures(leftOut: flaws) : ChartNumber(signal, leftOut: flaws)
    }

    /// What is drawn of a signal: the rate of a window that is not full would be a trough that never was.
    static func drawn(_ signal: Signal) -> ChartNumber {
        ChartNumber(signal, leftOut: signal == .requestRate ? .thin : [])
    }
}

extension PointColumns {
    /// The chart's columns of one number, the last one holding `end`.
    ///
    /// Columns stand on wall-clock multiples of their width, so that only the newest changes from poll to poll. A
    /// column shows the worst of its points: the highest, for success the lowest. Without a point it is missing; with
    /// nothing but idle points it is idle. A point stands for the time before it as far as `reach` goes, so that
    /// columns may be narrower than the points are apart.
    package func columns(
        _ number: ChartNumber,
        count: Int,
        width: Duration,
        end: Timestamp,
        reach: Duration = .zero
    ) -> [ChartPoint] {
        let step = max(1, width.milliseconds)
        guard count > 0 else { return [] }
        let lastColumn = end.milliseconds.flooredQuotient(by: step)
        let origin = (lastColumn - Int64(count) + 1) * step
        let back = reach > .zero ? reach.milliseconds - 1 : 0
        let values = number.isFailures ? failures : self[number.signal]
        let leftOut = number.leftOut.rawValue
        let isLower = number.signal.isWorseWhenLower
        let mayIdle = number.signal != .saturation
        var worst = [Double](repeating: Self.none, count: count)
        var idleColumns = [Bool](repeating: false, count: count)
        // Points follow each other, and so do their columns: stepping on is cheaper than dividing.
        var (first, last) = (0, 0)
        for index in firstPlace(from: Timestamp(milliseconds: origin))..<moments.count {
            let moment = moments[index] - origin
            while first < count, moment - back >= Int64(first + 1) * step { first += 1 }
            guard first < count else { break }
            last = max(first, last)
            while last < count - 1, moment >= Int64(last + 1) * step { last += 1 }
            if mayIdle, idle[index] {
                for column in first...last { idleColumns[column] = true }
                continue
            }
            let value = values[values.startIndex + index]
            guard value != Self.none, flaws[index].rawValue & leftOut == 0 else { continue }
            for column in first...last {
                let before = worst[column]
                worst[column] = before == Self.none ? value : isLower ? min(before, value) : max(before, value)
            }
        }
        return (0..<count).map {
            worst[$0] != Self.none ? .value(worst[$0]) : idleColumns[$0] ? .idle : .missing
        }
    }
}
