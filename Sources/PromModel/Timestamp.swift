/// A moment, to the millisecond, counted from the Unix epoch.
///
/// Arithmetic saturates at the ends of `Int64` instead of trapping, so that a hostile exposition or query can
/// name any moment at all.
package struct Timestamp: Hashable, Comparable, Sendable, Codable {
    /// Milliseconds since the Unix epoch; negative before it.
    package var milliseconds: Int64

    /// Creates a moment from milliseconds since the Unix epoch.
    package init(milliseconds: Int64) {
        self.milliseconds = milliseconds
    }

    /// Creates a moment from seconds since the Unix epoch, rounded to the nearest millisecond.
    ///
    /// NaN becomes the epoch; values out of range become the nearest moment that can be represented.
    package init(seconds: Double) {
        milliseconds = Int64(saturating: (seconds * 1000).rounded())
    }

    /// Seconds since the Unix epoch.
    package var seconds: Double { Double(milliseconds) / 1000 }

    /// The moment `duration` later.
    package static func + (moment: Timestamp, duration: Duration) -> Timestamp {
        Timestamp(milliseconds: moment.milliseconds.addingSaturating(duration.milliseconds))
    }

    /// The moment `duration` earlier.
    package static func - (moment: Timestamp, duration: Duration) -> Timestamp {
        Timestamp(milliseconds: moment.milliseconds.subtractingSaturating(duration.milliseconds))
    }

    /// The time from the right moment to the left one; negative if the left one is earlier.
    package static func - (later: Timestamp, earlier: Timestamp) -> Duration {
        .milliseconds(later.milliseconds.subtractingSaturating(earlier.milliseconds))
    }

    package static func < (left: Timestamp, right: Timestamp) -> Bool {
        left.milliseconds < right.milliseconds
    }
}

extension Duration {
    /// Whole milliseconds, rounded towards zero; saturates at the ends of `Int64`.
    package var milliseconds: Int64 {
        let (seconds, attoseconds) = components
        let (scaled, overflow) = seconds.multipliedReportingOverflow(by: 1000)
        guard !overflow else { return seconds < 0 ? .min : .max }
        return scaled.addingSaturating(attoseconds / 1_000_000_000_000_000)
    }

    /// The duration in seconds, as a floating-point number.
    package var inSeconds: Double {
        let (seconds, attoseconds) = components
        return Double(seconds) + Double(attoseconds) * 1e-18
    }
}

extension Int64 {
    /// The nearest representable integer, truncating towards zero; zero for NaN.
    package init(saturating value: Double) {
        if value.isNaN {
            self = 0
        } else if value >= 0x1p63 {
            self = .max
        } else if value <= -0x1p63 {
            self = .min
        } else {
            self = Int64(value)
        }
    }

    /// The sum, or the end of the range where it would overflow.
    @inlinable
    package func addingSaturating(_ other: Int64) -> Int64 {
        let (sum, overflow) = addingReportingOverflow(other)
        guard overflow else { return sum }
        return other < 0 ? .min : .max
    }

    /// The difference, or the end of the range where it would overflow.
    @inlinable
    package func subtractingSaturating(_ other: Int64) -> Int64 {
        let (difference, overflow) = subtractingReportingOverflow(other)
        guard overflow else { return difference }
        return other < 0 ? .max : .min
    }
}
