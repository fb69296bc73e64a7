internal import PromModel

/// Rates of series added up by group, for some of the groups of a query.
///
/// A value that shares nothing with others: several can be worked out at once. A group is never divided, as the order
/// in which its numbers are added shows in their last bits.
struct GroupedRates: Sendable {
    /// A series of the store, at its place among those that were chosen, and its group.
    struct Member: Sendable {
        let place: Int
        let order: Int
        let group: Int
    }

    let store: SampleStore
    let function: Function
    let operation: AggregationOperator
    let options: PromQLEngine.Options
    let steps: [Evaluator.Step]
    /// In order of series; their groups are numbered from zero.
    var members: [Member] = []
    /// The number of each group among all of the query.
    var groups: [Int] = []

    /// What the groups come to at each step, and a series that has a value, if any does.
    struct Outcome: Sendable {
        let groups: [Int]
        let columns: GroupColumns
        let filledPlace: Int?
    }

    /// Works it out; fails if the task is cancelled.
    func outcome() throws(PromQLError) -> Outcome {
        let isClosed = options.windowSemantics == .closed
        var columns = GroupColumns(operation, groupCount: groups.count, stepCount: steps.count, isClosed: isClosed)
        let none = Window(
            labels: Labels(),
            bareLabels: Labels(),
            times: [],
            values: [],
            bounds: 0..<0,
            start: 0,
            end: 0
        )
        var walk = SeriesWalk(steps, window: none)
        var rates = RateColumn(function, isLate: options.hasLateCorrections)
        var column = SeriesColumn()
        var filledPlace: Int?
        for member in members {
            walk.load(store.table[member.place], droppingMarkers: true)
            guard walk.window.times.count <= options.maxSamples else {
                throw .tooManySamples(limit: options.maxSamples)
            }
            if Task.isCancelled { throw .cancelled }
            rates?.evaluate(walk, into: &column)
            if filledPlace == nil, !column.steps.isEmpty { filledPlace = member.place }
            columns.add(column, of: member.order, to: member.group)
        }
        return Outcome(groups: groups, columns: columns, filledPlace: filledPlace)
    }
}
