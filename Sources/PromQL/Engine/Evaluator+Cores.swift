internal import PromModel

extension Evaluator {
    /// How many results of a query have to be worked out for that to be divided.
    private static let leastResults = 50_000
    /// How many results of groups are kept at once.
    private static let mostResults = 1 << 20

    /// Works out the large parts of a query in several tasks, to the same answers.
    ///
    /// Those are sums of rates by groups, by far the largest that are asked. All others wait until they are asked for.
    func workAhead(_ node: PlanNode, cores: Int) async throws(PromQLError) {
        for child in node.children { try await workAhead(child, cores: cores) }
        guard cores > 1, case .series(let source, let aggregation?, let moments) = node.operation,
            let function = source.function, RateColumn(function, isLate: true) != nil
        else { return }
        let steps = try steps(of: source, node.children, at: moments)
        let places = store.select(source.selector.matchers)
        let groups = groups(of: places, by: aggregation, keepingName: source.keepsName)
        guard places.count * steps.count >= Evaluator.leastResults, groups.labels.count > 1,
            groups.labels.count * steps.count <= Evaluator.mostResults
        else { return }
        try hold(groups.labels.count * steps.count)
        let empty = GroupedRates(
            store: store,
            function: function,
            operation: aggregation.operation,
            options: options,
            steps: steps
        )
        let shares = shares(of: places, inGroups: groups.numbers, count: groups.labels.count, cores: cores, empty)
        let outcomes = try await Evaluator.outcomes(of: shares)
        var answers: [[(place: Int32, element: Element)]] = Array(repeating: [], count: steps.count)
        for outcome in outcomes {
            if let place = outcome.filledPlace, function != .delta { noteCounter(store.table[place].labels) }
            for step in steps.indices {
                for (number, group) in outcome.groups.enumerated() {
                    guard let result = outcome.columns.result(of: number, at: step) else { continue }
                    answers[step].append((result.place, Element(labels: groups.labels[group], value: result.value)))
                }
            }
        }
        node.answers = answers.map { elements in elements.sorted { $0.place < $1.place }.map(\.element) }
    }

    /// Divides groups among tasks: each of them, the largest first, goes to the one that has the least to do.
    private func shares(
        of places: [Int],
        inGroups numbers: [Int],
        count: Int,
        cores: Int,
        _ empty: GroupedRates
    ) -> [GroupedRates] {
        var sizes = Array(repeating: 0, count: count)
        for number in numbers { sizes[number] += 1 }
        var shares = Array(repeating: empty, count: min(cores, count))
        var loads = Array(repeating: 0, count: shares.count)
        var targets = Array(repeating: (share: 0, group: 0), count: count)
        for group in sizes.indices.sorted(by: { (sizes[$1], $0) < (sizes[$0], $1) }) {
            let share = loads.indices.min { loads[$0] < loads[$1] } ?? 0
            targets[group] = (share, shares[share].groups.count)
            shares[share].groups.append(group)
            loads[share] += sizes[group]
        }
        for (order, place) in places.enumerated() {
            let target = targets[numbers[order]]
            let member = GroupedRates.Member(place: place, order: order, group: target.group)
            shares[target.share].members.append(member)
        }
        return shares
    }

    private static func outcomes(of shares: [GroupedRates]) async throws(PromQLError) -> [GroupedRates.Outcome] {
        let results = await withTaskGroup(of: Result<GroupedRates.Outcome, PromQLError>.self) { tasks in
            for share in shares {
                tasks.addTask {
                    do throws(PromQLError) {
                        return .success(try share.outcome())
                    } catch {
                        return .failure(error)
                    }
                }
            }
            var outcomes: [Result<GroupedRates.Outcome, PromQLError>] = []
            for await outcome in tasks { outcomes.append(outcome) }
            return outcomes
        }
        return try results.map { (result) throws(PromQLError) in try result.get() }
    }
}
