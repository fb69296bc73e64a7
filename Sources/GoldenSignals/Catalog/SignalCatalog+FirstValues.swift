import PromQL

/// The first values of counters that are new while their process is not: what `rate` and `increase` leave out.
///
/// A series that is born with its first failures has 3,000 on its first sample and rises from there: `increase` tells
/// how far, and nothing of the 3,000. They count where the process was scraped before without the series: its start
/// time is the same, its target answered, and nothing of the page went away at that moment, as it would where all
/// series of a page got other labels. A new process, a gap in the scrapes and a label that was changed make no new
/// failures.
package struct FirstValues: Sendable, Equatable {
    /// Which series of a catalogue are looked at.
    enum Kind: Sendable, Equatable {
        /// Those that requests are counted in.
        case requests
        /// Those that failed requests are counted in.
        case failures
    }

    static let requestsTag = "firstRequests"
    static let failuresTag = "firstFailures"
    static let tags: Set<String> = [requestsTag, failuresTag]

    private let catalog: SignalCatalog
    /// The scrape interval: of each target there is one sample in it.
    private let interval: Duration

    /// The longest time that a series may be gone and still is the old one; as long as Prometheus itself looks back.
    private static let leastMemory = Duration.seconds(300)

    init(_ catalog: SignalCatalog, interval: Duration) {
        self.catalog = catalog
        self.interval = interval
    }

    /// Requests that the first values within a duration stand for.
    func requests(within duration: Duration) -> String {
        total(SignalCatalog.Failure(counter: catalog.requests, condition: nil), within: duration)
    }

    /// Failed requests that the first values within a duration stand for; nil where the metric carries no status.
    ///
    /// With `isCertain` false those of any new series, whether it is known to be new traffic or not. `isRaw` leaves out
    /// the question whether the server counts them already.
    func failures(within duration: Duration, isCertain: Bool = true, isRaw: Bool = false) -> String? {
        let totals = catalog.failures.map { total($0, within: duration, isCertain: isCertain, isRaw: isRaw) }
        guard totals.count > 1 else { return totals.first }
        // Each is absent where nothing is new.
        let parts = totals.enumerated().map { SignalCatalog.tagged($0.element, as: "\($0.offset)") }
        return "sum(\(parts.joined(separator: " or ")))"
    }

    /// The same requests and failed requests by some labels, tagged: absent where nothing is new.
    package func parts(within duration: Duration, by labels: [String]) -> String? {
        let sum = "sum by (\(PromQLName.labels(labels)))"
        func part(_ failures: [SignalCatalog.Failure]) -> String? {
            let all = failures.enumerated().map { index, failure in
                SignalCatalog.tagged(counted(failure, within: duration), as: "\(index)")
            }
            return all.isEmpty ? nil : "\(sum)(\(all.joined(separator: " or ")))"
        }
        return SignalCatalog.combined([
            (Self.requestsTag, part([SignalCatalog.Failure(counter: catalog.requests, condition: nil)])),
            (Self.failuresTag, part(catalog.failures)),
        ])
    }

    /// The window's end is left out: servers differ in whether it belongs to the window.
    private func total(
        _ failure: SignalCatalog.Failure,
        within duration: Duration,
        isCertain: Bool = true,
        isRaw: Bool = false
    ) -> String {
        "sum(\(counted(failure, within: duration, isCertain: isCertain, isRaw: isRaw)))"
    }

    private func counted(
        _ failure: SignalCatalog.Failure,
        within duration: Duration,
        isCertain: Bool = true,
        isRaw: Bool = false
    ) -> String {
        let range = SignalCatalog.durationText(max(duration - .milliseconds(1), interval))
        let counter = failure.counter
        let born = failure.kept(isCertain ? certain(counter, isRaw: isRaw) : born(counter))
        let first = "sum_over_time((\(born))[\(range):\(text(1))])"
        guard isCertain, !isRaw, !counter.isChanged else { return first }
        // Before its first sample `increase` supposes half an interval of what came in each: that is a part of this value.
        let whole = SignalCatalog.durationText(duration)
        let risen = counter.whole(counter.over("increase", whole))
        let count = counter.whole(counter.each { "count_over_time(\($0)[\(whole)])" })
        return "clamp_min(\(first) - 0.5 * (\(risen) or 0 * \(count)) / \(count), 0)"
    }

    /// The first value of each series that had no sample before this scrape interval.
    private func born(_ counter: SignalCatalog.Counter) -> String {
        let memory = SignalCatalog.durationText(max(Self.leastMemory, interval * 3))
        return "\(counter.only(text(1))) unless \(last(counter, memory, offset: true))"
    }

    /// The newest samples of a counter within a range, at the scrape or before it.
    private func last(_ counter: SignalCatalog.Counter, _ range: String, offset: Bool) -> String {
        let before = offset ? " offset \(text(1))" : ""
        return counter.whole(counter.each { "last_over_time(\($0)[\(range)]\(before))" })
    }

    private func certain(_ counter: SignalCatalog.Counter, isRaw: Bool) -> String {
        let (start, on) = (catalog.processStart, catalog.onTarget)
        let requests = catalog.requests
        // Where no start time is told, a process that counted before and goes on is an old one.
        let older =
            "(\(last(requests, text(2), offset: true)) unless \(on) \(start)"
            + " unless \(on) (\(requests.each { "resets(\($0)[\(text(2))])" }) > 0))"
        var parts = [
            born(counter),
            "and \(on) (\(start) == \(start) offset \(text(1)) or \(older))",
            "and \(on) (last_over_time(\(catalog.targetsUp)[\(text(2))] offset \(text(1))) == 1)",
            "unless \(on) (\(start) unless \(start) offset \(text(1)))",
            "unless \(on) (\(last(requests, text(2), offset: true)) "
                + "unless \(last(requests, text(1), offset: false)))",
        ]
        if !isRaw {
            // Servers that know when a series began, or guess it, count its first value themselves.
            let window = catalog.window
            let increase = counter.whole(counter.over("increase", window))
            parts.append("unless (\(increase) > \(counter.only(text(1))) / 2)")
        }
        return parts.joined(separator: " ")
    }

    private func text(_ intervals: Int) -> String { SignalCatalog.durationText(interval * intervals) }
}

