package import PromModel

/// Evaluates PromQL over a store of samples.
///
/// Answers are those of Prometheus, of version 2 or 3 by choice, native histograms included. An engine has no
/// state: the same query over the same store gives the same answer.
package struct PromQLEngine: Sendable {
    /// Which samples on the edge belong to a window, and the arithmetic that changed along with it.
    package enum WindowSemantics: Hashable, Sendable {
        /// Prometheus 2: a window includes a sample exactly at its start.
        case closed
        /// Prometheus 3: a window excludes a sample exactly at its start.
        case leftOpen
    }

    /// What can be chosen about evaluation.
    package struct Options: Hashable, Sendable {
        /// Which version of Prometheus to answer like.
        package var windowSemantics: WindowSemantics
        /// Whether what Prometheus put right within version 2 holds, as in 2.53 and in 3, and not as in 2.42.
        ///
        /// `rate` and `increase` look first at how far a window's edge is from its samples and then at where the counter
        /// was zero, and `atan2` drops the metric name.
        package var hasLateCorrections: Bool
        /// How old the sample of an instant selector may be.
        package var lookback: Duration
        /// How many samples a query may hold at once before it fails.
        package var maxSamples: Int
        /// The step of subqueries that name none.
        package var subqueryStep: Duration
        /// Whether metric names that functions and operators drop go only when the query ends.
        ///
        /// Prometheus 3 has it behind the feature flag `promql-delayed-name-removal`: until then names tell results
        /// apart, and `label_replace` may save them.
        package var delaysNameRemoval: Bool
        /// Whether the beginnings of counts are looked at where they are known, as behind `use-start-timestamps`.
        package var usesStartTimes: Bool
        /// Whether what Prometheus put right in version 3 up to 3.14 holds, and not as in 3.5.
        ///
        /// `mad_over_time` of a window with a NaN is NaN, series that match twice are named in order, rates of native
        /// histograms are not extended to before their counts were zero, and histograms whose custom bounds differ are
        /// put together by the bounds that they share.
        package var hasNewestCorrections: Bool

        /// Creates options; the defaults are those of a Prometheus 3 server, of closed windows alone those of 2.42.
        package init(
            windowSemantics: WindowSemantics = .leftOpen,
            hasLateCorrections: Bool? = nil,
            lookback: Duration = .seconds(300),
            maxSamples: Int = 50_000_000,
            subqueryStep: Duration = .seconds(60),
            delaysNameRemoval: Bool = false,
            usesStartTimes: Bool = false,
            hasNewestCorrections: Bool = true
        ) {
            self.windowSemantics = windowSemantics
            self.hasLateCorrections = hasLateCorrections ?? (windowSemantics == .leftOpen)
            self.lookback = lookback
            self.maxSamples = maxSamples
            self.subqueryStep = subqueryStep
            self.delaysNameRemoval = delaysNameRemoval
            self.usesStartTimes = usesStartTimes
            self.hasNewestCorrections = hasNewestCorrections
        }
    }

    /// What was chosen about evaluation.
    package var options: Options

    /// Creates an engine.
    package init(options: Options = Options()) {
        self.options = options
    }

    /// Evaluates an expression at one moment.
    ///
    /// `memo` keeps what selectors chose for the next query over the same, unchanged store; `log` collects what the
    /// query says beside its answer, unless the memo knows that answer already.
    package func instant(
        _ expression: Expression,
        at moment: Timestamp,
        in store: SampleStore,
        memo: SelectionMemo? = nil,
        log: AnnotationLog? = nil
    ) throws(PromQLError) -> QueryResult {
        let time = moment.milliseconds
        let evaluator = Evaluator(
            options: options,
            store: store,
            start: time,
            end: time,
            step: 0,
            memo: memo,
            log: log
        )
        let plan = try evaluator.plan(expression)
        switch try evaluator.evaluate(plan, at: time) {
        case .scalar(let value):
            return .scalar(Sample(timestamp: moment, value: value))
        case .string(let text):
            return .string(text)
        case .vector(let elements):
            return .vector(
                try evaluator.settled(elements).map {
                    VectorSample(
                        labels: $0.labels,
                        sample: Sample(timestamp: moment, value: $0.histogram == nil ? $0.value : .nan),
                        histogram: $0.histogram?.content
                    )
                }
            )
        case .matrix(let windows):
            let series = windows.map { window in
                var series = window.boundToRange.series
                series.labels = window.labels.settled
                return series
            }
            return .matrix(series.filter { !$0.isEmpty }.sorted { $0.labels < $1.labels })
        }
    }

    /// Evaluates an expression at steps over a range, both ends included.
    ///
    /// `log` collects what the query says beside its answer.
    ///
    /// - Returns: A series for every set of labels that had a value at any step, in order of labels; steps without a
    ///   value are left out of it. A scalar becomes one series without labels.
    package func range(
        _ expression: Expression,
        from start: Timestamp,
        through end: Timestamp,
        step: Duration,
        in store: SampleStore,
        log: AnnotationLog? = nil
    ) throws(PromQLError) -> [Series] {
        guard let evaluator = try evaluator(expression, from: start, through: end, step: step, in: store, log) else {
            return []
        }
        return try range(of: try evaluator.plan(expression), evaluator)
    }
}
