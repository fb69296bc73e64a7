/// One column of a chart: a value, or why there is none.
///
/// No traffic and no data look different: the first is the service's doing, the second the source's.
package enum ChartPoint: Equatable, Sendable {
    case value(Double)
    /// The source answered, and there was nothing to measure.
    case idle
    /// The source has no answer.
    case missing

    /// A value, or `missing` for `nil` and for NaN.
    package init(_ value: Double?) {
        self = value.map { .value($0) } ?? .missing
    }

    /// The value, if it can be drawn.
    package var drawable: Double? {
        guard case .value(let value) = self, !value.isNaN else { return nil }
        return value
    }

    /// True where there is no value because there was no traffic.
    package var isIdle: Bool { self == .idle }
}

/// A limit that restyles what lies beyond it.
package struct Threshold: Equatable, Sendable {
    package let value: Double
    /// True where larger is worse, as for errors; false where smaller is, as for success.
    package let breachesAbove: Bool
    package let style: Style

    package init(_ value: Double, breachesAbove: Bool = true, style: Style = .critical) {
        self.value = value
        self.breachesAbove = breachesAbove
        self.style = style
    }

    /// Whether a value is beyond the limit; being at the limit is not.
    package func isBreached(by value: Double) -> Bool {
        breachesAbove ? value > self.value : value < self.value
    }
}
