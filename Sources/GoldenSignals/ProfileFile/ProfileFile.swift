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
        /// Resources of processes that no profile describes, each where it is there.
        package var known: [MetricProfile.Resource] = []
        /// Families that count something else than what their service is asked, and what.
        package var elsewhere: [String: String] = [:]
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
        try file.allow(otherKeys.union(["profiles", "saturation", "known", "elsewhere"]), in: "the file")
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
        let known = try file.list("known").map { node throws(Failure) in try resource(YAMLMapping(node, file: name)) }
        return Contents(
            profiles: profiles,
            resources: resources,
            known: known,
            elsewhere: try elsewhere(try file.list("elsewhere"), name)
        )
    }

    private static func profile(
        _ mapping: YAMLMapping,
        shared: [MetricProfile.Resource]
    ) throws(Failure) -> MetricProfile {
        try mapping.allow(
            [
                "name", "title", "requests", "failed", "latency", "route", "method", "hidden_routes", "faults", "note",
                "saturation", "names", "availability", "asked", "unanswered",
            ],
            in: "a profile"
        )
        let name = try word("name", mapping)
        let probe = try probe(mapping)
        let requests = if let probe { [probe] } else { try requests(mapping) }
        let latency = try mapping.optionalMapping("latency")
        try latency?.allow(["metric", "where", "unit", "spent", "count", "gauge"], in: "latency")
        let spent = try latency.flatMap { node throws(Failure) in try timeSpent(node) }
        var histogram: MetricProfile.Metric?
        let gauge = try latency?.optionalMapping("gauge")
        try gauge?.allow(["metric", "where"], in: "gauge")
        if gauge != nil, probe == nil {
            throw mapping.failure("latency", "a gauge of durations belongs to a profile with an availability")
        }
        if spent == nil, gauge == nil, let latency { histogram = try metric(latency) }
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
        profile.unanswered = try unanswered(mapping)
        profile.timeSpent = spent
        profile.isProbed = probe != nil
        profile.probeDuration = try gauge.map { node throws(Failure) in try metric(node) }
        if let asked = try mapping.string("asked") ?? (probe == nil ? nil : "probes") {
            profile.words = SignalWords(asked: asked, isHTTP: asked == SignalWords.http.asked)
        }
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
            catalog.faultShares, catalog.unansweredRate,
            catalog.latencyBuckets, catalog.newestSample, ServiceDetection(profiles: [profile]).expression(),
        ]
        for expression in Signal.allCases.compactMap(catalog.whole) + others.compactMap({ $0 }) {
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

    private static func unit(_ mapping: YAMLMapping) throws(Failure) -> LatencyUnit? {
        guard let text = try mapping.string("unit") else { return nil }
        guard let unit = LatencyUnit(rawValue: text) else {
            let known = LatencyUnit.allCases.map(\.rawValue)
            let list = known.dropLast().joined(separator: ", ") + known.suffix(1).map { " or \($0)" }.joined()
            throw mapping.failure("unit", "'\(text)' is no unit: \(list)")
        }
        return unit
    }

    /// What is known to count something else, by name.
    private static func elsewhere(_ nodes: [Node], _ file: String) throws(Failure) -> [String: String] {
        var reasons: [String: String] = [:]
        for node in nodes {
            let mapping = YAMLMapping(node, file: file)
            try mapping.allow(["metrics", "counts"], in: "an element of elsewhere")
            let reason = try mapping.required("counts")
            for metric in try mapping.list("metrics") { reasons[metric.scalar?.string ?? ""] = "counts \(reason)" }
        }
        return reasons
    }

    /// A resource of a profile; without one, of the file.
    private static func resource(
        _ mapping: YAMLMapping,
        of profile: String? = nil
    ) throws(Failure) -> MetricProfile.Resource {
        try mapping.allow(["name", "expression", "needs"], in: "a resource")
        let name = try word("name", mapping)
        let expression = try mapping.required("expression")
        let message = profile.map { "the profile '\($0)' makes" } ?? "the resource '\(name)' is"
        try parse(
            expression.replacing("{$target", with: "{job=\"x\"").replacing("$window", with: "1m"),
            "expression",
            mapping,
            "\(message) a wrong query"
        )
        let needs = try mapping.list("needs").map { node throws(Failure) in
            guard let metric = node.scalar?.string else { throw mapping.failure("needs", "needs is a list of metrics") }
            return metric
        }
        return MetricProfile.Resource(name: name, expression: expression, needs: needs)
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
