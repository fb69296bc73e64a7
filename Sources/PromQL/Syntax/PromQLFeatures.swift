/// What Prometheus understands only where a flag says so.
package struct PromQLFeatures: OptionSet, Hashable, Sendable {
    package let rawValue: UInt8

    package init(rawValue: UInt8) { self.rawValue = rawValue }

    /// Functions and aggregations such as `mad_over_time` and `limitk`.
    package static let experimentalFunctions = PromQLFeatures(rawValue: 1)
    /// Computed lengths of time, such as `[2 * step()]`; without a flag since 3.14.
    package static let durationExpressions = PromQLFeatures(rawValue: 2)
    /// `anchored` and `smoothed`.
    package static let extendedRangeSelectors = PromQLFeatures(rawValue: 4)
    /// `fill`, `fill_left` and `fill_right`.
    package static let fillModifiers = PromQLFeatures(rawValue: 8)

    /// Everything there is.
    package static let all: PromQLFeatures = [
        .experimentalFunctions, .durationExpressions, .extendedRangeSelectors, .fillModifiers,
    ]
    /// What is read unless something else is said: everything but new grammar that needs a flag.
    package static let usual: PromQLFeatures = [.experimentalFunctions, .durationExpressions]

    /// The features by the names of Prometheus's flags.
    package static let names: [(name: String, feature: PromQLFeatures)] = [
        ("promql-experimental-functions", .experimentalFunctions),
        ("promql-duration-expr", .durationExpressions),
        ("promql-extended-range-selectors", .extendedRangeSelectors),
        ("promql-binop-fill-modifiers", .fillModifiers),
    ]

    /// Reads names between commas, or `all` or `none`; nil if one of them is unknown.
    package init?(names text: String) {
        var features: PromQLFeatures = []
        for word in text.split(separator: ",") {
            if word == "all" {
                features.formUnion(.all)
            } else if word != "none" {
                guard let known = Self.names.first(where: { $0.name == word }) else { return nil }
                features.insert(known.feature)
            }
        }
        self = features
    }
}
