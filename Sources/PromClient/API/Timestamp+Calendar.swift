package import PromModel

extension Timestamp {
    /// Reads a moment as the API writes those that are not sample times: RFC 3339, with any number of decimals.
    ///
    /// Nil also for Go's zero time, which stands for "never".
    package init?(rfc3339 text: String) {
        let parts = text.split(separator: "T", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2 else { return nil }
        let date = parts[0].split(separator: "-").map { Int64($0) ?? -1 }
        let clock = parts[1].prefix { "0123456789:.".contains($0) }
        guard date.count == 3, let time = Self.clockMilliseconds(clock),
            let offset = Self.zoneMilliseconds(parts[1][clock.endIndex...]),
            let day = Self.day(year: date[0], month: date[1], dayOfMonth: date[2]), date[0] > 1
        else { return nil }
        self.init(milliseconds: day * 86_400_000 + time - offset)
    }

    /// Reads a moment as HTTP headers write it: `Wed, 21 Oct 2015 07:28:00 GMT`.
    init?(httpDate text: String) {
        let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        let parts = text.split(separator: " ")
        guard parts.count == 6, parts[5] == "GMT", let dayOfMonth = Int64(parts[1]), let year = Int64(parts[3]),
            let month = months.firstIndex(of: String(parts[2])), let time = Self.clockMilliseconds(parts[4]),
            let day = Self.day(year: year, month: Int64(month) + 1, dayOfMonth: dayOfMonth)
        else { return nil }
        self.init(milliseconds: day * 86_400_000 + time)
    }

    private static func clockMilliseconds(_ text: Substring) -> Int64? {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 3, let hour = Int64(parts[0]), let minute = Int64(parts[1]),
            let second = try? NumberText.parse(String(parts[2])), (0..<24).contains(hour), (0..<60).contains(minute),
            second >= 0, second < 61
        else { return nil }
        return hour * 3_600_000 + minute * 60_000 + Int64(saturating: (second * 1000).rounded(.down))
    }

    private static func zoneMilliseconds(_ text: Substring) -> Int64? {
        if text == "Z" || text == "z" { return 0 }
        let parts = text.dropFirst().split(separator: ":", omittingEmptySubsequences: false)
        guard text.hasPrefix("+") || text.hasPrefix("-"), parts.count == 2, let hours = Int64(parts[0]),
            let minutes = Int64(parts[1]), (0..<24).contains(hours), (0..<60).contains(minutes)
        else { return nil }
        let offset = hours * 3_600_000 + minutes * 60_000
        return text.hasPrefix("-") ? -offset : offset
    }

    private static func days(in month: Int64, of year: Int64) -> Int64 {
        let isLeap = year % 4 == 0 && year % 100 != 0 || year % 400 == 0
        return month == 2 ? (isLeap ? 29 : 28) : [4, 6, 9, 11].contains(month) ? 30 : 31
    }

    /// Days from the Unix epoch to a date of the Gregorian calendar.
    private static func day(year: Int64, month: Int64, dayOfMonth: Int64) -> Int64? {
        guard (1...9999).contains(year), (1...12).contains(month), (1...31).contains(dayOfMonth),
            dayOfMonth <= 28 || dayOfMonth <= days(in: month, of: year)
        else { return nil }
        // Counted in years that begin on the first of March, so that the leap day comes last.
        let shifted = month <= 2 ? year - 1 : year
        let era = shifted / 400
        let yearOfEra = shifted % 400
        let dayOfYear = (153 * ((month + 9) % 12) + 2) / 5 + dayOfMonth - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }
}
