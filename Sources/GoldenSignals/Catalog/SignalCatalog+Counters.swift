import PromQL

extension SignalCatalog {
    /// A counter as the source keeps it: as numbers, or as a part of whole histograms.
    struct Counter {
        /// What of a histogram is counted.
        enum Part: String {
            /// Its observations.
            case count
            /// Their sum.
            case sum
        }

        /// The selector of its series of numbers; nil where there are none.
        let numbers: String?
        /// The selector of the histograms that it is a part of; nil where there are none.
        let histograms: String?
        let part: Part
        /// What follows a vector of its series to leave out instances that speak by other names; nil for none.
        var exclusion: String?
        /// Numbers and histograms follow one another, so that a window may hold a part of each.
        let isChanged: Bool

        /// The selectors of all its series; as the argument of an aggregation.
        var series: String { each { $0 } }

        /// Its value in each series.
        var values: String { joined(numbers: { $0 }, histograms: { $0 }) }

        /// When each of its series was scraped last, in seconds.
        var timestamps: String { each { "timestamp(\($0))" } }

        /// What can be asked of each series, however it is kept; of one that is kept both ways of the histograms.
        func each(_ question: (String) -> String) -> String {
            [histograms, numbers].compactMap { $0.map(question) }.joined(separator: " or ")
        }

        /// A function of each series over a range, such as `rate`.
        func over(_ function: String, _ range: String) -> String {
            let ranged = { (series: String) in "\(function)(\(series)[\(range)])" }
            return joined(numbers: ranged, histograms: ranged)
        }

        /// What it counted over a range as numbers, by which whole histograms are compared as well: the server compares
        /// those bucket by bucket, and takes a bound more for a new beginning.
        struct Counts {
            /// The newest of each series.
            let last: String
            /// What each held before the range.
            let before: String
            /// All of them, as the argument of a function of a range.
            let samples: String
        }

        /// What it counted over a range, looked at once `each`; nil where it is kept one way and then another.
        func counts(over range: String, each: String) -> Counts? {
            switch (numbers, histograms) {
            case (let series?, nil):
                let last = "last_over_time(\(series)[\(range)])"
                return Counts(last: last, before: "\(series) offset \(range)", samples: "\(series)[\(range)]")
            case (nil, let series?):
                let part = { (vector: String) in "histogram_\(self.part.rawValue)(\(vector))" }
                return Counts(
                    last: part("last_over_time(\(series)[\(range)])"),
                    before: part("\(series) offset \(range)"),
                    samples: "\(part(series))[\(range):\(each)]"
                )
            default: return nil
            }
        }

        /// The value of each series's only sample within a range.
        func only(_ range: String) -> String {
            whole(
                joined(numbers: { "min_over_time(\($0)[\(range)])" }, histograms: { "last_over_time(\($0)[\(range)])" })
            )
        }

        /// A vector of it as one operand: in brackets where it is made of several.
        func whole(_ vector: String) -> String {
            numbers != nil && histograms != nil || exclusion != nil ? "(\(vector))" : vector
        }

        /// Of a series that is kept both ways one is taken: functions and `or` compare all labels but the name.
        private func joined(numbers plain: (String) -> String, histograms whole: (String) -> String) -> String {
            let ofHistograms = histograms.map { "histogram_\(part.rawValue)(\(whole($0)))" }
            let ofNumbers = numbers.map { numbers in
                isChanged ? "label_replace(\(plain(numbers)), \"stored\", \"classic\", \"\", \"\")" : plain(numbers)
            }
            let vector = [ofHistograms, ofNumbers].compactMap { $0 }.joined(separator: " or ")
            guard let exclusion else { return vector }
            return numbers != nil && histograms != nil ? "(\(vector)) \(exclusion)" : "\(vector) \(exclusion)"
        }
    }

    /// What a series of a counter gains a second.
    func rate(_ counter: Counter) -> String {
        guard let rateSeconds else { return counter.over("rate", window) }
        return "\(counter.whole(increase(counter))) / \(rateSeconds)"
    }

    /// What a series of a counter gains over the window.
    ///
    /// A server whose `rate` is the slope between samples counts from the last sample before the window on, however long
    /// ago that was: after a gap in the scrapes all of the gap would be of now. There the slope is taken, where the
    /// process is still the one from before the gap. A new series has no sample before the window, and keeps its increase.
    func increase(_ counter: Counter) -> String {
        // Whole histograms are not stored by such a server.
        guard let rateSeconds, let series = counter.numbers, counter.histograms == nil else {
            return counter.over("increase", window)
        }
        let ranged = { (function: String) in "\(function)(\(series)[\(self.window)])" }
        let before = "last_over_time(\(series)[\(Self.lookBack)] offset \(window))"
        let gap = "\(before) <= \(ranged("last_over_time")) unless \(series) offset \(window)"
        let risen = "(\(ranged("increase")) unless (\(gap)) or \(ranged("rate")) * \(rateSeconds))"
        return counter.exclusion.map { "\(risen) \($0)" } ?? risen
    }

    /// How long before a window such a server looks for the sample that it counts from.
    private static let lookBack = "300s"

    /// A metric of the profile as a counter, its count where it belongs to the latency histogram.
    func counter(_ metric: MetricProfile.Metric, and matcher: String = "") -> Counter {
        var counter = plainCounter(metric, and: matcher)
        let others = metric.unless.map { PromQLName.selector($0.name, [selector, $0.matchers]) }
        if !others.isEmpty { counter.exclusion = "unless \(onTarget) (\(others.joined(separator: " or ")))" }
        return counter
    }

    private func plainCounter(_ metric: MetricProfile.Metric, and matcher: String) -> Counter {
        guard let latency = profile.latency, metric.name == profile.latencyCount else {
            return Counter(numbers: series(metric, and: matcher), histograms: nil, part: .count, isChanged: false)
        }
        let base = MetricProfile.Metric(name: latency.name, matchers: metric.matchers)
        return counter(of: base, .count, and: matcher)
    }

    /// A part of a histogram as a counter.
    func counter(of histogram: MetricProfile.Metric, _ part: Counter.Part, and matcher: String = "") -> Counter {
        let storage = profile.storage
        return Counter(
            numbers: storage.hasClassic ? series(histogram, suffix: "_\(part.rawValue)", and: matcher) : nil,
            histograms: storage.hasNative ? series(histogram, and: matcher) : nil,
            part: part,
            isChanged: storage == .changed
        )
    }
}
