internal import PromModel

/// A moment in the Gregorian calendar, in UTC.
struct CalendarDate {
    private let secondOfDay: Int64
    /// Days since 1970-01-01.
    private let day: Int64
    private let year: Int64
    private let month: Int64
    private let dayOfMonth: Int64

    /// Seconds from the beginning of Go's calendar, in the year -292277022399, to the Unix epoch.
    private static let absoluteEpoch: UInt64 = 9_223_372_028_715_321_600

    /// Creates a date from seconds since the Unix epoch; fractions are cut off.
    ///
    /// Any number has a date: NaN and what is no 64-bit integer is taken for the smallest of them, as Go does on
    /// x86-64, and what lies before the beginning of Go's calendar for as much after its end.
    init(seconds: Double) {
        let whole = Int64(exactly: seconds.rounded(.towardZero)) ?? .min
        let absolute = UInt64(bitPattern: whole) &+ CalendarDate.absoluteEpoch
        secondOfDay = Int64(absolute % 86_400)
        day = Int64(absolute / 86_400) - Int64(CalendarDate.absoluteEpoch / 86_400)
        // Counts in years that begin on the first of March, so that the leap day comes last.
        let shifted = day + 719_468
        let era = CalendarDate.floorDivide(shifted, 146_097)
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthIndex = (5 * dayOfYear + 2) / 153
        dayOfMonth = dayOfYear - (153 * monthIndex + 2) / 5 + 1
        month = monthIndex < 10 ? monthIndex + 3 : monthIndex - 9
        year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    }

    /// The part of the date that a function asks for.
    func part(_ function: Function) -> Double {
        let value: Int64 =
            switch function {
            case .minute: secondOfDay % 3600 / 60
            case .hour: secondOfDay / 3600
            case .dayOfMonth: dayOfMonth
            case .month: month
            case .year: year
            // The epoch was a Thursday.
            case .dayOfWeek: (day % 7 + 11) % 7
            case .dayOfYear: dayOfYear
            case .daysInMonth: daysInMonth
            default: 0
            }
        return Double(value)
    }

    private var isLeapYear: Bool { year % 4 == 0 && year % 100 != 0 || year % 400 == 0 }

    private static let lengths: [Int64] = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]

    private var daysInMonth: Int64 {
        month == 2 && isLeapYear ? 29 : CalendarDate.lengths[Int(month) - 1]
    }

    private var dayOfYear: Int64 {
        let before = CalendarDate.lengths.prefix(Int(month) - 1).reduce(0, +)
        return before + dayOfMonth + (month > 2 && isLeapYear ? 1 : 0)
    }

    private static func floorDivide(_ value: Int64, _ divisor: Int64) -> Int64 {
        let quotient = value / divisor
        return value % divisor < 0 ? quotient - 1 : quotient
    }
}
