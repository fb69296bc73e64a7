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
        let profiles = try file.list("profiles").map { node throws(Failure) in
            try profile(YAMLMapping(node, file: name), shared: kept + resources)
        }
        try check(resources, file: name)
        for profile in profiles { try check(profile, file: name) }
        var seen: Set<String> = []
        for profile in profiles where !seen.insert(profile.name).inserted {
            throw Failure(description: "\(name): the profile '\(profile.name)' is there twice")
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
                "saturation",
            ],
            in: "a profile"
        )
        let name = try mapping.required("name")
        let requests = try mapping.mapping("requests", or: "a profile needs requests")
        try requests.allow(["metric", "where"], in: "requests")
        let latency = try mapping.optionalMapping("latency")
        try latency?.allow(["metric", "where", "unit"], in: "latency")
        let faults = try mapping.optionalMapping("faults")
        try faults?.allow(["active", "share"], in: "faults")
        let own = try mapping.list("saturation").map { node throws(Failure) in
            try resource(YAMLMapping(node, file: mapping.file))
        }
        let counter = try metric(requests)
        let (failures, status) = try failures(mapping, of: counter)
        return MetricProfile(
            name: name,
            title: try mapping.string("title") ?? name,
            requests: counter,
            failures: failures,
            statusLabel: status,
            latency: try latency.map { node throws(Failure) in try metric(node) },
            latencyUnit: try latency.flatMap { node throws(Failure) in try unit(node) },
            routeLabel: try mapping.string("route"),
            methodLabel: try mapping.string("method"),
            hiddenRoutes: try mapping.string("hidden_routes"),
            faults: try faults.map { node throws(Failure) in
                MetricProfile.FaultGauges(active: try node.required("active"), share: try node.string("share"))
            },
            note: try mapping.string("note"),
            // A profile's own resource takes the place of the shared one of its name.
            resources: own + shared.filter { resource in !own.contains { $0.name == resource.name } }
        )
    }

    /// Finds mistakes in expressions where they were written, not on the screen.
    private static func check(_ profile: MetricProfile, file: String) throws(Failure) {
        for name in [profile.name] + profile.resources.map(\.name) { try check(name: name, file: file) }
        if profile.hiddenRoutes != nil, profile.routeLabel == nil {
            throw Failure(description: "\(file): the profile '\(profile.name)' hides routes and names no route label")
        }
        let catalog = SignalCatalog(profile: profile, selector: "job=\"x\"", window: .seconds(60))
        let others = [
            catalog.errorTotals, BreakdownQueries(.route, catalog: catalog)?.expression, catalog.activeFaults,
            catalog.faultShares,
            catalog.latencyBuckets, catalog.newestSample, ServiceDetection(profiles: [profile]).expression(),
        ]
        for expression in Signal.allCases.compactMap(catalog.expression(for:)) + others.compactMap({ $0 }) {
            try parse(expression, "\(file): the profile '\(profile.name)' makes a wrong query")
        }
    }

    private static func check(name: String, file: String) throws(Failure) {
        guard !name.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || "-_.".contains($0)) }) else { return }
        throw Failure(description: "\(file): '\(name)' is no name: letters, digits, '-', '_' and '.'")
    }

    private static func check(_ resources: [MetricProfile.Resource], file: String) throws(Failure) {
        for resource in resources {
            try check(name: resource.name, file: file)
            let expression = resource.expression.replacing("{$target}", with: "{job=\"x\"}")
                .replacing("$window", with: "1m")
            try parse(expression, "\(file): the resource '\(resource.name)' is a wrong query")
        }
    }

    private static func parse(_ expression: String, _ message: String) throws(Failure) {
        do throws(PromQLSyntaxError) {
            _ = try PromQLParser.parse(expression)
        } catch {
            throw Failure(description: "\(message): \(error)")
        }
    }

    /// Failed requests: matchers on the counter of requests, or a list of counters of their own.
    private static func failures(
        _ mapping: YAMLMapping,
        of requests: MetricProfile.Metric
    ) throws(Failure) -> ([MetricProfile.Metric], String?) {
        if mapping.isList("failed") {
            let metrics = try mapping.list("failed").map { node throws(Failure) in
                let item = YAMLMapping(node, file: mapping.file)
                try item.allow(["metric", "where"], in: "an element of failed")
                return try metric(item)
            }
            return (metrics, metrics.first.flatMap { label(of: $0.matchers) })
        }
        guard let matchers = try mapping.string("failed") else { return ([], nil) }
        let all = [requests.matchers, matchers].filter { !$0.isEmpty }.joined(separator: ",")
        return ([MetricProfile.Metric(name: requests.name, matchers: all)], label(of: matchers))
    }

    /// The first label of some matchers; nil without one.
    private static func label(of matchers: String) -> String? {
        let label = matchers.drop { $0 == " " }.prefix { $0.isLetter || $0.isNumber || $0 == "_" || $0 == ":" }
        return label.isEmpty ? nil : String(label)
    }

    private static func metric(_ mapping: YAMLMapping) throws(Failure) -> MetricProfile.Metric {
        MetricProfile.Metric(name: try mapping.required("metric"), matchers: try mapping.string("where") ?? "")
    }

    private static func unit(_ mapping: YAMLMapping) throws(Failure) -> LatencyUnit? {
        guard let text = try mapping.string("unit") else { return nil }
        guard let unit = LatencyUnit(rawValue: text) else {
            throw mapping.failure("unit", "'\(text)' is no unit: seconds, milliseconds or microseconds")
        }
        return unit
    }

    private static func resource(_ mapping: YAMLMapping) throws(Failure) -> MetricProfile.Resource {
        try mapping.allow(["name", "expression"], in: "a resource")
        return MetricProfile.Resource(
            name: try mapping.required("name"),
            expression: try mapping.required("expression")
        )
    }
}
