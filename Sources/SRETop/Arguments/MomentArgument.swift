import ArgumentParser
import PromClient
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
            ArgumentForm.refuse("a moment such as 2026-11-28T03:12, 2026-11-28T03:12:30Z, '2h ago' or -2h")
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
        let form = /(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d)(:\d\d)?(Z|[+-]\d\d:\d\d)?/
        guard let parts = text.wholeMatch(of: form)?.output else { return nil }
        return Timestamp(rfc3339: "\(parts.1)T\(parts.2)\(parts.3 ?? ":00")\(parts.4 ?? "Z")")
    }
}
