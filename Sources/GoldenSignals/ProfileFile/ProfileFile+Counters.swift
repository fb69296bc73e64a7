import PromQL

// What is counted, and what of it failed.
extension ProfileFile {
    /// The gauge that tells how the last probe went; nil where requests are counted.
    static func probe(_ mapping: YAMLMapping) throws(Failure) -> MetricProfile.Metric? {
        guard let gauge = try mapping.optionalMapping("availability") else { return nil }
        try gauge.allow(["metric", "where"], in: "availability")
        for other in ["requests", "failed"] where mapping.has(other) {
            throw mapping.failure(other, "a profile with an availability counts nothing: leave out \(other)")
        }
        return try metric(gauge)
    }

    /// The counters whose sum is what the service was asked: one, or a list.
    static func requests(_ mapping: YAMLMapping) throws(Failure) -> [MetricProfile.Metric] {
        let nodes = try mapping.isList("requests") ? mapping.list("requests") : []
        let items = try nodes.map { node throws(Failure) in
            let item = YAMLMapping(node, file: mapping.file)
            try item.allow(["metric", "where"], in: "an element of requests")
            return try metric(item)
        }
        if !items.isEmpty { return items }
        let one = try mapping.mapping("requests", or: "a profile needs requests")
        try one.allow(["metric", "where"], in: "requests")
        return [try metric(one)]
    }

    /// The counter of requests that ended without an answer; nil where none is named.
    static func unanswered(_ mapping: YAMLMapping) throws(Failure) -> MetricProfile.Metric? {
        guard let counter = try mapping.optionalMapping("unanswered") else { return nil }
        try counter.allow(["metric", "where"], in: "unanswered")
        guard mapping.has("failed") else {
            throw mapping.failure("unanswered", "what has no answer is a failure, and the profile tells none: failed")
        }
        return try metric(counter)
    }

    /// The time spent and what it was spent on; nil where a histogram is named.
    static func timeSpent(_ mapping: YAMLMapping) throws(Failure) -> MetricProfile.TimeSpent? {
        guard let spent = try mapping.optionalMapping("spent") else { return nil }
        let count = try mapping.mapping("count", or: "latency has 'spent' and needs a 'count' beside it")
        try spent.allow(["metric", "where"], in: "spent")
        try count.allow(["metric", "where"], in: "count")
        return MetricProfile.TimeSpent(time: try metric(spent), count: try metric(count))
    }

    /// Failed requests: matchers on the counter of requests, or a list of counters of their own.
    static func failures(
        _ mapping: YAMLMapping,
        of requests: MetricProfile.Metric
    ) throws(Failure) -> ([MetricProfile.Metric], String?) {
        if mapping.isList("failed") {
            let isTimed = try mapping.optionalMapping("latency") != nil
            let metrics = try mapping.list("failed").map { node throws(Failure) in
                let item = YAMLMapping(node, file: mapping.file)
                try item.allow(["metric", "where", "unless_in"], in: "an element of failed")
                let other = try item.string("unless_in")
                guard other == nil || other == "latency" && isTimed else {
                    throw item.failure("unless_in", "unless_in is to be latency, and the profile is to have one")
                }
                let counter = try metric(item)
                return MetricProfile.Metric(
                    name: counter.name,
                    matchers: counter.matchers,
                    isUnlessTimed: other != nil
                )
            }
            return (metrics, metrics.first.flatMap { label(of: $0.matchers) })
        }
        guard let matchers = try mapping.string("failed") else { return ([], nil) }
        let all = [requests.matchers, matchers].filter { !$0.isEmpty }.joined(separator: ",")
        return ([MetricProfile.Metric(name: requests.name, matchers: all)], label(of: matchers))
    }

    /// The first label of some matchers; nil without one.
    private static func label(of matchers: String) -> String? {
        MetricProfile.conditions(matchers).first?.name
    }

    static func metric(_ mapping: YAMLMapping) throws(Failure) -> MetricProfile.Metric {
        MetricProfile.Metric(name: try mapping.required("metric"), matchers: try mapping.string("where") ?? "")
    }
}
