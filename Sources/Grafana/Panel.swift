/// One panel of a dashboard: what is asked, and how it is drawn.
package struct Panel: Sendable {
    /// The kinds of drawing.
    enum Kind: String, Sendable {
        /// One large number, for now.
        case stat
        /// Bars from nothing to full, for now.
        case bars = "bargauge"
        /// Lines over time.
        case lines = "timeseries"
        /// How many requests took how long, over time.
        case heatmap
        /// Rows of labels, for now.
        case table

        /// Whether only the newest value is asked for.
        ///
        /// What is large and coloured must not show a value of a target that is gone.
        var isInstant: Bool { self != .lines && self != .heatmap }
    }

    /// An expression with the name of its series.
    package struct Query: Sendable, Equatable {
        /// PromQL with Grafana's variables.
        package let expression: String
        /// The name of a series, with `{{label}}`.
        package let legend: String
        /// Whether its line is dashed: not measured, but to be kept.
        package var isDashed = false
        /// Whether it answers with whole histograms, not with a series a bucket.
        var isWhole = false

        /// An expression, and what its series are called.
        init(_ expression: String, legend: String, isDashed: Bool = false, isWhole: Bool = false) {
            self.expression = expression
            self.legend = legend
            self.isDashed = isDashed
            self.isWhole = isWhole
        }
    }

    /// What numbers are measured in, by Grafana's names.
    enum Unit: String, Sendable {
        case requestsPerSecond = "reqps"
        case share = "percentunit"
        case seconds = "s"
        case milliseconds = "ms"
        case microseconds = "µs"
        case nanoseconds = "ns"
        case minutes = "m"
        case hours = "h"
        case centiseconds = "suffix:cs"
        case bytes
        case plain = "short"
    }

    /// The values that an axis shows at least and at most.
    struct Axis: Sendable, Equatable {
        /// The lowest value there is; nil to follow the values.
        var floor: Double?
        /// The highest value there is.
        var ceiling: Double?
        /// A value that the axis always reaches down to.
        var low: Double?
        /// A value that the axis always reaches up to.
        var high: Double?
        /// Powers of ten instead of equal steps.
        var isLogarithmic = false
    }

    /// How it is drawn.
    let kind: Kind
    /// The title: unique on its dashboard.
    package let title: String
    /// What is asked.
    package let queries: [Query]
    /// What the numbers are measured in.
    let unit: Unit
    /// Columns of the 24.
    let width: Int
    /// Rows of 30 pixels; nil for those that its kind usually has.
    var rows: Int?
    /// Where a value turns bad.
    var limits = Limits()
    /// The axis' bounds.
    var axis = Axis()
    /// What stands where there is no value.
    var empty = "no data"
    /// Digits behind the point; nil for as many as tell.
    var decimals: Int?
    /// Names in the place of numbers.
    var words: [Int: String] = [:]
    /// Whether series stand on one another.
    var isStacked = false
    /// What each series' name is shortened to: a pattern, and what is put in its place.
    var rename: (pattern: String, replacement: String)?
    /// Labels that a table leaves out.
    var hiddenColumns: [String] = []
    /// What the numbers mean, thresholds included, in words.
    let description: String

    /// Rows of 30 pixels.
    var height: Int { rows ?? (kind == .stat || kind == .bars ? 4 : 8) }
}
