import ArgumentParser
import PromModel
import Settings

/// A moment on the command line: `2026-11-28T03:12`, `2026-11-28T03:12:30Z`, `2h ago`, `-2h`; UTC where no zone is given.
struct MomentArgument: ExpressibleByArgument, Sendable, Equatable {
    private enum Form: Sendable, Equatable {
        case moment(Timestamp)
        case ago(Duration)
    }

    private let form: Form

    init?(argument: String) {
        let text = argument.split(separator: " ").joined(separator: " ")
        if text.hasSuffix(" ago"), let duration = DurationText.parse(String(text.dropLast(4))) {
            form = .ago(duration)
        } else if text.hasPrefix("-"), let duration = DurationText.parse(String(text.dropFirst())) {
            form = .ago(duration)
        } else if let moment = Self.moment(text) {
            form = .moment(moment)
        } else {
            return nil
        }
    }

    /// The moment that is meant.
    func moment(at now: Timestamp) -> Timestamp {
        switch form {
        case .moment(let moment): moment
        case .ago(let duration): now - duration
        }
    }

    /// `YYYY-MM-DD`, `T` or a blank, `HH:MM` with or without seconds, and nothing, `Z` or a zone such as `+02:00`.
    private static func moment(_ text: String) -> Timestamp? {
        guard let place = text.firstIndex(where: { $0 == "T" || $0 == " " }) else { return nil }
        let date = numbers(text[..<place], "-")
        var clock = text[text.index(after: place)...]
        var offset: Int64 = 0
        if clock.hasSuffix("Z") {
            clock = clock.dropLast()
        } else if let sign = clock.lastIndex(where: { $0 == "+" || $0 == "-" }) {
            let zone = numbers(clock[clock.index(after: sign)...], ":")
            guard zone.count == 2, zone[0] < 24, zone[1] < 60 else { return nil }
            offset = (zone[0] * 60 + zone[1]) * (clock[sign] == "-" ? -60 : 60)
            clock = clock[..<sign]
        }
        let time = numbers(clock, ":")
        guard date.count == 3, (1...9999).contains(date[0]), (1...12).contains(date[1]),
            (1...days(in: date[1], of: date[0])).contains(date[2]), (2...3).contains(time.count),
            time[0] < 24, time[1] < 60, time.count < 3 || time[2] < 60
        else { return nil }
        let seconds = time[0] * 3600 + time[1] * 60 + (time.count == 3 ? time[2] : 0)
        let day = self.day(date[0], date[1], date[2])
        return Timestamp(milliseconds: (day * 86_400 + seconds - offset) * 1000)
    }

    /// Numbers of digits alone; none where any of the parts is something else.
    private static func numbers(_ text: Substring, _ separator: Character) -> [Int64] {
        let parts = text.split(separator: separator, omittingEmptySubsequences: false)
        let isPlain = parts.allSatisfy { part in
            (1...4).contains(part.utf8.count) && part.utf8.allSatisfy { (0x30...0x39).contains($0) }
        }
        return isPlain ? parts.compactMap { Int64($0) } : []
    }

    private static func days(in month: Int64, of year: Int64) -> Int64 {
        let isLeap = year % 4 == 0 && year % 100 != 0 || year % 400 == 0
        return month == 2 ? (isLeap ? 29 : 28) : [4, 6, 9, 11].contains(month) ? 30 : 31
    }

    /// Days from the Unix epoch to a date of the Gregorian calendar.
    private static func day(_ year: Int64, _ month: Int64, _ dayOfMonth: Int64) -> Int64 {
        // Counted in years that begin on the first of March, so that the leap day comes last.
        let shifted = month <= 2 ? year - 1 : year
        let (era, yearOfEra) = (shifted / 400, shifted % 400)
        let dayOfYear = (153 * ((month + 9) % 12) + 2) / 5 + dayOfMonth - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }
}
