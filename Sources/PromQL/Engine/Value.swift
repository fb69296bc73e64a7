internal import PromModel

/// What an expression evaluates to at one moment.
enum Value {
    case scalar(Double)
    case string(String)
    case vector([Element])
    case matrix([Window])
}

/// One element of an instant vector during evaluation.
struct Element {
    var labels: Labels
    var value: Double
}

/// The samples of one series within a range, without stale markers.
struct Window {
    var labels: Labels
    /// The labels without the metric name.
    var bareLabels: Labels
    /// All times of the series in milliseconds; only those of `bounds` belong to the window.
    var times: [Int64]
    /// The values that go with the times.
    var values: [Double]
    /// Which samples belong to the window.
    var bounds: Range<Int>
    /// The start of the range in milliseconds.
    var start: Int64
    /// The end of the range in milliseconds.
    var end: Int64

    var count: Int { bounds.count }
    var isEmpty: Bool { bounds.isEmpty }

    func time(_ index: Int) -> Int64 { times[bounds.lowerBound + index] }
    func value(_ index: Int) -> Double { values[bounds.lowerBound + index] }

    /// The values of the window, oldest first.
    var windowValues: ArraySlice<Double> { values[bounds] }

    /// Whether any value is smaller than the one before.
    ///
    /// All pairs are compared, whatever is found: without a way out the compiler compares several at once.
    var isFalling: Bool {
        windowValues.withUnsafeBufferPointer { values in
            var falls = 0
            for index in 0..<max(values.count - 1, 0) {
                falls &+= values[index &+ 1] < values[index] ? 1 : 0
            }
            return falls > 0
        }
    }

    /// The window as a series.
    var series: Series {
        let samples = bounds.map { Sample(timestamp: Timestamp(milliseconds: times[$0]), value: values[$0]) }
        return Series(labels: labels, samples: samples)
    }
}
