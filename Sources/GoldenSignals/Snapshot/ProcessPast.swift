package import PromModel
import PromQL

/// What the processes of a service did before anybody watched: what they held, and when they began anew.
package struct ProcessPast: Sendable, Equatable, Codable {
    /// What was held at a moment.
    package struct Sample: Sendable, Equatable, Codable {
        /// When.
        package let at: Timestamp
        /// By whom, and how much.
        package let gauges: [ProcessGauge]

        /// Memberwise.
        package init(at moment: Timestamp, gauges: [ProcessGauge]) {
            at = moment
            self.gauges = gauges
        }
    }

    /// Oldest first.
    package let samples: [Sample]
    /// When each process began anew, by its instance, oldest first; known to about the step that was asked for.
    package let restarts: [String: [Timestamp]]
    /// Which ran, and their versions, oldest first; nil where no version is told.
    package var tables: [ProcessTable]?

    /// Memberwise.
    package init(samples: [Sample], restarts: [String: [Timestamp]]) {
        self.samples = samples
        self.restarts = restarts
    }
}

/// Asks once for what the processes did before.
package struct ProcessPastQueries: Sendable, Equatable {
    private static let restartsTag = "restarts"
    private static let startTag = "start"
    private static let versionTag = "version"
    /// Of so many processes, those that began anew most often.
    private static let most = 10
    /// Moments that are asked for at most.
    private static let mostMoments: Int64 = 60

    /// A range query with ``step``.
    package let expression: String
    /// The first moment to ask for.
    package let from: Timestamp
    /// The last moment to ask for.
    package let through: Timestamp
    /// Between two moments: not less than between two scrapes.
    package let step: Duration

    /// Queries about the time of `span` before a moment; nil where the targets tell nothing of their processes.
    ///
    /// `reachesBack` is whether the server's `changes` looks at the sample before its window as well. `versions` are the
    /// metrics that tell the version of each: of one that ran in between nothing else is left.
    package init?(
        _ catalog: SignalCatalog,
        span: Duration,
        scrape: Duration,
        through moment: Timestamp,
        reachesBack: Bool = false,
        versions: [String] = []
    ) {
        let seconds = max(span / Int(Self.mostMoments), scrape, .seconds(1)).inSeconds.rounded(.up)
        step = .seconds(seconds)
        through = moment
        from = moment - step * Int64((span / step).rounded(.down))
        // From the last sample before the step, so that none begins anew between two of them.
        let range = SignalCatalog.durationText(reachesBack ? step : step + scrape)
        let start = catalog.processStart
        let restarts =
            "topk(\(Self.most), changes(\(start)[\(range)]) > 0 and \(SignalCatalog.startsApart(start, range)))"
        let gauges = catalog.processGauges.map { (tag: $0.tag, expression: Optional($0.expression)) }
        var parts: [(tag: String, expression: String?)] = gauges + [(Self.restartsTag, restarts)]
        if let version = VersionQueries.expression(versions, targetSelector: catalog.targetSelector) {
            parts += [(Self.versionTag, version), (Self.startTag, start)]
        }
        guard let all = SignalCatalog.combined(parts) else { return nil }
        expression = all
    }

    /// What an answer tells.
    package func past(_ answer: [Series]) -> ProcessPast {
        var gauges: [Timestamp: [ProcessGauge]] = [:]
        var restarts: [String: [Timestamp]] = [:]
        for series in answer where ![Self.startTag, Self.versionTag].contains(series.labels[SignalCatalog.tagLabel]) {
            let isRestarts = series.labels[SignalCatalog.tagLabel] == Self.restartsTag
            for sample in series.samples where sample.value.isFinite {
                if isRestarts {
                    let moments = moments(Int(min(sample.value, 1000)), before: sample.timestamp)
                    restarts[series.labels["instance"], default: []] += moments
                } else {
                    let value = InstantValue(labels: series.labels, value: sample.value)
                    gauges[sample.timestamp, default: []] += SignalCatalog.gauges(from: [value])
                }
            }
        }
        var past = ProcessPast(
            samples: gauges.sorted { $0.key < $1.key }.map { ProcessPast.Sample(at: $0.key, gauges: $0.value) },
            restarts: restarts.mapValues { $0.sorted() }
        )
        past.tables = tables(answer)
        return past
    }

    /// The processes at each moment, by their versions and start times; nil where no version is told.
    private func tables(_ answer: [Series]) -> [ProcessTable]? {
        func values(_ tag: String) -> [Timestamp: [InstantValue]] {
            var values: [Timestamp: [InstantValue]] = [:]
            for series in answer where series.labels[SignalCatalog.tagLabel] == tag {
                for sample in series.samples where sample.value.isFinite {
                    let value = InstantValue(labels: series.labels, value: sample.value)
                    values[sample.timestamp, default: []].append(value)
                }
            }
            return values
        }
        let (versions, starts) = (values(Self.versionTag), values(Self.startTag))
        guard !versions.isEmpty else { return nil }
        return versions.sorted { $0.key < $1.key }.map { moment, told in
            let began = starts[moment] ?? []
            let names = TargetNames(began.map(\.labels))
            return ProcessTable(
                at: moment,
                starts: Dictionary(began.map { (names.name(of: $0.labels), $0.value) }, uniquingKeysWith: { $1 }),
                versions: VersionQueries.versions(from: told)
            )
        }
    }

    /// Restarts of one step lie evenly in it: nothing nearer is known.
    private func moments(_ count: Int, before end: Timestamp) -> [Timestamp] {
        (0..<max(0, count)).map { end - step * (Double($0) + 0.5) / Double(count) }
    }
}
