import PromModel

/// Processes that tell no start time, by their services: only their counters tell who answers behind their addresses.
package struct UnstartedProcesses: Sendable, Equatable {
    /// What is known of those of one service.
    package struct Group: Sendable, Equatable {
        /// How many series count their requests.
        package var series = 0
        /// Their instances.
        package var instances: Set<String> = []
    }

    /// Those of each service that has any.
    package private(set) var groups: [ServiceKey: Group] = [:]

    /// None known.
    package init() {}

    /// Takes the answer to ``SignalCatalog/unstarted(by:)``.
    package init(_ answer: [InstantValue], labels: ServiceLabels) {
        for value in answer where !value.labels["instance"].isEmpty {
            var group = groups[labels.key(of: value.labels)] ?? Group()
            group.series += Int(exactly: value.value.rounded()) ?? 0
            group.instances.insert(value.labels["instance"])
            groups[labels.key(of: value.labels)] = group
        }
    }

    /// The samples of the requests of some services, as they are stored, in one question; nil where there is none.
    package static func samples(of matches: [ServiceMatch], within reach: Duration) -> String? {
        guard !matches.isEmpty else { return nil }
        let names = Set(matches.map(\.profile.requests.name))
        let jobs = Set(matches.map { $0.service.labels["job"] })
        func matcher(_ label: String, _ values: Set<String>) -> String {
            "\(label)=~\(Labels.quoted(values.sorted().map(LabelPatternText.literal).joined(separator: "|")))"
        }
        // What has no job is narrowed by nothing else that all have.
        let parts = [matcher("__name__", names)] + (jobs.contains("") ? [] : [matcher("job", jobs)])
        return "{\(parts.joined(separator: ","))}[\(SignalCatalog.durationText(reach))]"
    }
}
