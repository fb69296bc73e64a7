internal import PromModel

extension Evaluator {
    /// Prepares a function call.
    func plan(
        _ function: Function,
        _ arguments: [Expression],
        at moments: Moments
    ) throws(PromQLError) -> PlanNode {
        try check(function, arguments)
        switch function {
        case .info: return try planInfo(arguments, at: moments)
        case .histogramCount, .histogramSum, .histogramAvg:
            totalReaders += 1
            defer { totalReaders -= 1 }
            return PlanNode(.call(function, arguments: arguments), children: try plan(arguments, at: moments))
        case .histogramQuantile, .histogramFraction:
            bucketReaders += 1
            defer { bucketReaders -= 1 }
            return PlanNode(.call(function, arguments: arguments), children: try plan(arguments, at: moments))
        case .timestamp, .startTimestamp:
            // The times of samples are asked of the selector itself.
            return PlanNode(.call(function, arguments: arguments), children: try plan(arguments, at: moments.apart))
        default:
            return PlanNode(.call(function, arguments: arguments), children: try plan(arguments, at: moments))
        }
    }

    /// Fails where samples beyond a range are given to a function that cannot make anything of them.
    private func check(_ function: Function, _ arguments: [Expression]) throws(PromQLError) {
        for argument in arguments {
            guard case .range(let selector, _) = argument.unparenthesized, let reach = selector.reach else { continue }
            guard !reach.functions.contains(function) else { continue }
            let names = reach.functions.map(\.rawValue).joined(separator: ", ")
            throw .invalidParameter(
                "\(reach.rawValue) modifier can only be used with: \(names) - not with \(function.rawValue)"
            )
        }
    }

    /// How far beyond both ends of a range samples are looked at, in milliseconds.
    func excess(of reach: RangeReach?) -> (before: Int64, after: Int64) {
        let lookback = options.lookback.milliseconds
        switch reach {
        case nil: return (0, 0)
        case .anchored: return (lookback, 0)
        case .smoothed: return (lookback, lookback)
        }
    }

    /// Whether unknown hints of native histograms are found out where they are chosen.
    ///
    /// So Prometheus does where functions read nothing but counts and sums, and no subquery lies between.
    var findsHints: Bool { totalReaders > 0 && bucketReaders == 0 }

    /// Whether any series of a selector holds native histograms, or tells when its counts began.
    func choosesNatives(_ selector: VectorSelector) -> Bool {
        store.hasNatives
            && store.select(selector.matchers).contains {
                !store.table[$0].natives.isEmpty || options.usesStartTimes && !store.table[$0].startTimes.isEmpty
            }
    }

    /// Chooses the series of a selector and copies the samples it can look at.
    func choose(
        _ selector: VectorSelector,
        for node: PlanNode,
        from start: Int64,
        through end: Int64,
        droppingMarkers: Bool = false
    ) throws(PromQLError) {
        let key = SelectionMemo.Key(
            matchers: selector.matchers,
            start: start,
            end: end,
            isDroppingMarkers: droppingMarkers,
            findsHints: findsHints
        )
        if let known = memo.choices[key] {
            try hold(known.selected.reduce(0) { $0 + $1.times.count })
            node.selected = known.selected
            node.bareLabelsAreUnique = known.bareLabelsAreUnique
            return
        }
        for place in store.select(selector.matchers) {
            let series = store.table[place]
            var (times, values) = series.flattened(from: start, through: end)
            if droppingMarkers, values.contains(where: StaleMarker.isMarker) {
                let kept = values.indices.filter { !StaleMarker.isMarker(values[$0]) }
                times = kept.map { times[$0] }
                values = kept.map { values[$0] }
            }
            let natives = natives(of: series, from: start, through: end, droppingMarkers: droppingMarkers)
            guard !times.isEmpty || natives != nil else { continue }
            try hold(times.count + (natives?.times.count ?? 0))
            node.selected.append(
                SelectedSeries(
                    labels: series.labels,
                    bareLabels: bare(series.labels),
                    times: times,
                    values: values,
                    starts: options.usesStartTimes ? series.startTimes.starts(of: times) : [],
                    natives: natives
                )
            )
        }
        node.bareLabelsAreUnique = Set(node.selected.map(\.bareLabels)).count == node.selected.count
        memo.choices[key] = SelectionMemo.Choice(
            selected: node.selected,
            bareLabelsAreUnique: node.bareLabelsAreUnique
        )
    }

    private func natives(
        of series: StoredSeries,
        from start: Int64,
        through end: Int64,
        droppingMarkers: Bool
    ) -> NativeSamples? {
        guard var natives = series.nativeSamples(from: start, through: end) else { return nil }
        if findsHints { natives = natives.withHints }
        if droppingMarkers { natives = natives.withoutMarkers }
        return natives.times.isEmpty ? nil : natives
    }
}
