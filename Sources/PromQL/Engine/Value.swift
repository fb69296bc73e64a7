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
    /// The value; without meaning if there is a histogram.
    var value: Double
    /// The native histogram that the element has in place of a value.
    var histogram: SharedHistogram?

    init(labels: Labels, value: Double, histogram: SharedHistogram? = nil) {
        self.labels = labels
        self.value = value
        self.histogram = histogram
    }

    init(labels: Labels, _ point: Point) {
        switch point {
        case .number(let value): self.init(labels: labels, value: value)
        case .histogram(let histogram): self.init(labels: labels, value: 0, histogram: SharedHistogram(histogram))
        }
    }
}

/// What a sample can be: a number or a native histogram.
enum Point {
    case number(Double)
    case histogram(FloatHistogram)
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
    /// The native histograms of the series, if it has any; only those of `nativeBounds` belong to the window.
    var natives: NativeSamples?
    /// Which native histograms belong to the window.
    var nativeBounds = 0..<0
    /// When the count of each sample began, zero where nobody knows; empty if no sample's beginning is known.
    var starts: [Int64] = []
    /// How the selector reaches over the ends of the range; then samples beyond them belong to the window, too.
    var reach: RangeReach?

    var count: Int { bounds.count }
    var isEmpty: Bool { bounds.isEmpty }

    /// Whether there is nothing in it but numbers of its own range.
    var isPlain: Bool { nativeBounds.isEmpty && starts.isEmpty && reach == nil }
    /// Whether there is any sample in it.
    var hasSamples: Bool { !bounds.isEmpty || !nativeBounds.isEmpty }

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
        return Series(labels: labels, samples: samples, histograms: natives?.samples(nativeBounds) ?? [])
    }
}
