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

    /// `2026-11-28T22:31:10Z`.
    package static func stamp(_ moment: Timestamp) -> String {
        let days = moment.milliseconds.flooredQuotient(by: 86_400_000)
        // Counted in years that begin on the first of March, so that the leap day comes last.
        let shifted = days + 719_468
        let era = shifted.flooredQuotient(by: 146_097)
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        let day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
        let digits = year < 1000 ? String(repeating: "0", count: max(0, 4 - String(year).count)) : ""
        return "\(digits)\(year)-\(two(Int(month)))-\(two(Int(day)))T\(clock(moment))Z"
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

    /// A window or period as it was set, in days where it has any: `30d`, `6h`, `5m`.
    package static func window(_ duration: Duration) -> String {
        let seconds = duration.components.seconds
        return seconds > 0 && seconds.isMultiple(of: 86_400) ? "\(seconds / 86_400)d" : setting(duration)
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
