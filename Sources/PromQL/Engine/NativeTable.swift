internal import PromModel

/// The native histograms of a series as columns of a layout.
struct NativeTable {
    /// A run, with its places; of each bucket of the layout the place among those of the run, negative for none.
    ///
    /// An object, since a run is many arrays: copying it, column by column, would count each of them as used.
    private final class Run {
        let content: SealedHistograms
        let places: Range<Int>
        let positive: [Int32]
        let negative: [Int32]

        init(_ content: SealedHistograms, _ places: Range<Int>, _ layout: NativeLayout) {
            self.content = content
            self.places = places
            positive = Run.places(of: layout.positive, among: content.positiveIndexes)
            negative = Run.places(of: layout.negative, among: content.negativeIndexes)
        }

        /// The places of indexes among others, which are some of them; negative where they are not.
        private static func places(of indexes: [Int32], among others: [Int32]) -> [Int32] {
            var next = 0
            return indexes.map { index in
                guard next < others.count, others[next] == index else { return -1 }
                next += 1
                return Int32(truncatingIfNeeded: next - 1)
            }
        }

        /// Reads a column of the layout; zeros where the run has none.
        func read(_ column: Int, into target: UnsafeMutableBufferPointer<Double>) {
            let bucket = column - NativeLayout.totals.count
            if bucket < 0 { return read(NativeLayout.totals[column], into: target) }
            let isPositive = bucket < positive.count
            let place = Int(isPositive ? positive[bucket] : negative[bucket - positive.count])
            if place < 0 { return target.update(repeating: 0) }
            read(isPositive ? .positive(place) : .negative(place), into: target)
        }

        private func read(_ column: SealedHistograms.Column, into target: UnsafeMutableBufferPointer<Double>) {
            guard places.count < content.count else { return content.read(column, into: target) }
            withUnsafeTemporaryAllocation(of: Double.self, capacity: content.count) { whole in
                content.read(column, into: UnsafeMutableBufferPointer(rebasing: whole[..<content.count]))
                _ = target.update(from: whole[places])
            }
        }
    }

    private enum Part {
        case run(Run)
        /// Rows that were put one behind the other.
        case rows([Double], count: Int)

        var count: Int {
            switch self {
            case .run(let run): run.places.count
            case .rows(_, let count): count
            }
        }
    }

    let count: Int
    private let layout: NativeLayout
    private let parts: [Part]

    init(_ samples: NativeSamples, _ layout: NativeLayout) {
        count = samples.times.count
        self.layout = layout
        parts = samples.parts.map { part in
            switch part {
            case .sealed(let run, let places): .run(Run(run, places, layout))
            case .open(let histograms): .rows(Self.rows(of: histograms, layout), count: histograms.count)
            }
        }
    }

    private static func rows(of histograms: [SharedHistogram], _ layout: NativeLayout) -> [Double] {
        let width = layout.columnCount
        var rows = Array(repeating: 0.0, count: width * histograms.count)
        for (number, histogram) in histograms.lazy.map(\.content).enumerated() {
            let base = number * width
            rows[base] = histogram.count
            rows[base + 1] = histogram.sum
            rows[base + 2] = histogram.zeroCount
            var column = base + NativeLayout.totals.count
            for (indexes, buckets) in [(layout.positive, histogram.positive), (layout.negative, histogram.negative)] {
                var place = 0
                for index in indexes {
                    if place < buckets.count, buckets.indexes[place] == index {
                        rows[column] = buckets.counts[place]
                        place += 1
                    }
                    column += 1
                }
            }
        }
        return rows
    }

    /// Reads a column into room for all rows; those of parts without any of some rows stay as they are.
    func read(_ column: Int, near rows: ClosedRange<Int>, into room: UnsafeMutableBufferPointer<Double>) {
        var base = 0
        for part in parts {
            let end = base + part.count
            defer { base = end }
            guard base <= rows.upperBound, end > rows.lowerBound else { continue }
            let target = UnsafeMutableBufferPointer(rebasing: room[base..<end])
            switch part {
            case .rows(let rows, _):
                for row in target.indices { target[row] = rows[row * layout.columnCount + column] }
            case .run(let run): run.read(column, into: target)
            }
        }
    }
}
