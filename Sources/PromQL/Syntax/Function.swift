/// The functions of PromQL.
package enum Function: String, Hashable, Sendable, CaseIterable {
    // Values of an instant vector, one by one.
    case abs, ceil, floor, round, sqrt, exp, ln, log2, log10, sgn
    case clamp
    case clampMin = "clamp_min"
    case clampMax = "clamp_max"
    case sin, cos, tan, asin, acos, atan, sinh, cosh, tanh, asinh, acosh, atanh, deg, rad
    case timestamp
    case startTimestamp = "start_timestamp"
    // Parts of a time in UTC.
    case minute, hour, month, year
    case dayOfMonth = "day_of_month"
    case dayOfWeek = "day_of_week"
    case dayOfYear = "day_of_year"
    case daysInMonth = "days_in_month"
    // Range vectors.
    case rate, increase, irate, delta, idelta, changes, resets, deriv
    case predictLinear = "predict_linear"
    case holtWinters = "holt_winters"
    case doubleExponentialSmoothing = "double_exponential_smoothing"
    case avgOverTime = "avg_over_time"
    case sumOverTime = "sum_over_time"
    case minOverTime = "min_over_time"
    case maxOverTime = "max_over_time"
    case countOverTime = "count_over_time"
    case firstOverTime = "first_over_time"
    case lastOverTime = "last_over_time"
    case presentOverTime = "present_over_time"
    case stddevOverTime = "stddev_over_time"
    case stdvarOverTime = "stdvar_over_time"
    case madOverTime = "mad_over_time"
    case quantileOverTime = "quantile_over_time"
    case absentOverTime = "absent_over_time"
    // When, in a range vector.
    case tsOfFirstOverTime = "ts_of_first_over_time"
    case tsOfLastOverTime = "ts_of_last_over_time"
    case tsOfMinOverTime = "ts_of_min_over_time"
    case tsOfMaxOverTime = "ts_of_max_over_time"
    // Whole vectors.
    case absent
    case sort
    case sortDescending = "sort_desc"
    case sortByLabel = "sort_by_label"
    case sortByLabelDescending = "sort_by_label_desc"
    case histogramQuantile = "histogram_quantile"
    case histogramQuantiles = "histogram_quantiles"
    case histogramFraction = "histogram_fraction"
    // For native histograms alone: of plain numbers they make nothing.
    case histogramAvg = "histogram_avg"
    case histogramCount = "histogram_count"
    case histogramSum = "histogram_sum"
    case histogramStddev = "histogram_stddev"
    case histogramStdvar = "histogram_stdvar"
    case labelReplace = "label_replace"
    case labelJoin = "label_join"
    case info
    // Changes of type, and constants.
    case scalar, vector, time, pi
    case maxOf = "max_of"
    case minOf = "min_of"
    // The query itself, in seconds.
    case start, end, step, range

    /// What a function takes and returns.
    package struct Signature: Hashable, Sendable {
        /// The types of the arguments.
        package var arguments: [ValueType]
        /// How many of the last arguments may be left out.
        package var optional: Int = 0
        /// Whether the last argument may be repeated.
        package var isVariadic = false
        /// The type of the result.
        package var result: ValueType = .vector
    }

    /// What the function takes and returns.
    package var signature: Signature {
        switch self {
        case .abs, .ceil, .floor, .sqrt, .exp, .ln, .log2, .log10, .sgn, .sin, .cos, .tan, .asin, .acos, .atan, .sinh,
            .cosh, .tanh, .asinh, .acosh, .atanh, .deg, .rad, .timestamp, .startTimestamp, .absent, .sort,
            .sortDescending, .histogramAvg, .histogramCount, .histogramSum, .histogramStddev, .histogramStdvar:
            Signature(arguments: [.vector])
        case .round: Signature(arguments: [.vector, .scalar], optional: 1)
        case .clamp: Signature(arguments: [.vector, .scalar, .scalar])
        case .clampMin, .clampMax: Signature(arguments: [.vector, .scalar])
        case .minute, .hour, .month, .year, .dayOfMonth, .dayOfWeek, .dayOfYear, .daysInMonth:
            Signature(arguments: [.vector], optional: 1)
        case .rate, .increase, .irate, .delta, .idelta, .changes, .resets, .deriv, .avgOverTime, .sumOverTime,
            .minOverTime, .maxOverTime, .countOverTime, .firstOverTime, .lastOverTime, .presentOverTime,
            .stddevOverTime, .stdvarOverTime, .madOverTime, .absentOverTime, .tsOfFirstOverTime, .tsOfLastOverTime,
            .tsOfMinOverTime, .tsOfMaxOverTime:
            Signature(arguments: [.matrix])
        case .predictLinear: Signature(arguments: [.matrix, .scalar])
        case .holtWinters, .doubleExponentialSmoothing: Signature(arguments: [.matrix, .scalar, .scalar])
        case .quantileOverTime: Signature(arguments: [.scalar, .matrix])
        case .histogramQuantile: Signature(arguments: [.scalar, .vector])
        case .histogramQuantiles:
            Signature(arguments: [.vector, .string, .scalar, .scalar], optional: 1, isVariadic: true)
        case .histogramFraction: Signature(arguments: [.scalar, .scalar, .vector])
        case .sortByLabel, .sortByLabelDescending:
            Signature(arguments: [.vector, .string], optional: 1, isVariadic: true)
        case .labelReplace: Signature(arguments: [.vector, .string, .string, .string, .string])
        case .labelJoin: Signature(arguments: [.vector, .string, .string, .string], optional: 1, isVariadic: true)
        case .info: Signature(arguments: [.vector, .vector], optional: 1)
        case .scalar: Signature(arguments: [.vector], result: .scalar)
        case .vector: Signature(arguments: [.scalar])
        case .maxOf, .minOf: Signature(arguments: [.scalar, .scalar], result: .scalar)
        case .time, .pi, .start, .end, .step, .range: Signature(arguments: [], result: .scalar)
        }
    }
}

extension Function {
    /// Whether Prometheus has it only where a flag says so.
    package var isExperimental: Bool {
        switch self {
        case .doubleExponentialSmoothing, .firstOverTime, .madOverTime, .tsOfFirstOverTime, .tsOfLastOverTime,
            .tsOfMinOverTime, .tsOfMaxOverTime, .sortByLabel, .sortByLabelDescending, .histogramQuantiles, .info,
            .startTimestamp, .maxOf, .minOf, .start, .end, .step, .range:
            true
        default: false
        }
    }
}

extension AggregationOperator {
    /// Whether Prometheus has it only where a flag says so.
    package var isExperimental: Bool { self == .limitk || self == .limitRatio }
}
