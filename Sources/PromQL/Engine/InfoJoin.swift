internal import PromModel

/// What `info` adds to a vector, and from where.
struct InfoJoin {
    /// The labels by which series and info series belong together.
    static let identifyingLabels = ["instance", "job"]

    /// Which info metrics are meant.
    let names: [LabelMatcher]
    /// Which of their labels are meant, and what these have to satisfy; all if there are none.
    let data: [LabelMatcher]
    /// Whether series that are info metrics themselves are left alone.
    let ignoresInfoSeries: Bool
    /// The first and last moment from which samples of info series are taken, in milliseconds.
    let start: Int64
    let end: Int64
}

extension Evaluator {
    /// Prepares a call of `info`.
    func planInfo(_ arguments: [Expression], at moments: Moments) throws(PromQLError) -> PlanNode {
        var matchers: [LabelMatcher] = []
        if arguments.count > 1, case .selector(let selector) = arguments[1].unparenthesized {
            matchers = selector.matchers
        }
        let named = matchers.filter { $0.name == Labels.metricNameLabel }
        let source = arguments.first?.firstSelector
        let (from, through) = ends(of: moments, source?.at, source?.offset ?? .zero)
        let lookback = options.lookback.milliseconds
        let join = InfoJoin(
            names: infoNames(named),
            data: matchers.filter { $0.name != Labels.metricNameLabel },
            ignoresInfoSeries: arguments.count == 1 || !named.isEmpty || options.hasNewestCorrections,
            start: oldestTime(of: from.subtractingSaturating(lookback)),
            end: through
        )
        return PlanNode(.info(join), children: try plan(Array(arguments.prefix(1)), at: moments))
    }

    /// Which info metrics are meant: `target_info` where no name is given.
    ///
    /// What a name must not be says nothing of what it is: then all whose names end as those of info metrics do are meant.
    private func infoNames(_ named: [LabelMatcher]) -> [LabelMatcher] {
        if named.isEmpty { return [LabelMatcher(Labels.metricNameLabel, equals: "target_info")] }
        let areNegated = named.allSatisfy { $0.operation == .notEqual || $0.operation == .doesNotMatch }
        guard options.hasNewestCorrections, areNegated,
            let ending = try? LabelMatcher(Labels.metricNameLabel, .matches, ".+_info")
        else { return named }
        return [ending] + named
    }

    /// A vector with the labels of the info series that belong to its elements.
    func joinInfo(_ join: InfoJoin, of node: PlanNode, at time: Int64) throws(PromQLError) -> [Element] {
        let base = try vector(node.children[0], at: time)
        func isIgnored(_ element: Element) -> Bool {
            join.ignoresInfoSeries && join.names.allSatisfy { $0.matches(element.labels.metricName) }
        }
        let info = try infoSeries(for: base.filter { !isIgnored($0) }, join, at: time)
        var result: [Element] = []
        for element in base {
            if isIgnored(element) {
                result.append(element)
            } else if let labels = try joined(element.labels, info, join) {
                result.append(Element(labels: labels, value: element.value, histogram: element.histogram))
            }
        }
        try Evaluator.requireUnique(result)
        return result
    }

    /// The newest info series of each metric and match.
    private func infoSeries(
        for base: [Element],
        _ join: InfoJoin,
        at time: Int64
    ) throws(PromQLError) -> [Labels: [String: Labels]] {
        var known: [String: Set<String>] = [:]
        for element in base {
            for name in InfoJoin.identifyingLabels where !element.labels[name].isEmpty {
                known[name, default: []].insert(element.labels[name])
            }
        }
        guard !known.isEmpty else { return [:] }
        let oldest = max(join.start, oldestTime(of: time.subtractingSaturating(options.lookback.milliseconds)))
        let newest = min(join.end, time)
        var found: [Labels: [String: (labels: Labels, time: Int64)]] = [:]
        for series in store.select(join.names + join.data).map({ store.table[$0] })
        where known.allSatisfy({ $0.value.contains(series.labels[$0.key]) }) {
            let (times, values) = series.flattened(from: oldest, through: newest)
            if let natives = series.nativeSamples(from: oldest, through: newest),
                (natives.times.last ?? 0) > (times.last ?? .min)
            {
                throw .invalidParameter("info sample should be float")
            }
            guard let last = times.last, let value = values.last, !StaleMarker.isMarker(value) else { continue }
            let match = series.labels.keeping(only: InfoJoin.identifyingLabels)
            let metric = series.labels.metricName
            if let other = found[match]?[metric] {
                if other.time > last { continue }
                guard other.time < last else {
                    throw .invalidParameter(
                        "found duplicate series for info metric: existing \(other.labels.inBraces) @ \(other.time), "
                            + "new \(series.labels.inBraces) @ \(last)"
                    )
                }
            }
            found[match, default: [:]][metric] = (series.labels, last)
        }
        return found.mapValues { $0.mapValues(\.labels) }
    }

    /// Labels with those of info series; nil if conditions for them are not met.
    private func joined(
        _ labels: Labels,
        _ info: [Labels: [String: Labels]],
        _ join: InfoJoin
    ) throws(PromQLError) -> Labels? {
        let matches = info[labels.keeping(only: InfoJoin.identifyingLabels)] ?? [:]
        guard !matches.isEmpty else { return join.data.allSatisfy(\.matchesEmpty) ? labels : nil }
        var added: [String: String] = [:]
        for (_, source) in matches.sorted(by: { $0.key < $1.key }) {
            for (name, value) in source where name != Labels.metricNameLabel {
                guard join.data.isEmpty || join.data.contains(where: { $0.name == name }) else { continue }
                if let other = added[name], other != value {
                    throw .invalidParameter("conflicting label: \(name)")
                }
                if labels[name].isEmpty { added[name] = value }
            }
        }
        return added.reduce(labels) { $0.setting($1.key, to: $1.value) }
    }
}

extension Expression {
    /// The first selector in it.
    fileprivate var firstSelector: VectorSelector? {
        switch self {
        case .number, .string: nil
        case .selector(let selector), .range(let selector, _): selector
        case .subquery(let subquery): subquery.expression.firstSelector
        case .negated(let inner), .plus(let inner), .parenthesized(let inner): inner.firstSelector
        case .binary(let operation): operation.left.firstSelector ?? operation.right.firstSelector
        case .aggregation(let aggregation):
            aggregation.expression.firstSelector ?? aggregation.parameter?.firstSelector
        case .call(_, let arguments): arguments.lazy.compactMap(\.firstSelector).first
        }
    }
}
