import PromModel

/// Histograms that a server keeps whole, among its answers about names: told as the numbers that a classic one has.
///
/// What is found of services goes by names and numbers, whatever way they are stored.
package struct WholeHistograms {
    /// The names of those that are kept so alone.
    package let names: Set<String>
    /// Everything that was answered, with a count, a sum and buckets in the place of each of them.
    package let values: [InstantValue]

    /// Takes an answer in which whole histograms are buckets without the name of one, each with its bound.
    ///
    /// What is stored both ways is left as its numbers. The sum is an estimate by the bounds.
    package init(_ answer: [InstantValue]) {
        let isWhole = { (value: InstantValue) in
            !value.labels["le"].isEmpty && !value.labels.metricName.hasSuffix("_bucket")
        }
        let numbers = answer.filter { !isWhole($0) }
        let known = Set(numbers.map(\.labels.metricName))
        let series = Dictionary(grouping: answer.filter(isWhole)) { $0.labels.dropping(["le"]) }
            .filter { !known.contains($0.key.metricName + "_count") }
        names = Set(series.keys.map(\.metricName))
        values =
            numbers
            + series.sorted { $0.key < $1.key }.flatMap { labels, buckets in
                Self.numbers(of: buckets, labels)
            }
    }

    private static func numbers(of buckets: [InstantValue], _ labels: Labels) -> [InstantValue] {
        let name = labels.metricName
        let bounds = buckets.compactMap { bucket in
            (try? NumberText.parse(bucket.labels["le"])).map { (bound: $0, count: bucket.value) }
        }
        .sorted { $0.bound < $1.bound }
        var (sum, before, lower) = (0.0, 0.0, 0.0)
        for (bound, count) in bounds {
            // Half way between its bounds.
            sum += (count - before) * (bound.isFinite ? (max(bound, 0) + lower) / 2 : lower)
            (before, lower) = (count, bound.isFinite ? max(bound, 0) : lower)
        }
        func named(_ suffix: String) -> Labels { labels.setting(Labels.metricNameLabel, to: name + suffix) }
        let last = InstantValue(labels: named("_bucket").setting("le", to: "+Inf"), value: before)
        return [
            InstantValue(labels: named("_count"), value: before), InstantValue(labels: named("_sum"), value: sum), last,
        ]
            + bounds.filter(\.bound.isFinite).map { bound, count in
                InstantValue(labels: named("_bucket").setting("le", to: NumberText.format(bound)), value: count)
            }
    }
}
