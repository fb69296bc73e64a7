#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// A planned rate over time, as the number of requests that are due until a moment.
///
/// Request k is due when that number reaches k: computed from k, never from the request before, so that rounding does
/// not add up whatever the shape.
package struct LoadCurve: Sendable, Equatable {
    /// A stretch of the plan.
    package struct Piece: Sendable, Equatable {
        /// Nanoseconds after the curve's start at which it begins.
        package let start: Double
        /// Nanoseconds after the curve's start at which it ends; infinite where nobody set an end.
        package let end: Double
        /// Requests due before it.
        package let before: Double
        /// Its rate over time.
        package let shape: LoadShape
    }

    /// In the order of time, each beginning where the last ends.
    package private(set) var pieces: [Piece]

    /// A constant rate without an end, in requests a second.
    package init(rate: Double) {
        pieces = [Piece(start: 0, end: .infinity, before: 0, shape: .constant(rate))]
    }

    /// Shapes one after another, each for its time.
    package init(_ stretches: [(shape: LoadShape, duration: Duration)]) {
        pieces = []
        var (start, before) = (0.0, 0.0)
        for (shape, duration) in stretches {
            let nanoseconds = duration / .nanoseconds(1)
            pieces.append(Piece(start: start, end: start + nanoseconds, before: before, shape: shape))
            before += shape.arrivals(within: nanoseconds)
            start += nanoseconds
        }
    }

    /// Requests due in `nanoseconds` since the start.
    package func arrivals(within nanoseconds: Double) -> Double {
        guard let piece = pieces.last(where: { $0.start <= nanoseconds }) else { return 0 }
        return piece.before + piece.shape.arrivals(within: min(nanoseconds, piece.end) - piece.start)
    }

    /// When request `number` is due, in nanoseconds after the start; nil where none is any more.
    ///
    /// `index` is the piece in which to begin to look, and then that of the request: numbers that rise find it at once.
    func due(_ number: Double, from index: inout Int) -> Double? {
        guard !pieces.isEmpty else { return nil }
        index = min(index, pieces.count - 1)
        while index + 1 < pieces.count, number >= pieces[index + 1].before { index += 1 }
        let piece = pieces[index]
        let time = piece.start + piece.shape.time(of: number - piece.before)
        // Within the plan rounding must not carry a request past the end of its stretch and lose it.
        if index + 1 < pieces.count { return min(time, piece.end) }
        return time < piece.end ? time : nil
    }

    /// Another rate from `nanoseconds` after the start on, until the end of all.
    package mutating func change(rate: Double, at nanoseconds: Double) {
        let before = arrivals(within: nanoseconds)
        let end = pieces.last?.end ?? .infinity
        pieces = pieces.filter { $0.start < nanoseconds }
        if let last = pieces.popLast() {
            pieces.append(Piece(start: last.start, end: nanoseconds, before: last.before, shape: last.shape))
        }
        pieces.append(Piece(start: nanoseconds, end: end, before: before, shape: .constant(rate)))
    }
}

/// How a rate goes over time, from the start of its stretch on.
package enum LoadShape: Sendable, Equatable {
    /// Requests a second.
    case constant(Double)
    /// From one rate to another in a straight line, within a time.
    case ramp(from: Double, to: Double, within: Duration)
    /// A mean rate, and how far above and below it a wave goes that begins at the mean and rises.
    case sine(mean: Double, amplitude: Double, period: Duration)
    /// So many at once, again after each period, the first at the start.
    case bursts(size: Int, period: Duration)

    /// Requests due in so many nanoseconds since the stretch began.
    func arrivals(within nanoseconds: Double) -> Double {
        guard nanoseconds > 0 else { return 0 }
        let seconds = nanoseconds / 1e9
        switch self {
        case .constant(let rate):
            return nanoseconds.isFinite ? nanoseconds * rate / 1e9 : .infinity
        case .ramp(let first, let last, let within):
            let slope = (last - first) / (within / .seconds(1))
            return first * seconds + slope / 2 * seconds * seconds
        case .sine(let mean, let amplitude, let period):
            let turns = 2 * Double.pi / (period / .seconds(1))
            return mean * seconds + amplitude / turns * (1 - cos(turns * seconds))
        case .bursts(let size, let period):
            return (nanoseconds / (period / .nanoseconds(1))).rounded(.up) * Double(size)
        }
    }

    /// When the request is due that so many of the stretch precede, in nanoseconds since it began: the inverse of
    /// `arrivals`; infinite where that many are never reached.
    func time(of number: Double) -> Double {
        let number = max(0, number)
        switch self {
        case .constant(let rate):
            return rate > 0 ? number * 1e9 / rate : .infinity
        case .ramp(let first, let last, let within):
            let slope = (last - first) / (within / .seconds(1))
            if number == 0, first > 0 { return 0 }
            // The root in the form that stays exact for a slope near zero.
            let root = first * first + 2 * slope * number
            guard root >= 0, first + root.squareRoot() > 0 else { return number == 0 ? 0 : .infinity }
            return 2 * number / (first + root.squareRoot()) * 1e9
        case .sine(let mean, _, _):
            return mean > 0 ? waveTime(of: number, mean: mean) : .infinity
        case .bursts(let size, let period):
            return (number / Double(size)).rounded(.down) * (period / .nanoseconds(1))
        }
    }

    /// Bisection within one amplitude of the mean's own time: safe where the rate touches zero.
    private func waveTime(of number: Double, mean: Double) -> Double {
        guard case .sine(_, let amplitude, let period) = self else { return .infinity }
        // The wave adds between nothing and 2 A P / 2π requests to those of the mean.
        let most = abs(amplitude) * (period / .seconds(1)) / Double.pi
        var low = max(0, (number - most) / mean * 1e9)
        var high = (number + most) / mean * 1e9 + 1
        while high - low > 1 {
            let middle = (low + high) / 2
            if arrivals(within: middle) < number { low = middle } else { high = middle }
        }
        return number == 0 ? 0 : high
    }
}
