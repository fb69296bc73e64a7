package import GoldenSignals
package import PromModel

/// Reads the signals of a service from a Prometheus, or from what speaks its language.
///
/// It asks for what is shown once and then for what may still change; while the source fails it scrapes the targets
/// itself where it can, and it returns by itself.
package actor PrometheusSource {
    /// What the user asked for.
    package struct Options: Sendable {
        /// The service; nil for the one that is worst.
        package var service: String?
        /// The profile; nil for the preferred one of those that fit.
        package var profile: String?
        /// The window of every rate, or four scrapes where these are longer; nil for a minute.
        package var window: Duration?
        /// What the charts show.
        package var span: Duration
        /// The least time between two polls.
        package var atLeast: Duration
        /// The known profiles, the preferred one first.
        package var profiles: [MetricProfile]
        /// Windows of single services, by their names; they take the place of `window`.
        package var serviceWindows: [String: Duration] = [:]
        /// The profiles wanted for single services, by their names.
        package var serviceProfiles: [String: String] = [:]
        /// What tells its services apart.
        package var serviceLabels = ServiceLabels.searching
        /// The objectives that are followed.
        package var objectives = WantedObjectives()
        /// Where the Alertmanager is; nil for where the server says.
        package var alertmanager: String?
        /// The moment of the past that the screen is opened at.
        package var past: Timestamp?
        /// The alert that the screen is opened for.
        package var alert: String?
        /// How its targets are scraped while it does not answer.
        package var scraping = ScrapeOptions()

        /// Memberwise.
        package init(
            service: String?,
            profile: String?,
            window: Duration?,
            span: Duration,
            atLeast: Duration,
            profiles: [MetricProfile]
        ) {
            self.service = service
            self.profile = profile
            self.window = window
            self.span = span
            self.atLeast = atLeast
            self.profiles = profiles
        }
    }

    /// Whether a service may be shown by a profile.
    func isWanted(_ profile: MetricProfile, for service: ServiceKey) -> Bool {
        guard let wanted = options.profile ?? service.value(in: options.serviceProfiles) else { return true }
        return profile.name == wanted
    }

    var options: Options
    let now: @Sendable () -> Timestamp
    let scraper: Scraper
    /// A way to other servers, without any of the credentials.
    let plain: (any HTTPTransport)?
    let random: @Sendable () -> Double
    /// The clock of how long ago something was asked.
    let monotonic: @Sendable () -> ContinuousClock.Instant
    var api: PrometheusAPI
    var knowledge: Knowledge
    /// What is shown; nil before anything fits.
    var selection: Selection?
    /// The services that the alert may be about which the screen is opened for, the likeliest first.
    var alertServices: [String] = []
    var cache = SignalCache()
    var backOff: BackOff
    var onset: Timestamp?
    /// The part of the traffic that is shown; empty for all of it.
    var narrowing = Labels()
    /// What the failures are told apart by.
    var dimension = Dimension.route
    /// Whether the service was seen well before the onset.
    var isOnsetObserved = false
    /// When the breach before it ended; nil where none is known.
    var lastEnd: Timestamp?
    /// What was before each onset that was asked about.
    var beforeOnset: [BeforeOnset: BeforeOnset.Answer] = [:]
    /// What is asked about the breach under way.
    var inquiry = BreachInquiry()
    /// The breach that is over, and is asked about; nil where there is none.
    var ended: EndedInquiry?
    /// The choice whose processes were asked about; nil before any.
    var processPastOf: Int?
    /// The choice whose instances and routes were asked about; nil before any.
    var requestPastOf: Int?
    /// The labels of the service's requests; nil before they were asked for.
    var requestSeries: [Labels]?
    /// The finite bounds of the latency histogram in seconds.
    var bucketBounds: [Double] = []
    /// A bound that came to be spelled in another way.
    var respelled: RespelledBound?
    /// How many times in a row not all was answered about all services.
    var failedOverviews = 0
    var audit: SourceReport.Audit?
    var failingSince: Timestamp?
    /// Until when the server asked to be left alone, by its answers to what the verdict can do without.
    var sparedUntil: ContinuousClock.Instant?
    var lastFailure: String?
    var standIn: StandIn?
    /// What the last poll that was answered said.
    var lastSnapshot: SignalSnapshot?
    var cost = PollCost()
    /// Range queries that fail by themselves, by their place; and how often in a row.
    var failedRanges: [Int: Int] = [:]
    /// Why signals have no number although the service exposes them.
    var failedSignals: [Signal: String] = [:]
    /// The failures since the onset as they were counted last.
    var errorCount: (value: Double, at: ContinuousClock.Instant, totals: [String: Double])?
    /// What is known of objectives.
    var objectives = ObjectiveBook()
    /// Somebody looks at them: where none is promised, what is usual is told.
    var areObjectivesShown = false
    /// They are being asked about.
    var isAskingObjectives = false
    /// Grows with every choice: an answer to an earlier one is of no use.
    var selectionGeneration = 0
    private var slowly: Task<Void, Never>?
    private var sleeping: Task<Void, Never>?
    private var isHurried = false

    /// A source over an API.
    ///
    /// `scraper` stands in for the server while it fails, `plain` reaches an Alertmanager: neither may carry any of its
    /// credentials. `now` is the wall clock; `random` gives numbers from 0 to 1, `monotonic` is the clock that ages are
    /// told by.
    package init(
        api: PrometheusAPI,
        options: Options,
        scraper: Scraper,
        plain: (any HTTPTransport)? = nil,
        now: @escaping @Sendable () -> Timestamp,
        random: @escaping @Sendable () -> Double = { Double.random(in: 0...1) },
        monotonic: @escaping @Sendable () -> ContinuousClock.Instant = { .now }
    ) {
        self.api = api
        self.options = options
        self.scraper = scraper
        self.plain = plain
        self.now = now
        self.random = random
        self.monotonic = monotonic
        knowledge = Knowledge(labels: options.serviceLabels)
        backOff = BackOff(interval: options.atLeast)
    }

    /// The time by the server's clock.
    var serverNow: Timestamp { now() + knowledge.clock.value }

    /// Polls until cancelled.
    package func run(emit: @escaping @Sendable (SourceUpdate) -> Void) async {
        defer { slowly?.cancel() }
        while !Task.isCancelled {
            if standIn == nil {
                let update = await pollOnce()
                guard !Task.isCancelled else { return }
                emit(update)
                startStandIn()
                // Beside the polls: a server that hangs there must not hold them up.
                if slowly == nil {
                    slowly = Task {
                        await self.askSlowly()
                        self.slowly = nil
                    }
                }
            }
            if standIn != nil { await stand(in: emit) }
            await sleep(untilNextPoll)
        }
    }

    /// One poll: everything where nothing is known, else what may have changed.
    ///
    /// A failure is an update too.
    package func pollOnce() async -> SourceUpdate {
        let start = ContinuousClock.now
        cost = PollCost()
        do throws(APIFailure) {
            do throws(APIFailure) {
                if knowledge.dialect == nil { try await connect() }
                if selection == nil { try await choose() }
            } catch {
                throw error.asking(for: "its services")
            }
            // What it took to get here is not what a poll costs.
            cost = PollCost()
            if let since = failingSince, let lag = selection?.schedule.lag, serverNow - since > lag {
                selection?.schedule.invalidate(.gap)
            }
            let update = try await refresh(since: start)
            backOff.succeeded(cost: update.cost, wasFull: update.patch?.isFull ?? true)
            // Another program may have taken the place of the one that was gone.
            if failingSince != nil { knowledge.unreadable = [] }
            failingSince = nil
            lastFailure = nil
            return update
        } catch {
            return fail(error, since: start)
        }
    }

    private func fail(_ error: APIFailure, since start: ContinuousClock.Instant) -> SourceUpdate {
        backOff.failed(retryAfter: error.retryAfter, isCheap: error.costsNothing)
        let reason = error.reason.text
        lastFailure = reason
        failingSince = failingSince ?? serverNow
        var update = SourceUpdate(
            snapshot: SignalSnapshot(at: serverNow, window: selection?.window ?? options.window ?? .seconds(60)),
            targets: targetStatuses(lastSnapshot),
            failure: reason,
            cost: ContinuousClock.now - start
        )
        update.report = report()
        return update
    }

    /// Until the next poll: on the grid of the server's clock while all is well, later while it is not.
    private var untilNextPoll: Duration {
        let delay = backOff.delay(jitter: random())
        guard backOff.failures == 0, let step = selection?.schedule.step else { return delay }
        let grid = step.milliseconds * backOff.slowness
        let rest = grid - serverNow.milliseconds % grid
        // Not on the stroke: all who watch the same server would come at once.
        return .milliseconds(rest) + min(step / 4, .seconds(1)) * phase
    }

    /// This run's place within the step.
    private lazy var phase = random()

    private func sleep(_ duration: Duration) async {
        if isHurried {
            isHurried = false
            return
        }
        let task = Task<Void, Never> { try? await Task.sleep(for: duration) }
        sleeping = task
        await withTaskCancellationHandler {
            await task.value
        } onCancel: {
            task.cancel()
        }
        sleeping = nil
        isHurried = false
    }

    /// Ends the wait for the next poll.
    package func hurry() {
        isHurried = sleeping == nil
        sleeping?.cancel()
    }

    /// Sleeps, at most until hurried; for those who wait beside the polls.
    func rest(_ duration: Duration) async { await sleep(duration) }
}
