package import PromModel

/// One element of an instant vector.
package struct VectorSample: Hashable, Sendable {
    /// What identifies the element.
    package var labels: Labels
    /// The value, at the moment of evaluation; NaN if the element is a histogram.
    package var sample: Sample
    /// The native histogram that the element is, rather than a number.
    package var histogram: FloatHistogram?

    /// Creates an element.
    package init(labels: Labels, sample: Sample, histogram: FloatHistogram? = nil) {
        self.labels = labels
        self.sample = sample
        self.histogram = histogram
    }
}

/// What an instant query answers.
package enum QueryResult: Hashable, Sendable {
    /// One number.
    case scalar(Sample)
    /// A number per series, in the order the expression gives them.
    case vector([VectorSample])
    /// A stretch of samples per series, in order of labels.
    case matrix([Series])
    /// A text.
    case string(String)
}

/// Why a query that could be read could not be answered.
package enum PromQLError: Error, Hashable, Sendable, CustomStringConvertible {
    /// Two elements of a result have the same labels.
    case duplicateLabels(Labels)
    /// Several series on the "one" side share a match, two of them being `pair`.
    case manyToMany(side: String, match: Labels, pair: [Labels])
    /// Several series on the left share a match, and nothing says that they may.
    case manyToOne
    /// The labels of a group modifier do not tell results apart.
    case ambiguousGrouping
    /// A parameter has a value the function or operator cannot work with.
    case invalidParameter(String)
    /// The query would hold more samples than ``PromQLEngine/Options/maxSamples``.
    case tooManySamples(limit: Int)
    /// A range query is asked of an expression that has no value at a moment.
    case notRangeable(ValueType)
    /// The step of a range query is zero or negative.
    case invalidStep
    /// The task that ran the query was cancelled.
    case cancelled

    /// The error as Prometheus words it.
    package var description: String {
        switch self {
        case .duplicateLabels: "vector cannot contain metrics with the same labelset"
        case .manyToMany(let side, let match, let pair):
            "found duplicate series for the match group \(match.inBraces) on the \(side) hand-side of the operation: "
                + "[\(pair.map(\.inBraces).joined(separator: ", "))];many-to-many matching not allowed: matching labels must be unique on one side"
        case .manyToOne:
            "multiple matches for labels: many-to-one matching must be explicit (group_left/group_right)"
        case .ambiguousGrouping: "multiple matches for labels: grouping labels must ensure unique matches"
        case .invalidParameter(let reason): reason
        case .tooManySamples(let limit):
            "query processing would load too many samples into memory in query execution (more than \(limit))"
        case .notRangeable(let type):
            "invalid expression type \(Labels.quoted(type.rawValue)) for range query, must be Scalar or instant Vector"
        case .invalidStep: "zero or negative query resolution step widths are not accepted"
        case .cancelled: "query was canceled"
        }
    }
}
