import PromQL

/// The window of rates as a person writes it, such as `15s` or `1m30s`.
package enum WindowText {
    /// What a window may be.
    package static let bounds = Duration.seconds(1)...Duration.seconds(86_400)

    /// The window that a text says; nil of a text that says none, and outside of the bounds.
    package static func parse(_ text: String) -> Duration? {
        guard let duration = PromQLDuration.parse(text.filter { $0 != " " }), bounds.contains(duration) else {
            return nil
        }
        return duration
    }
}
