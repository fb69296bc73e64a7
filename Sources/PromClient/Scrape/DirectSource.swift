import Detection
package import GoldenSignals
package import PromModel

/// Scrapes targets itself and evaluates the signals over what it got: the source that needs no Prometheus.
package actor DirectSource {
    let targets: [ScrapeTarget]
    /// The window of every rate.
    var window: Duration
    /// So much of what was scraped is kept for questions of one's own; none before the first.
    var queriedSpan = Duration.zero
    let interval: Duration
    let engine: EmbeddedQueryEngine
    let detection: ServiceDetection?
    let options: ScrapeOptions
    let scraper: Scraper
    /// What is known of each of the targets.
    var progress: [TargetProgress]
    /// When the first scrapes began.
    var firstTick: Timestamp?
    /// When the last scrapes began.
    var lastTick: Timestamp?
    /// Those who wait for a scrape to end.
    var waiters: [Int: CheckedContinuation<Void, Never>] = [:]
    var waiterCount = 0
    /// The part of the traffic that is shown; empty for all of it.
    var narrowing = Labels()
    /// What the failures are told apart by.
    var dimension = Dimension.route
    var onset: Timestamp?
    /// Whether the service was seen well before the onset.
    var isOnsetObserved = false
    /// When the breach before it ended; nil where none is known.
    var lastEnd: Timestamp?
    /// What was before an onset, by every label: later it is not in the store any more.
    var beforeOnset: (onset: Timestamp, answers: [Dimension: [InstantValue]])?
    /// The limit that is broken; nil where none is.
    var limit: Limit?
    /// What is known about the breach under way.
    var inquiry: DirectInquiry?
    /// The increments by scrape that the next update tells.
    var trace: BreachTrace?
    /// The breach that is over, and is looked at; nil where there is none.
    var ended: EndedInquiry?
    /// The increments around it that the next update tells.
    var endedTrace: BreachTrace?
    /// The finite bounds of the latency histogram in seconds.
    var bucketBounds: [Double] = []
    /// The processes' start times when their versions were last looked at, and what they were.
    var versions: (starts: [String: Double], known: [String: String])?
    /// The wall clock; a parameter so that time can be told in tests.
    let now: @Sendable () -> Timestamp
    /// How the numbers are asked for; nil before a profile fits.
    var catalog: SignalCatalog?
    /// What all requests of the pages are named by, where they are of one service.
    var pageNames: [String] = []
    /// The profiles that fit the pages.
    var directory = ServiceDirectory(matches: [], targets: [:])
    /// The one chosen by the user or by its place among those that fit.
    var match: ServiceMatch?
    var wantedProfile: String?
    /// When it was last looked for services.
    var detectedAt: Timestamp?
    /// The service that the user asked for; nil for all of the pages' together.
    var wantedService: String?
    /// The numbers of the pages' services, where there are several, and when they are of.
    var overviews: (rows: [ServiceOverview], at: Timestamp)?
    /// What was found in the pages without any profile.
    var found: DetectionResult?
    /// How often the pages were read for it: less and less often, as what is told changes less and less.
    var looks = Looks()
    /// The objectives that are followed.
    let wantedObjectives: WantedObjectives
    /// What is known of them.
    var objectives = ObjectiveBook()
    /// Somebody looks at them: where none is promised, what is usual is told.
    var areObjectivesShown = false
    /// Resources that any process may tell of.
    private(set) var resources: [MetricProfile.Resource] = []

    /// A source over `targets`, scraped every `interval`, whose metrics are those of a catalogue.
    package init(
        targets: [ScrapeTarget],
        scraper: Scraper,
        catalog: SignalCatalog,
        window: Duration,
        interval: Duration,
        options: ScrapeOptions = ScrapeOptions(),
        now: @escaping @Sendable () -> Timestamp
    ) {
        self.targets = targets
        progress = Array(repeating: TargetProgress(), count: targets.count)
        self.scraper = scraper
        self.catalog = catalog
        self.window = window
        self.interval = interval
        self.now = now
        detection = nil
        wantedObjectives = WantedObjectives()
        self.options = options
        engine = Self.engine(window: window, options)
    }

    /// A source over `targets` that finds out by which of the profiles their metrics are named.
    package init(
        targets: [ScrapeTarget],
        scraper: Scraper,
        profiles: [MetricProfile],
        wanted: String?,
        service: String? = nil,
        serviceLabels: ServiceLabels = .page,
        window: Duration,
        interval: Duration,
        objectives: WantedObjectives = WantedObjectives(),
        options: ScrapeOptions = ScrapeOptions(),
        now: @escaping @Sendable () -> Timestamp
    ) {
        self.targets = targets
        progress = Array(repeating: TargetProgress(), count: targets.count)
        self.scraper = scraper
        self.window = window
        self.interval = interval
        self.now = now
        wantedObjectives = objectives
        detection = ServiceDetection(profiles: profiles, labels: serviceLabels, ranges: .native)
        resources = MetricProfile.builtin.resources + MetricProfile.builtin.known
        wantedProfile = wanted
        wantedService = service
        self.options = options
        engine = Self.engine(window: window, options)
    }

    /// The charts keep their own points; the store only has to answer for one window, and for the one before an onset.
    static func retention(of window: Duration) -> Duration { window * 3 + .seconds(10) }

    private static func engine(window: Duration, _ options: ScrapeOptions) -> EmbeddedQueryEngine {
        EmbeddedQueryEngine(
            retention: retention(of: window),
            memoryBudget: options.memoryBudget,
            countsFromZero: options.countsFromZero
        )
    }

    /// How far back the store reaches.
    var retention: Duration { max(Self.retention(of: wantedWindow), queriedSpan) + stampLag }

    /// How far behind the page is whose own timestamps are furthest behind.
    var stampLag: Duration { progress.compactMap(\.stampLag).max() ?? .zero }
}
