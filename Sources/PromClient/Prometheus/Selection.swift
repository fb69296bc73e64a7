import GoldenSignals
import PromModel

/// The service on the screen, and everything that follows from it.
struct Selection: Sendable {
    /// The service with the profile that its numbers come by.
    let match: ServiceMatch
    /// Why it is this one.
    let reason: String
    /// The window of every rate.
    let window: Duration
    /// How late the server shows its newest samples.
    let serverDelay: Duration
    /// How much older the samples are than their scrapes; nil where they are of them, as far as is known.
    var lateness: Duration?
    /// What was done to the window that was asked for; nil for nothing.
    let windowNote: String?
    /// How far apart the counters are written anew; nil where they move as requests come.
    var renewal: Duration?
    /// The replica whose series are taken; nil where there is but one of each.
    let replica: ReplicaLabel?
    /// Where the latency's unit comes from; nil where the name says it.
    let unitNote: String?
    let catalog: SignalCatalog
    var schedule: RefreshSchedule
    let scrapeInterval: Duration
    /// Between two scrapes of the target that is asked most often: those of a full window are told by it.
    let shortestInterval: Duration
    /// Where the scrape interval comes from.
    let intervalNote: String

    /// What failures are told apart by.
    var dimension = Dimension.route

    /// The newest sample that was seen; nil before the first.
    var newestSample: Timestamp?
    /// When the last request came, where all points that are shown have none; nil where that was not asked.
    var lastRequest: LastRequest?

    /// What is known of the last request.
    enum LastRequest: Sendable, Equatable {
        /// None within a day.
        case unknown
        /// About when it came.
        case at(Timestamp)
    }

    /// Why the first values of new series are not added; nil where they are.
    var firstValuesNote: String?

    /// How far behind the server's now it is asked.
    var delay: Duration { serverDelay + (lateness ?? .zero) }

    var queries: RefreshQueries {
        RefreshQueries(
            catalog: catalog,
            window: window,
            scrapeInterval: scrapeInterval,
            dimension: dimension,
            samplesPerWindow: window / shortestInterval,
            addsFirstValues: firstValuesNote == nil
        )
    }
}
