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

// The times that hold.
extension Configuration {
    /// Window, span and the time between two polls.
    package struct Times: Sendable, Equatable {
        /// The window of every rate.
        package let window: Duration
        /// What the charts show.
        package let span: Duration
        /// The time between two polls.
        package let every: Duration

        /// Memberwise.
        package init(window: Duration, span: Duration, every: Duration) {
            self.window = window
            self.span = span
            self.every = every
        }
    }

    /// The times for a service: what was given, else what a kind of source has by default.
    ///
    /// What nobody gave follows what was given. `kind` goes on after "by default" in messages: `on a Prometheus`.
    ///
    /// - Throws: where they do not fit together, with who gave the one to blame and what it may be.
    package func times(for service: String?, standard: Times, kind: String) throws(Conflict) -> Times {
        let given = window(for: service)
        let every = every?.value ?? standard.every
        let window = given?.value ?? max(standard.window, every * 4)
        let span = span?.value ?? max(standard.span, window)
        let polls = "every, \(Self.shown(every, self.every, kind))"
        if let given, window < every * 4 {
            let least = DurationText.format(every * 4)
            throw Self.conflict(
                "window",
                given,
                "less than four times \(polls): a rate needs samples, at least \(least)"
            )
        }
        if let given = self.span, span < window {
            let least = DurationText.format(window)
            let shown = Self.shown(window, self.window(for: service), kind)
            throw Self.conflict("span", given, "shorter than window, \(shown): at least \(least)")
        }
        if span > every * 20_000, let (key, blamed) = self.span.map({ ("span", $0) }) ?? given.map({ ("window", $0) }) {
            let most = DurationText.format(every * 20_000)
            throw Self.conflict(
                key,
                blamed,
                "more than 20000 times \(polls): the charts keep a point a poll, at most \(most)"
            )
        }
        return Times(window: window, span: span, every: every)
    }

    /// A time with who gave it, or what it is the default of.
    private static func shown(_ time: Duration, _ given: Given<Duration>?, _ kind: String) -> String {
        "\(DurationText.format(time)) \(given.map { "\($0.origin)" } ?? "by default \(kind)")"
    }

    private static func conflict(_ key: String, _ given: Given<Duration>, _ problem: String) -> Conflict {
        Conflict(description: "\(given.origin.naming(key)) \(DurationText.format(given.value)) is \(problem)")
    }
}
