internal import PromModel

extension Evaluator {
    /// Calls a function of range vectors; nil if the function is none.
    func callOverRange(_ function: Function, of node: PlanNode, at time: Int64) throws(PromQLError) -> [Element]? {
        let position = function.signature.arguments.firstIndex(of: .matrix)
        guard let position, position < node.children.count else { return nil }
        var numbers: [Double] = []
        for (index, child) in node.children.enumerated() where index != position {
            numbers.append(try scalar(child, at: time))
        }
        if function == .quantileOverTime, let q = numbers.first { noteQuantile(q) }
        let source = node.children[position]
        guard case .matrix(let windows) = try evaluate(source, at: time) else { return [] }
        // Where there is nothing to smooth, the factors are not looked at.
        if windows.contains(where: \.hasSamples) { try check(numbers, for: function) }
        let dropsDifferences = !source.bareLabelsAreUnique && !function.keepsName
        var result: [Element] = []
        result.reserveCapacity(windows.count)
        for window in windows {
            let point =
                window.isPlain
                ? value(of: function, window, numbers, at: time).map(Point.number)
                : self.point(of: function, window, numbers, at: time)
            guard let point else { continue }
            let labels = function.keepsName ? window.labels : window.bareLabels
            if dropsDifferences && isClosed { try node.note(labels, comesFrom: window.labels) }
            if function == .rate || function == .increase, case .number = point { noteCounter(window.labels) }
            result.append(Element(labels: labels, point))
        }
        if dropsDifferences { try Evaluator.requireUnique(result) }
        return result
    }

    func check(_ numbers: [Double], for function: Function) throws(PromQLError) {
        guard function == .holtWinters || function == .doubleExponentialSmoothing else { return }
        for (number, name) in zip(numbers, ["smoothing", "trend"]) where number <= 0 || number >= 1 {
            let letter = name == "trend" ? "tf" : "sf"
            throw .invalidParameter(
                "invalid \(name) factor. Expected: 0 < \(letter) < 1, got: \(Evaluator.sixDecimals(number))"
            )
        }
    }

    /// A number with six digits behind the point, as Prometheus writes factors.
    private static func sixDecimals(_ number: Double) -> String {
        guard abs(number) < 1e12 else { return NumberText.format(number) }
        let millionths = Int64(saturating: (abs(number) * 1e6).rounded())
        let digits = String(millionths % 1_000_000)
        let fraction = String(repeating: "0", count: 6 - digits.count) + digits
        return (number < 0 ? "-" : "") + "\(millionths / 1_000_000).\(fraction)"
    }

    /// The value of a function for one window; nil if the window has too few samples.
    func value(of function: Function, _ window: Window, _ numbers: [Double], at time: Int64) -> Double? {
        switch function {
        case .rate:
            return Rate.extrapolated(window, isCounter: true, perSecond: true, isLate: options.hasLateCorrections)
        case .increase:
            return Rate.extrapolated(window, isCounter: true, perSecond: false, isLate: options.hasLateCorrections)
        case .delta:
            return Rate.extrapolated(window, isCounter: false, perSecond: false, isLate: options.hasLateCorrections)
        case .irate: return Rate.instant(window, isRate: true)
        case .idelta: return Rate.instant(window, isRate: false)
        case .deriv:
            guard window.count >= 2 else { return nil }
            return Rate.regression(window, at: window.time(0), isClosed: isClosed).slope
        case .predictLinear:
            guard window.count >= 2, let ahead = numbers.first else { return nil }
            let (slope, intercept) = Rate.regression(window, at: time, isClosed: isClosed)
            return slope * ahead + intercept
        case .holtWinters, .doubleExponentialSmoothing:
            guard numbers.count == 2 else { return nil }
            return Rate.smoothed(window, smoothing: numbers[0], trend: numbers[1])
        default: return window.isEmpty ? nil : aggregate(function, window, numbers)
        }
    }

    /// The value of a function that aggregates a window with at least one sample.
    private func aggregate(_ function: Function, _ window: Window, _ numbers: [Double]) -> Double? {
        let values = window.windowValues
        switch function {
        case .changes: return Double(pairs(in: window) { $0 != $1 && !($0.isNaN && $1.isNaN) })
        case .resets: return Double(pairs(in: window) { $1 < $0 })
        case .avgOverTime:
            if !isClosed, let mean = Mean.simple(of: values) { return mean }
            var mean = Mean(isClosed ? .compensatedRunning : .sum)
            for value in values {
                mean.add(value)
            }
            return mean.result
        case .sumOverTime:
            var sum = CompensatedSum()
            for value in values {
                sum.add(value)
            }
            return sum.result
        case .minOverTime: return values.dropFirst().reduce(window.value(0)) { $0.isNaN || $1 < $0 ? $1 : $0 }
        case .maxOverTime: return values.dropFirst().reduce(window.value(0)) { $0.isNaN || $1 > $0 ? $1 : $0 }
        case .countOverTime: return Double(window.count)
        case .firstOverTime: return window.value(0)
        case .lastOverTime: return window.value(window.count - 1)
        case .tsOfFirstOverTime: return seconds(of: 0, in: window)
        case .tsOfLastOverTime: return seconds(of: window.count - 1, in: window)
        case .tsOfMinOverTime: return seconds(of: lastExtreme(of: window) { $0 <= $1 }, in: window)
        case .tsOfMaxOverTime: return seconds(of: lastExtreme(of: window) { $0 >= $1 }, in: window)
        case .presentOverTime: return 1
        case .stddevOverTime: return Statistics.variance(values, isClosed: isClosed).squareRoot()
        case .stdvarOverTime: return Statistics.variance(values, isClosed: isClosed)
        case .quantileOverTime: return Statistics.quantile(numbers.first ?? .nan, of: values)
        case .madOverTime:
            if options.hasNewestCorrections, values.contains(where: \.isNaN) { return .nan }
            let median = Statistics.quantile(0.5, of: values)
            return Statistics.quantile(0.5, of: values.map { abs($0 - median) })
        default: return nil
        }
    }

    /// When a sample of a window was taken.
    private func seconds(of index: Int, in window: Window) -> Double {
        Timestamp(milliseconds: window.time(index)).seconds
    }

    /// The last sample that no other exceeds; NaN gives way to any number.
    private func lastExtreme(of window: Window, _ isAtLeastAsGood: (Double, Double) -> Bool) -> Int {
        var best = 0
        for index in 1..<max(window.count, 1) {
            let value = window.value(best)
            if value.isNaN || isAtLeastAsGood(window.value(index), value) { best = index }
        }
        return best
    }

    /// How many neighbours satisfy a condition.
    private func pairs(in window: Window, _ condition: (Double, Double) -> Bool) -> Int {
        let values = window.windowValues
        return zip(values, values.dropFirst()).count { condition($0, $1) }
    }
}

extension Function {
    /// Whether elements keep their metric name.
    var keepsName: Bool { self == .lastOverTime || self == .firstOverTime }
}
