#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Maps values to heights.
package struct ChartScale: Equatable, Sendable {
    /// How heights grow with values.
    package enum Kind: Hashable, Sendable {
        case linear
        /// Equal heights for equal ratios, for latencies. Needs a range above zero; else it falls back to `linear`.
        case logarithmic
    }

    package let range: ClosedRange<Double>
    package let kind: Kind

    package init(_ range: ClosedRange<Double>, _ kind: Kind = .linear) {
        self.range = range
        self.kind = kind
    }

    /// The height of a value within the range, 0 at the bottom and 1 at the top.
    ///
    /// Values outside are clamped, infinities too. In an empty range everything above the bottom is at the top.
    package func fraction(of value: Double) -> Double {
        let low = range.lowerBound
        let high = range.upperBound
        guard value > low else { return 0 }
        guard value < high else { return 1 }
        let fraction: Double
        if kind == .logarithmic, low > 0 {
            fraction = (log(value) - log(low)) / (log(high) - log(low))
        } else {
            // Halves, since the difference of two huge numbers may not be finite.
            fraction = (value / 2 - low / 2) / (high / 2 - low / 2)
        }
        return fraction.isNaN ? 0 : min(max(fraction, 0), 1)
    }

    /// Whether a value is above the range, so that its height does not tell how large it is.
    ///
    /// A millionth of the range does not count: ranges are computed, and carry dust.
    package func isClipped(_ value: Double) -> Bool {
        // Halves, as above.
        let low = range.lowerBound / 2
        let high = range.upperBound / 2
        return value > range.upperBound && value / 2 - high > (high - low) * 1e-6
    }

    /// The height of a value in steps, `0...steps - 1`, lowest first.
    package func step(of value: Double, steps: Int) -> Int {
        guard steps > 0 else { return 0 }
        return min(Int(fraction(of: value) * Double(steps)), steps - 1)
    }
}
