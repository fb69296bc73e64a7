package import PromModel

/// What is known of one metric family: its name, its form, and its series with a number each.
package struct MetricFamily: Sendable, Equatable {
    /// What the family is, by its type line or by the look of its samples.
    package enum Form: Sendable, Equatable {
        case counter
        case gauge
        case histogram
        /// Sum and count, with or without quantiles.
        case summary
    }

    /// One series.
    package struct Member: Sendable, Equatable {
        /// Its labels without the metric name.
        package let labels: Labels
        /// The counter's value, the gauge's, or the count of a histogram or summary.
        package let value: Double

        /// Memberwise.
        package init(labels: Labels, value: Double) {
            self.labels = labels
            self.value = value
        }
    }

    /// The name without `_bucket`, `_sum` and `_count`; a counter's or gauge's as it is.
    package let name: String
    package let form: Form
    /// Somebody said so; otherwise it was taken from the samples.
    package let isFormTold: Bool
    /// The unit that was declared; empty where none was.
    package let unit: String
    /// What was said of it; empty where nothing was.
    package let help: String
    package let members: [Member]
    /// The names of all labels, each once, in order.
    package let labelNames: [String]
    /// What a histogram or summary has measured in all, where it is told.
    package let sum: Double?
    /// The finite bounds of a histogram's buckets, in their order.
    package let bounds: [Double]
    /// Its buckets are ranges, each for itself, not all that lies below a bound.
    package let isRanged: Bool
    /// The label of such buckets: two bounds, such as `1.000e-02...1.136e-02`.
    package static let rangeLabel = "vmrange"

    /// Memberwise.
    package init(
        name: String,
        form: Form,
        isFormTold: Bool = true,
        unit: String = "",
        help: String = "",
        members: [Member],
        sum: Double? = nil,
        bounds: [Double] = [],
        isRanged: Bool = false
    ) {
        self.name = name
        self.form = form
        self.isFormTold = isFormTold
        self.unit = unit
        self.help = help
        self.members = members
        self.sum = sum
        self.bounds = bounds
        self.isRanged = isRanged
        labelNames = Self.labelNames(of: members)
        words = MetricWords(name)
    }

    /// The words of the name.
    package private(set) var words: MetricWords

    /// The name of the series that count.
    package var counterName: String {
        form == .histogram || form == .summary ? name + "_count" : name
    }

    /// The sum over the series that fit, numbers that are none left out.
    package func total(where matchers: [LabelMatcher] = []) -> Double {
        members.reduce(0) { sum, member in
            guard member.value.isFinite, matchers.allSatisfy({ $0.fits(member.labels) }) else { return sum }
            return sum + member.value
        }
    }

    /// The same with some of its series; nil without any.
    func keeping(_ isKept: (Labels) -> Bool) -> MetricFamily? {
        let kept = members.filter { isKept($0.labels) }
        guard !kept.isEmpty else { return nil }
        let family = MetricFamily(
            name: name,
            form: form,
            isFormTold: isFormTold,
            unit: unit,
            help: help,
            members: kept,
            sum: sum,
            bounds: bounds,
            isRanged: isRanged
        )
        return family.leaving(words.unsaid)
    }

    /// The same, of whose name some words say nothing.
    func leaving(_ unsaid: Set<String>) -> MetricFamily {
        var family = self
        family.words.unsaid = unsaid
        return family
    }

    /// The names of all labels of some series, each once, in order: rules ask for them far more often than there are
    /// families.
    private static func labelNames(of members: [Member]) -> [String] {
        var names: Set<String> = []
        for member in members { for label in member.labels { names.insert(label.name) } }
        return names.sorted()
    }

    /// The values of a label, by how much they count; the empty one where some series lack it.
    package func values(of label: String, where matchers: [LabelMatcher] = []) -> [String: Double] {
        var values: [String: Double] = [:]
        for member in members where matchers.allSatisfy({ $0.fits(member.labels) }) {
            values[member.labels[label], default: 0] += member.value.isFinite ? member.value : 0
        }
        return values
    }
}
