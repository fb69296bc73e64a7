import Foundation
import PromModel

/// Leaps: most of what a page counts rises at once by far more than it did before.
///
/// So it does where traffic comes, and where another process answers that has counted more. What follows tells them apart:
/// traffic goes on, and the other process counts on as slowly as the one before it did.
struct CounterLeaps: Sendable, Equatable {
    private struct Leap: Sendable, Equatable {
        let at: Timestamp
        /// By how much the counters rose together, a second.
        let rate: Double
        /// Nothing was known of what is usual.
        let isFirst: Bool
    }

    /// What counted less in all is young: it may rise by any part of itself.
    private static let fewestCounts = 1000.0
    /// Of a counter that stood at less nothing is said.
    private static let lowCounter = 50.0
    /// Fewer requests at once may always come.
    private static let fewRises = 20.0
    private static let fewRisesOfOne = 5.0
    /// So many times what a counter rose by before is a leap.
    private static let haste = 10.0
    /// What was usual counts half after so many seconds: what comes in bursts leaps once only.
    private static let halfLife = 120.0
    /// Where a process has counted as fast as that from its beginning on, it began less than so many pages, or seconds, ago.
    private static let fewestPages = 20.0
    private static let fewestSeconds = 100.0
    /// So many of the counters leap together.
    private static let most = 0.75
    /// Traffic that goes on with less than this part was none.
    private static let confirming = 0.25
    /// Bursts that come so often within an hour are the traffic.
    private static let mostDoubts = 6
    private static let memory = Duration.seconds(3600)
    /// So many pages of one process before a leap make it a burst that as many more follow; more of them are not waited for.
    ///
    /// Processes that answer in turn do so in runs: after a leap the other one has to be seen within about as many pages.
    private static let fewestSteady = 5
    private static let mostSteady = 12
    /// What stands still for longer after a leap tells nothing more of it.
    private static let patience = Duration.seconds(30)

    /// What each counter rose by a second, before; nil with the first page.
    private var paces: [Labels: Double]?
    /// Nothing moved from the page before the last one to that.
    private var wasStill = false
    /// The last leap, while nothing has moved since.
    private var open: Leap?
    /// When leaps were that nothing followed.
    private var unexplained: [Timestamp] = []
    /// How many pages in a row came that neither leapt nor fell, and how many had come before the last leap.
    private var steady = 0
    private var steadyBefore = 0

    /// Whether the second of all pages leapt, and what is usual is still to be seen at a moment.
    func isUnsettled(at moment: Timestamp) -> Bool {
        open.map { $0.isFirst && moment - $0.at <= Self.patience } ?? false
    }

    /// Whether what was counted within a time before a moment may be what another process had counted.
    func isInDoubt(at moment: Timestamp, over time: Duration) -> Bool {
        guard unexplained.count(where: { moment - $0 <= Self.memory }) <= Self.mostDoubts else { return false }
        if isSettled { return false }
        if let open, !open.isFirst { return true }
        return unexplained.last.map { moment - $0 <= time } ?? false
    }

    /// Whether the last leap was a burst of traffic: by turns another process would have answered again by now.
    ///
    /// What fell since then did not go on, and is none.
    private var isSettled: Bool {
        steadyBefore >= Self.fewestSteady && steady > min(steadyBefore, Self.mostSteady)
    }

    /// Takes the counters of a page, and those of the page before it.
    mutating func observe(
        from before: [Labels: Double],
        to now: [Labels: Double],
        at moment: Timestamp,
        within seconds: Double
    ) {
        var rises: [Labels: Double] = [:]
        for (labels, value) in now {
            guard let old = before[labels] else { continue }
            guard value >= old else {
                // Falls are judged by themselves.
                if let open { note(open) }
                open = nil
                (steady, steadyBefore) = (0, 0)
                return
            }
            rises[labels] = value - old
        }
        let rise = rises.values.reduce(0, +)
        steady += 1
        guard rise > 0 else {
            wasStill = true
            return
        }
        if let leap = open {
            if rise / seconds < leap.rate * Self.confirming { note(leap) }
            open = nil
        } else if rise > Self.fewRises, isLeap(rises, of: before, within: seconds) {
            open = Leap(at: moment, rate: rise / seconds, isFirst: paces == nil)
            (steadyBefore, steady) = (steady - 1, 0)
        }
        let fading = exp2(-seconds / Self.halfLife)
        var usual: [Labels: Double] = [:]
        for (labels, rise) in rises { usual[labels] = max(rise / seconds, (paces?[labels] ?? 0) * fading) }
        (paces, wasStill) = (usual, false)
    }

    private mutating func note(_ leap: Leap) { unexplained = (unexplained + [leap.at]).suffix(Self.mostDoubts + 2) }

    /// Whether nearly all counters that stand high enough rose by far more than before; of the first page nothing is known
    /// before, and what a process has counted in all is compared.
    ///
    /// What is written anew now and then stood still before, and rises by all that was kept back.
    private func isLeap(_ rises: [Labels: Double], of before: [Labels: Double], within seconds: Double) -> Bool {
        guard !wasStill || paces == nil else { return false }
        var (all, leapt, total) = (0, 0, 0.0)
        for (labels, rise) in rises {
            let old = before[labels] ?? 0
            total += old
            guard old >= Self.lowCounter else { continue }
            all += 1
            let isHigh =
                if let paces {
                    rise > Self.fewRisesOfOne + Self.haste * (paces[labels] ?? 0) * seconds
                } else {
                    rise * Self.fewestPages > old || rise * Self.fewestSeconds > old * seconds
                }
            if isHigh { leapt += 1 }
        }
        return total >= Self.fewestCounts && all > 0 && Double(leapt) >= Double(all) * Self.most
    }
}
