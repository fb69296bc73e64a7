extension Configuration {
    /// What is wrong with the times that were given.
    ///
    /// `key` is the one to blame, in the service of that name; `text` goes on after it.
    struct TimeProblem: Equatable {
        let key: String
        let text: String
        var service: String?
    }

    /// Checks how the times fit each other, as far as they were given.
    var timeProblem: TimeProblem? {
        if let every, let window, window.value < every.value * 4 {
            return TimeProblem(key: "window", text: Self.fewPolls(every))
        }
        if let every, let service = services.first(where: { ($0.window?.value ?? every.value * 4) < every.value * 4 }) {
            return TimeProblem(key: "window", text: Self.fewPolls(every), service: service.name)
        }
        guard let span else { return nil }
        if let window, span.value < window.value {
            let shown = DurationText.format(window.value)
            return TimeProblem(key: "span", text: "is shorter than window, \(shown) \(window.origin)")
        }
        guard let every else { return nil }
        let shown = "every, \(DurationText.format(every.value)) \(every.origin)"
        if span.value < every.value * 4 {
            return TimeProblem(key: "span", text: "is less than four times \(shown)")
        }
        guard span.value > every.value * 20_000 else { return nil }
        return TimeProblem(key: "span", text: "is more than 20000 times \(shown): a chart keeps a point a poll")
    }

    private static func fewPolls(_ every: Given<Duration>) -> String {
        "is less than four times every, \(DurationText.format(every.value)) \(every.origin): "
            + "a rate needs samples"
    }
}
