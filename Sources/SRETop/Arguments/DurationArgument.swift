import ArgumentParser
import Settings

/// A duration on the command line: `500ms`, `15s`, `5m`, `1h`, `1m30s`.
struct DurationArgument: ExpressibleByArgument, Sendable, Equatable {
    let duration: Duration

    init(_ duration: Duration) {
        self.duration = duration
    }

    init?(argument: String) {
        guard let duration = DurationText.parse(argument) else {
            ArgumentForm.refuse("a time such as 500ms, 15s, 5m or 1h30m")
            return nil
        }
        self.duration = duration
    }

    var defaultValueDescription: String { DurationText.format(duration) }
}
