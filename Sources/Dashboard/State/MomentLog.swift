package import PromModel

/// The moments of the shown span, oldest first, within a budget of memory.
///
/// Where it is spent the oldest lose what was told beside their numbers; the verdicts stay.
package struct MomentLog: Sendable, Equatable {
    /// Oldest first.
    package private(set) var moments: [Moment] = []
    /// About how many bytes they take.
    package private(set) var bytes = 0
    /// The first that may still have its detail.
    private var firstWhole = 0

    /// Nothing seen yet.
    package init() {}

    /// Notes how the screen is at a moment; one that is known already is told anew.
    ///
    /// Without a detail the one that is known stays.
    package mutating func note(_ moment: Moment, budget: Int) {
        let place = place(of: moment.at)
        if place < moments.count, moments[place].at == moment.at {
            var moment = moment
            moment.detail = moment.detail ?? moments[place].detail
            bytes += moment.approximateBytes - moments[place].approximateBytes
            moments[place] = moment
        } else {
            moments.insert(moment, at: place)
            bytes += moment.approximateBytes
            if place < firstWhole { firstWhole = place }
        }
        spare(budget)
    }

    /// Forgets what is older than a moment.
    package mutating func forget(before oldest: Timestamp) {
        let count = place(of: oldest)
        // Now and then: moving all the others costs more than keeping a few.
        guard count > 16 else { return }
        bytes -= moments[..<count].reduce(0) { $0 + $1.approximateBytes }
        moments.removeFirst(count)
        firstWhole = max(0, firstWhole - count)
    }

    /// The moment itself; nil where none was noted.
    package subscript(_ moment: Timestamp) -> Moment? {
        let place = place(of: moment)
        return place < moments.count && moments[place].at == moment ? moments[place] : nil
    }

    /// The last one that is not later than a moment.
    package func last(through moment: Timestamp) -> Moment? {
        let place = place(of: moment)
        if place < moments.count, moments[place].at == moment { return moments[place] }
        return place > 0 ? moments[place - 1] : nil
    }

    /// The first place that is not before a moment; new ones come last.
    private func place(of moment: Timestamp) -> Int {
        if moments.last.map({ $0.at < moment }) ?? true { return moments.count }
        var (low, high) = (0, moments.count)
        while low < high {
            let middle = (low + high) / 2
            if moments[middle].at < moment { low = middle + 1 } else { high = middle }
        }
        return low
    }

    private mutating func spare(_ budget: Int) {
        while bytes > budget, firstWhole < moments.count - 1 {
            let before = moments[firstWhole].approximateBytes
            moments[firstWhole].detail = nil
            bytes += moments[firstWhole].approximateBytes - before
            firstWhole += 1
        }
    }
}
