/// One panel of a dashboard: what is asked, and how it is drawn.
package struct Panel: Sendable {
    /// The kinds of drawing.
    package enum Kind: String, Sendable {
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

        /// An expression, and what its series are called.
        init(_ expression: String, legend: String, isDashed: Bool = false) {
            self.expression = expression
            self.legend = legend
            self.isDashed = isDashed
        }
    }

    /// What numbers are measured in, by Grafana's names.
    package enum Unit: String, Sendable {
        case requestsPerSecond = "reqps"
        case share = "percentunit"
        case seconds = "s"
        case milliseconds = "ms"
        case microseconds = "µs"
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

    /// The title: unique on its dashboard.
    package let title: String
    /// What the numbers mean, thresholds included, in words.
    package let description: String
    /// How it is drawn.
    package let kind: Kind
    /// What is asked.
    package let queries: [Query]
    /// What the numbers are measured in.
    package let unit: Unit
    /// Where a value turns bad.
    var limits = Limits()
    /// What stands where there is no value.
    var empty = "no data"
    /// The axis' bounds.
    var axis = Axis()
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
    /// Columns of the 24.
    let width: Int
    /// Rows of 30 pixels.
    var height: Int

    /// A panel with the usual look.
    init(
        _ kind: Kind,
        _ title: String,
        _ queries: [Query],
        unit: Unit,
        width: Int,
        height: Int? = nil,
        description: String
    ) {
        self.kind = kind
        self.title = title
        self.queries = queries
        self.unit = unit
        self.width = width
        self.height = height ?? (kind == .stat || kind == .bars ? 4 : 8)
        self.description = description
    }

    /// The same panel, changed.
    func with(_ change: (inout Panel) -> Void) -> Panel {
        var panel = self
        change(&panel)
        return panel
    }
}
