internal import PromModel

/// Sums of rates of native histograms by group, for a part of a plan that asks for them at many steps.
///
/// Only where all of the histograms are laid out alike, there is nothing else, and nothing is to be said about them;
/// everything else is asked step by step.
final class NativeRates {
    /// How many numbers are kept at once.
    private static let numbersAtOnce = 1 << 21

    private let evaluator: Evaluator
    private let source: SeriesFunction
    private let moments: Moments
    private let selected: [SelectedSeries]
    private let layout: NativeLayout
    private let groups: SteadyResults.Groups
    /// The steps that were worked out last, and what they gave.
    private var known = 0..<0
    private var answers: [[Element]] = []

    /// Nil where it has to be asked step by step.
    init?(
        _ source: SeriesFunction,
        _ moments: Moments,
        _ selected: [SelectedSeries],
        _ groups: SteadyResults.Groups,
        _ evaluator: Evaluator
    ) {
        let natives = selected.compactMap(\.natives)
        guard natives.count == selected.count,
            selected.allSatisfy({ $0.times.isEmpty && $0.starts.isEmpty && $0.natives?.starts.isEmpty ?? true }),
            let layout = NativeLayout(of: natives)
        else { return nil }
        self.source = source
        self.moments = moments
        self.selected = selected
        self.layout = layout
        self.groups = groups
        self.evaluator = evaluator
    }

    /// The elements at a step; nil where they have to be asked for otherwise from there on.
    func elements(at time: Int64) throws(PromQLError) -> [Element]? {
        let index = moments.index(of: time)
        if !known.contains(index) {
            let width = 2 * layout.columnCount * max(1, groups.labels.count)
            let end = min(moments.count, index + max(1, Self.numbersAtOnce / width))
            known = 0..<0
            guard let found = try sums(at: index..<end) else { return nil }
            (known, answers) = (index..<end, found)
        }
        return answers[index - known.lowerBound]
    }

    private func sums(at indexes: Range<Int>) throws(PromQLError) -> [[Element]]? {
        let steps = indexes.map { evaluator.step(of: source, at: moments.time(at: $0)) }
        var sums = NativeSums(layout, groupCount: groups.labels.count, stepCount: steps.count)
        let isLimited = evaluator.options.hasNewestCorrections
        let rowCount = selected.reduce(0) { max($0, $1.natives?.times.count ?? 0) }
        var rows = Array(repeating: 0.0, count: rowCount)
        var results = Array(repeating: 0.0, count: steps.count)
        for (place, series) in selected.enumerated() {
            try evaluator.require(0)
            guard let natives = series.natives, var increases = NativeIncreases(natives, layout, steps) else {
                return nil
            }
            if increases.stretches.isEmpty { continue }
            let isWhole = rows.withUnsafeMutableBufferPointer { rows in
                results.withUnsafeMutableBufferPointer { results in
                    let isFinite = increases.findFactors(
                        natives.times,
                        steps,
                        perSecond: source.function == .rate,
                        isLimited: isLimited,
                        using: rows
                    )
                    guard isFinite else { return false }
                    sums.add(increases, of: place, to: groups.numbers[place], using: rows, results)
                    return true
                }
            }
            guard isWhole else { return nil }
        }
        return steps.indices.map { step in
            var found: [(place: Int32, element: Element)] = []
            for group in groups.labels.indices {
                guard let (place, histogram) = sums.result(of: group, at: step) else { continue }
                found.append((place, Element(labels: groups.labels[group], .histogram(histogram))))
            }
            return found.sorted { $0.place < $1.place }.map(\.element)
        }
    }
}