extension SignalCatalog {
    /// The first values of new series, of targets that are scraped every `interval`.
    package func firstValues(interval: Duration) -> FirstValues { FirstValues(self, interval: interval) }

    /// Failed requests between a moment so long ago and now, as the counters have them: nothing is extrapolated.
    ///
    /// Of each counter its last value less that of then. One that is new counts as a whole where its process is new too
    /// or was there without it, else from its first value on. Only of a counter that began anew within the time the
    /// server's estimate is taken. `births` is how long ago a series may have begun whose first value counts: a breach
    /// that begins with its series may be found a scrape later. Nil where the metric carries no status.
    package func failuresCounted(
        within duration: Duration,
        interval: Duration,
        births: Duration? = nil
    ) -> String? {
        let first = firstValues(interval: interval).failures(within: max(duration, births ?? duration), isRaw: true)
        guard let first else { return nil }
        let (range, on) = (Self.durationText(duration), onTarget)
        let counters = failures + [unanswered.map { Failure(counter: $0, condition: nil) }].compactMap { $0 }
        let parts = counters.enumerated().map { index, failure in
            // Of what is kept one way and then another the server's own estimate is taken.
            guard let series = failure.counter.counts(over: range, each: Self.durationText(interval)) else {
                let increase = failure.kept(failure.counter.over("increase", range))
                return Self.tagged("sum(\(increase))", as: "\(index)")
            }
            let steady = "unless (resets(\(series.samples)) > 0)"
            let risen = [
                "\(series.last) - \(series.before) >= 0 \(steady)",
                "(\(series.last) and \(on) (\(processStart) > time() - \(Self.seconds(duration)))) \(steady)",
                "\(series.last) - min_over_time(\(series.samples)) \(steady)",
                // Extrapolated, it is no whole number.
                "round(increase(\(series.samples)))",
            ]
            .map { "(\($0))" }.joined(separator: " or ")
            let counting = failure.condition == nil ? risen : failure.kept("(\(risen))")
            return Self.tagged("sum(\(counting))", as: "\(index)")
        }
        return "sum(\((parts + [Self.tagged(first, as: "first")]).joined(separator: " or ")))"
    }

    static func seconds(_ duration: Duration) -> String {
        let milliseconds = Int64((duration / .milliseconds(1)).rounded())
        let text = "\(milliseconds / 1000)"
        let rest = milliseconds % 1000
        return rest == 0 ? text : text + "." + String(rest + 1000).dropFirst()
    }
}
