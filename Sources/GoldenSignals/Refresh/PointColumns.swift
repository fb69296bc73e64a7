package import PromModel

/// The numbers of many points, an array for each number: a chart goes over thousands of points for one number of each.
package struct PointColumns: Sendable {
    /// What keeps a point from being drawn, or from being compared with.
    package struct Flaws: OptionSet, Sendable {
        package let rawValue: UInt8

        /// The flaws of these bits.
        package init(rawValue: UInt8) { self.rawValue = rawValue }

        /// The samples did not fill the window.
        package static let thin = Flaws(rawValue: 1)
        /// It is of no whole window, or of few requests.
        package static let small = Flaws(rawValue: 2)
    }

    /// What stands where there is no number.
    package static let none = -Double.infinity

    /// The instants, in milliseconds; the oldest first.
    package let moments: [Int64]
    /// What is wrong with each point.
    package let flaws: [Flaws]
    /// Whether no request came in its window.
    package let idle: [Bool]
    /// All signals' numbers, one signal after the other, and the failed requests a second as the last.
    private let numbers: [Double]

    /// Takes points apart, the oldest first.
    package init(_ points: ArraySlice<SignalPoint>) {
        let count = points.count
        let signals = Signal.allCases
        let failures = signals.count * count
        // By their places and in one go: a copy of each point would cost more than all else here.
        (moments, flaws, idle, numbers) = points.withUnsafeBufferPointer { points in
            (
                points.indices.map { points[$0].at.milliseconds },
                points.indices.map { Self.flaws(points[$0]) },
                points.indices.map { points[$0].isIdle },
                [Double](unsafeUninitializedCapacity: (signals.count + 1) * count) { numbers, used in
                    for index in points.indices {
                        for signal in signals {
                            numbers[signal.index * count + index] = points[index][signal] ?? Self.none
                        }
                        let failed = points[index].errorsPerSecond ?? Self.none
                        numbers[failures + index] = failed.isFinite ? failed : Self.none
                    }
                    used = (signals.count + 1) * count
                }
            )
        }
    }

    private static func flaws(_ point: borrowing SignalPoint) -> Flaws {
        var flaws = Flaws()
        if point.isThin { flaws.insert(.thin) }
        if !point.isSolid { flaws.insert(.small) }
        return flaws
    }

    /// A signal's numbers, one a point.
    package subscript(_ signal: Signal) -> ArraySlice<Double> { part(signal.index) }

    /// Failed requests a second, one a point.
    package var failures: ArraySlice<Double> { part(Signal.allCases.count) }

    private func part(_ place: Int) -> ArraySlice<Double> {
        numbers[place * moments.count..<(place + 1) * moments.count]
    }

    /// Whether some windows with requests are of few of them, or not full.
    package var hasSmallWindows: Bool {
        flaws.indices.contains { flaws[$0].contains(.small) && !idle[$0] }
    }

    /// The place of the first point that is not older than a moment.
    package func firstPlace(from oldest: Timestamp) -> Int {
        var low = 0
        var high = moments.count
        while low < high {
            let middle = (low + high) / 2
            if moments[middle] < oldest.milliseconds { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
