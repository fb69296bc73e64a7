internal import PromModel

/// One word of a PromQL expression.
struct Token: Equatable {
    /// What the word is.
    enum Kind: Equatable {
        /// A number, already read.
        case number(Double)
        /// A duration, already read.
        case duration(Duration)
        /// A text, with quotes removed and escapes resolved.
        case string(String)
        /// A name without a colon, which may be a keyword, a function, a metric or a label.
        case identifier(String)
        /// A name with a colon, which can only be a metric.
        case metricName(String)
        /// A sign: a bracket, comma, colon or operator.
        case sign(String)
        /// The end of the text.
        case end
    }

    var kind: Kind
    /// Where the word begins, in bytes from the start of the text.
    var offset: Int

    /// The word as messages show it.
    var text: String {
        switch kind {
        case .number(let value): "number \(Labels.quoted(NumberText.format(value)))"
        case .duration(let value): "duration \(Labels.quoted(PromQLDuration.format(value)))"
        case .string(let value): "string \(Labels.quoted(value))"
        case .identifier(let name): "identifier \(Labels.quoted(name))"
        case .metricName(let name): "metric name \(Labels.quoted(name))"
        case .sign(let sign): "\(Labels.quoted(sign))"
        case .end: "end of input"
        }
    }
}
