package import GoldenSignals
import PromModel

/// Which program answers, as far as its answers tell, and what that changes.
package struct Dialect: Sendable, Equatable {
    /// A family of programs that serve the API.
    package enum Program: Sendable, Equatable {
        /// Prometheus itself.
        case prometheus
        /// VictoriaMetrics.
        case victoriaMetrics
        /// Grafana Mimir, Enterprise Metrics or Cloud.
        case mimir
        /// Cortex.
        case cortex
        /// Thanos.
        case thanos
        /// Something else, or nothing that could be told.
        case unknown
    }

    /// The program.
    package let program: Program
    /// Its version; nil where it does not tell its own.
    package let version: String?
    /// How far behind its now the server is to be asked: it ends range queries with copies of what it knew then.
    package let delay: Duration

    /// What asks a VictoriaMetrics for its newest samples; zero is refused.
    ///
    /// `nocache=1` makes instant answers live as well, and leaves ranges late.
    package static let live: [(name: String, value: String)] = [("latency_offset", "1ms")]

    /// Judges by what the server says of itself, if it does, and by the traits of any of its answers.
    ///
    /// `delay` is how far behind its now a server answers that was asked for its newest samples.
    package init(buildInfo: BuildInfo?, traits: APITraits = [], delay: Duration = .zero) {
        self.delay = delay
        program = Self.program(buildInfo, traits: traits)
        let version = buildInfo?.version ?? ""
        // VictoriaMetrics gives the version of the Prometheus that it imitates.
        self.version = version.isEmpty || program == .victoriaMetrics ? nil : version
    }

    /// What the screen calls it.
    package var name: String {
        let program =
            switch program {
            case .prometheus: "Prometheus"
            case .victoriaMetrics: "VictoriaMetrics"
            case .mimir: "Mimir"
            case .cortex: "Cortex"
            case .thanos: "Thanos"
            case .unknown: "Prometheus-compatible"
            }
        return version.map { "\(program) \($0)" } ?? program
    }

    /// What to send with every request.
    package var parameters: [(name: String, value: String)] {
        switch program {
        // One that ignores it answers instant queries live at least, and shifts no ranges.
        case .victoriaMetrics: delay == .zero ? Self.live : Self.live + [("nocache", "1")]
        default: []
        }
    }

    /// How long after a scrape its samples are all to be seen: a window that ends later lacks some, and reads too low.
    ///
    /// Of windows of 20 s up to now 36 of 40 were up to a sixth too low on VictoriaMetrics 1.145 and 30 on 1.112,
    /// scraped once a second; of those up to 3 s ago 5 and 0, up to 4 s ago none.
    package var settling: Duration { program == .victoriaMetrics && delay == .zero ? .seconds(4) : .zero }

    /// How many bytes of one question it reads, by its default (`-search.maxQueryLen`); nil for no limit that is known.
    package var longestQuery: Int? { program == .victoriaMetrics ? 16_384 : nil }

    /// Whether its `rate` is the slope between samples, however little of the window they cover.
    package var ratesAreSlopes: Bool { program == .victoriaMetrics }

    /// Whether it answers ranges of 50 points and more for multiples of their step, earlier than what was asked for.
    ///
    /// With `nocache=1` it answers as asked. Measured on VictoriaMetrics 1.112 and 1.145.
    package var movesRanges: Bool { program == .victoriaMetrics }

    /// Whether its lists of names and of values are of whole days: what is gone since the morning is in them.
    package var listsDays: Bool { program == .victoriaMetrics }

    /// Whether its `changes` counts from the sample before the window on.
    package var reachesBack: Bool { program == .victoriaMetrics }

    /// Whether it reads names in quotes within the brackets of a grouping: VictoriaMetrics 1.112 takes them elsewhere only,
    /// and reads them with backslashes there.
    package var groupsByQuotedNames: Bool { program != .victoriaMetrics }

    /// Whether native histograms are stored as such; VictoriaMetrics turns them into buckets of its own.
    package var storesNativeHistograms: Bool { program != .victoriaMetrics }

    /// How buckets that are ranges of their own are read; nil where its functions do not.
    package var rangeStorage: HistogramStorage? { program == .victoriaMetrics ? .ranged : nil }

    /// Whether it is known to read all of PromQL that is asked: native histograms and names in quotes.
    package var readsEverything: Bool { program == .prometheus && majorVersion.map { $0 >= 3 } ?? false }

    /// Whether it may read names in quotes, as Prometheus does since 3.0.
    package var readsQuotedNames: Bool { program != .prometheus || majorVersion.map { $0 >= 3 } ?? true }

    /// Whether it is certain to read names in quotes wherever a label may stand.
    package var readsQuotedLabels: Bool { readsEverything || program == .victoriaMetrics }

    private var majorVersion: Int? {
        version.flatMap { Int($0.drop { $0 == "v" }.prefix { $0 != "." }) }
    }

    /// What a reader of the numbers should know.
    package var notes: [String] {
        switch program {
        case .victoriaMetrics:
            ["its rate() does not extrapolate: numbers differ from Prometheus's by up to one scrape's worth"]
                + (delay == .zero
                    ? [
                        "its newest samples are all there after \(settling.milliseconds / 1000) s: the numbers are of then"
                    ]
                    : [
                        "it shows samples \(delay.milliseconds / 1000) s late (-search.latencyOffset): the numbers are of then"
                    ])
        case .thanos:
            [
                "taken for a Thanos by its version number",
                "where a part of the storage is missing, numbers are too low and a warning says so",
            ]
        case .mimir, .cortex: ["it scrapes nothing itself: there are no targets to show"]
        case .prometheus, .unknown: []
        }
    }

    private static func program(_ info: BuildInfo?, traits: APITraits) -> Program {
        if !traits.isDisjoint(with: [.countsSeries, .tellsPartial, .scalarAsVector]) { return .victoriaMetrics }
        guard let info else { return .unknown }
        let application = info.application.lowercased()
        if application.contains("mimir") || application.contains("enterprise metrics") { return .mimir }
        if application.contains("cortex") { return .cortex }
        if application.contains("thanos") { return .thanos }
        guard application.isEmpty || application == "prometheus" else { return .unknown }
        // Only the full set of facts is Prometheus's own; imitations leave most of them out.
        guard !info.revision.isEmpty, info.goVersion.hasPrefix("go") else {
            return info == BuildInfo(version: "2.24.0") ? .victoriaMetrics : .unknown
        }
        let major = info.version.prefix { $0 != "." }.drop { $0 == "v" }
        switch Int(major) {
        // Thanos answers in Prometheus's form, and its versions have all begun with 0.
        case 0: return .thanos
        case .some(2...): return .prometheus
        default: return .unknown
        }
    }
}
