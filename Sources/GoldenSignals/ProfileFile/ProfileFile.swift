import PromQL
import Yams

/// Reads profiles from YAML: the ones that come with sretop, and the user's own.
package enum ProfileFile {
    /// Why a file of profiles cannot be used: where, and what is wrong.
    package struct Failure: Error, Equatable, CustomStringConvertible {
        /// In words, with file, line and column.
        package let description: String
    }

    /// What a file holds.
    package struct Contents: Sendable, Equatable {
        /// In the order of preference.
        package let profiles: [MetricProfile]
        /// Resources of any process.
        package let resources: [MetricProfile.Resource]
    }

    /// Reads a file's text; `name` stands in messages.
    ///
    /// Unknown keys are errors: a typing mistake must not switch something off without a word. `inherited` are the
    /// resources that every profile gets beside its own and the file's. `otherKeys` are top-level keys that somebody
    /// else reads.
    package static func read(
        _ text: String,
        name: String,
        inherited: [MetricProfile.Resource] = [],
        otherKeys: Set<String> = []
    ) throws(Failure) -> Contents {
        let root: Node?
        do {
            root = try Yams.compose(yaml: text, .default, .default, .utf8)
        } catch {
            throw Failure(description: "\(name): no YAML: \(error)")
        }
        // An empty document is a null.
        guard let root, root.scalar?.string.isEmpty != true else { return Contents(profiles: [], resources: []) }
        let file = YAMLMapping(root, file: name)
        try file.allow(otherKeys.union(["profiles", "saturation"]), in: "the file")
        let resources = try file.list("saturation").map { node throws(Failure) in
            try resource(YAMLMapping(node, file: name))
        }
        let kept = inherited.filter { resource in !resources.contains { $0.name == resource.name } }
        var profiles: [MetricProfile] = []
        for node in try file.list("profiles") {
            let mapping = YAMLMapping(node, file: name)
            let profile = try profile(mapping, shared: kept + resources)
            // Its other names are made of these, and are as readable.
            try check(profile, mapping)
            try check(profile.stored(.native), mapping)
            guard !profiles.contains(where: { $0.name == profile.name }) else {
                throw mapping.failure("name", "the profile '\(profile.name)' is there twice")
            }
            profiles.append(profile)
        }
        return Contents(profiles: profiles, resources: resources)
    }

    private static func profile(
        _ mapping: YAMLMapping,
        shared: [MetricProfile.Resource]
    ) throws(Failure) -> MetricProfile {
        try mapping.allow(
            [
                "name", "title", "requests", "failed", "latency", "route", "method", "hidden_routes", "faults", "note",
                "saturation", "names",
            ],
            in: "a profile"
        )
        let name = try word("name", mapping)
        let requests = try requests(mapping)
        let latency = try mapping.optionalMapping("latency")
        try latency?.allow(["metric", "where", "unit", "spent", "count"], in: "latency")
        let spent = try latency.flatMap { node throws(Failure) in try timeSpent(node) }
        var histogram: MetricProfile.Metric?
        if spent == nil, let latency { histogram = try metric(latency) }
        let faults = try mapping.optionalMapping("faults")
        try faults?.allow(["active", "share"], in: "faults")
        let own = try mapping.list("saturation").map { node throws(Failure) in
            try resource(YAMLMapping(node, file: mapping.file), of: name)
        }
        let counter = requests[0]
        let (failures, status) = try failures(mapping, of: counter)
        var profile = MetricProfile(
            name: name,
            title: try mapping.string("title"),
            requests: counter,
            failures: failures,
            statusLabel: status,
            latency: histogram,
            latencyUnit: try latency.flatMap { node throws(Failure) in try unit(node) },
            routeLabel: try mapping.string("route"),
            methodLabel: try mapping.string("method"),
            hiddenRoutes: try mapping.string("hidden_routes"),
            faults: try faults.map { node throws(Failure) in
                MetricProfile.FaultGauges(active: try node.required("active"), share: try node.string("share"))
            },
            note: try mapping.string("note"),
            // A profile's own resource takes the place of the shared one of its name.
            resources: own.joined(by: shared)
        )
        profile.moreRequests = Array(requests.dropFirst())
        profile.timeSpent = spent
        guard let names = try mapping.string("names") else { return profile }
        guard names == "opentelemetry" else {
            throw mapping.failure("names", "'\(names)' is no kind of names: opentelemetry, or nothing")
        }
        guard profile.tellsLatencyUnit else {
            throw mapping.failure("names", "OpenTelemetry's names are made with the latency's unit, which is missing")
        }
        // Names are translated within matchers, which have to be readable for that.
        try check(profile, mapping)
        return OTLPTranslation.profile(of: profile)
    }

    /// The counters whose sum is what the service was asked: one, or a list.
    private static func requests(_ mapping: YAMLMapping) throws(Failure) -> [MetricProfile.Metric] {
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

    /// The time spent and what it was spent on; nil where a histogram is named.
    private static func timeSpent(_ mapping: YAMLMapping) throws(Failure) -> MetricProfile.TimeSpent? {
        guard let spent = try mapping.optionalMapping("spent") else { return nil }
        let count = try mapping.mapping("count", or: "latency has 'spent' and needs a 'count' beside it")
        try spent.allow(["metric", "where"], in: "spent")
        try count.allow(["metric", "where"], in: "count")
        return MetricProfile.TimeSpent(time: try metric(spent), count: try metric(count))
    }

    /// Finds mistakes in expressions where they were written, not on the screen.
    private static func check(_ profile: MetricProfile, _ mapping: YAMLMapping) throws(Failure) {
        if profile.hiddenRoutes != nil, profile.routeLabel == nil {
            throw mapping.failure(
                "hidden_routes",
                "the profile '\(profile.name)' hides routes and names no route label"
            )
        }
        let catalog = SignalCatalog(profile: profile, selector: "job=\"x\"", window: .seconds(60))
        let others = [
            catalog.errorTotals, BreakdownQueries(.route, catalog: catalog)?.expression, catalog.activeFaults,
            catalog.faultShares,
            catalog.latencyBuckets, catalog.newestSample, ServiceDetection(profiles: [profile]).expression(),
        ]
        for expression in Signal.allCases.compactMap(catalog.expression(for:)) + others.compactMap({ $0 }) {
            // Several keys make a query: the profile's first line has to do for its place.
            try parse(expression, "name", mapping, "the profile '\(profile.name)' makes a wrong query")
        }
    }

    /// A name that fits into a row of the screen and into a query.
    private static func word(_ key: String, _ mapping: YAMLMapping) throws(Failure) -> String {
        let name = try mapping.required(key)
        guard name.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || "-_.".contains($0)) }) else {
            throw mapping.failure(key, "'\(name)' is no name: letters, digits, '-', '_' and '.'")
        }
        return name
    }

    private static func parse(
        _ expression: String,
        _ key: String,
        _ mapping: YAMLMapping,
        _ message: String
    ) throws(Failure) {
        do throws(PromQLSyntaxError) {
            _ = try PromQLParser.parse(expression)
        } catch {
            throw mapping.failure(key, "\(message): \(error)")
        }
    }

    /// Failed requests: matchers on the counter of requests, or a list of counters of their own.
    private static func failures(
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

    private static func metric(_ mapping: YAMLMapping) throws(Failure) -> MetricProfile.Metric {
        MetricProfile.Metric(name: try mapping.required("metric"), matchers: try mapping.string("where") ?? "")
    }

    private static func unit(_ mapping: YAMLMapping) throws(Failure) -> LatencyUnit? {
        guard let text = try mapping.string("unit") else { return nil }
        guard let unit = LatencyUnit(rawValue: text) else {
            throw mapping.failure("unit", "'\(text)' is no unit: seconds, milliseconds, microseconds or nanoseconds")
        }
        return unit
    }

    /// A resource of a profile; without one, of the file.
    private static func resource(
        _ mapping: YAMLMapping,
        of profile: String? = nil
    ) throws(Failure) -> MetricProfile.Resource {
        try mapping.allow(["name", "expression"], in: "a resource")
        let name = try word("name", mapping)
        let expression = try mapping.required("expression")
        let message = profile.map { "the profile '\($0)' makes" } ?? "the resource '\(name)' is"
        try parse(
            expression.replacing("{$target}", with: "{job=\"x\"}").replacing("$window", with: "1m"),
            "expression",
            mapping,
            "\(message) a wrong query"
        )
        return MetricProfile.Resource(name: name, expression: expression)
    }
}

extension [MetricProfile.Resource] {
    /// These, and those of the others whose names are not among them.
    func joined(by others: [MetricProfile.Resource]) -> [MetricProfile.Resource] {
        self + others.filter { other in !contains { $0.name == other.name } }
    }
}

extension MetricProfile {
    /// The same profile with other resources in the place of those of their names, and before the rest.
    package func taking(_ resources: [Resource]) -> MetricProfile {
        guard !resources.isEmpty else { return self }
        var profile = self
        profile.resources = resources.joined(by: self.resources)
        profile.otherNames = otherNames.map { $0.taking(resources) }
        return profile
    }
}
