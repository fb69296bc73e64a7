import GoldenSignals
import TerminalUI

// What the charts' axes reach from and to.
extension DashboardView {
    /// The columns that say how far a scale reaches: those of whole windows and of enough requests.
    ///
    /// One failure of three requests would else make a scale on which nothing else is seen. Where there is nothing but
    /// few requests their rates and latencies are all that there is; shares of few say nothing. `shown` are the columns
    /// that are drawn: where there are only such windows, those.
    func scaling(
        _ number: ChartNumber,
        shown: [ChartPoint],
        width: Duration
    ) -> [ChartPoint] {
        let signal = number.signal
        func columns(leaving flaws: PointColumns.Flaws) -> [ChartPoint] {
            let wanted = number.leaving(flaws)
            return numbers.columns(wanted, count: shown.count, width: width, end: chartEnd, reach: pointReach)
        }
        guard signal != .saturation, hasSmallWindows else { return shown }
        let solid = columns(leaving: .small)
        let hasAny = solid.contains { $0.drawable != nil }
        return hasAny || signal.unit == .share ? solid : columns(leaving: [])
    }

    /// From zero to a round number above the highest value.
    static func chartScale(_ points: [ChartPoint], _ signal: Signal) -> ChartScale {
        let top = points.compactMap(\.drawable).max() ?? 0
        let floor = signal.unit == .share ? 0.05 : 1
        return ChartScale(0...min(roundUp(max(top, floor)), signal.unit == .share ? 1 : .greatestFiniteMagnitude))
    }

    /// 100 % at the top, and as far down as it went: near 100 % nothing would show on a scale from zero.
    func successScale(_ points: [ChartPoint]) -> ChartScale {
        let limit = settings.limit(on: .errorShare)?.threshold ?? 0.01
        let lowest = min(points.compactMap(\.drawable).min() ?? 1, 1 - limit * 2)
        return ChartScale(max(0, 1 - min(1, Self.roundUp(1 - lowest)))...1)
    }

    func linearLatency(_ points: [ChartPoint]) -> ChartScale {
        let top = points.compactMap(\.drawable).filter { $0 < 1e9 }.max() ?? 0
        return ChartScale(0...Self.roundUp(max(top, 0.001)))
    }

    /// Decades around what is there and the limit, so that a jump by ten is seen beside one by two.
    func latencyScale(_ points: [ChartPoint], _ limit: Limit?) -> ChartScale {
        // A bucket bound can be any number; beyond 30 years and below a nanosecond nothing is a latency.
        let values = points.compactMap(\.drawable).filter { $0 > 1e-9 && $0 < 1e9 }
        let top = max(values.max() ?? 0.1, min(limit?.threshold ?? 0.1, 1e9))
        let low = min(values.min() ?? 0.01, top / 10)
        var lower = 1e-9
        while lower * 10 <= low * 1.000_001 { lower *= 10 }
        return ChartScale(lower...max(lower * 10, Self.roundUp(top)), .logarithmic)
    }

    /// The next of 1, 2, 2.5, 5 times a power of ten.
    static func roundUp(_ value: Double) -> Double {
        guard value > 0, value.isFinite, value < 1e15 else { return 1 }
        var power = 1e-9
        while power * 10 <= value * 1.000_001 { power *= 10 }
        let factor = [1.0, 2, 2.5, 5, 10].first { $0 * power >= value * 0.999_999 } ?? 10
        // Sums of powers carry dust: 0.30000000000000004.
        return (factor * power * 1e9).rounded() / 1e9
    }

    /// A little more than a value, in two digits, so that scales do not change with each poll.
    private static func rounded(_ value: Double) -> Double {
        guard value > 1e-9, value < 1e15 else { return value }
        var unit = 1e-9
        while unit * 100 < value { unit *= 10 }
        return ((value / unit).rounded(.up) * unit * 1e10).rounded() / 1e10
    }

    /// From zero to a little over the highest value; success from its lowest.
    static func scale(of points: [ChartPoint], _ signal: Signal) -> ChartScale {
        let values = points.compactMap(\.drawable)
        let top = values.max() ?? 0
        if signal == .successShare {
            let low = min(values.min() ?? 0.99, 0.99)
            return ChartScale(max(0, 1 - min(1, roundUp((1 - low) * 1.1)))...1)
        }
        return ChartScale(0...(top > 0 ? rounded(top) : 1))
    }
}
