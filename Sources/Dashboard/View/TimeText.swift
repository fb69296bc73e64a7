import GoldenSignals
package import PromModel

/// Moments and durations as the screen writes them.
///
/// Moments are in UTC.
package enum TimeText {
    /// `16:42:07`.
    package static func clock(_ moment: Timestamp) -> String {
        let seconds = moment.milliseconds.flooredQuotient(by: 1000)
        let ofDay = Int(seconds - seconds.flooredQuotient(by: 86_400) * 86_400)
        return "\(two(ofDay / 3600)):\(two(ofDay / 60 % 60)):\(two(ofDay % 60))"
    }

    /// How far a clock is ahead of UTC: `+02`, `-0330`, `+00`.
    package static func zone(_ offset: Duration) -> String {
        let minutes = Int(offset.milliseconds.flooredQuotient(by: 60_000).magnitude)
        let sign = offset < .zero ? "-" : "+"
        return "\(sign)\(two(minutes / 60))\(minutes % 60 == 0 ? "" : two(minutes % 60))"
    }

    /// `16:42`.
    package static func minute(_ moment: Timestamp) -> String {
        String(clock(moment).prefix(5))
    }

    /// The two largest units: `7s`, `1m36s`, `2h05m`, `2d4h`.
    ///
    /// Negative durations are `0s`.
    package static func span(_ duration: Duration) -> String {
        let seconds = max(0, duration.components.seconds)
        if seconds < 60 { return "\(seconds)s" }
        if seconds < 3600 { return "\(seconds / 60)m\(two(Int(seconds % 60)))s" }
        if seconds < 86_400 { return "\(seconds / 3600)h\(two(Int(seconds / 60 % 60)))m" }
        return "\(seconds / 86_400)d\(seconds / 3600 % 24)h"
    }

    /// A setting: `15s`, `5m`, `1h`, `1m30s`, `500ms`.
    package static func setting(_ duration: Duration) -> String {
        let milliseconds = duration.milliseconds
        guard milliseconds.isMultiple(of: 1000) else { return "\(milliseconds)ms" }
        let seconds = milliseconds / 1000
        if seconds.isMultiple(of: 3600), seconds > 0 { return "\(seconds / 3600)h" }
        if seconds.isMultiple(of: 60), seconds > 0 { return "\(seconds / 60)m" }
        return seconds < 60 ? "\(seconds)s" : span(duration)
    }

    /// The time a poll took: `2ms`, `1.2s`.
    package static func cost(_ duration: Duration) -> String {
        let milliseconds = duration.milliseconds
        return milliseconds < 1000 ? "\(max(1, milliseconds))ms" : NumberText.latency(duration.inSeconds)
    }

    private static func two(_ value: Int) -> String {
        value < 10 ? "0\(value)" : String(value)
    }
}
