import GoldenSignals
package import PromModel
import PromQL

/// A page that the server scrapes, and how that goes.
package struct APITarget: Sendable, Equatable {
    /// How the last scrape went.
    package enum Health: String, Sendable {
        /// It succeeded.
        case up
        /// It failed.
        case down
        /// There was none yet.
        case unknown
    }

    /// The labels that its samples get.
    package private(set) var labels = Labels()
    /// The part of the configuration that it comes from.
    package private(set) var scrapePool = ""
    /// The page.
    package private(set) var scrapeURL = ""
    /// Why the last scrape failed; empty where it did not.
    package private(set) var lastError = ""
    /// When the last scrape began; nil before the first.
    package private(set) var lastScrape: Timestamp?
    /// How long the last scrape took.
    package private(set) var lastScrapeDuration = Duration.zero
    /// How the last scrape went.
    package private(set) var health = Health.unknown
    /// The time between scrapes, where the server tells.
    package private(set) var scrapeInterval: Duration?
    /// How long a scrape may take, where the server tells.
    package private(set) var scrapeTimeout: Duration?

    /// Reads one element of `activeTargets`.
    static func read(_ reader: inout JSONReader) throws(JSONFault) -> APITarget {
        var target = APITarget()
        guard try reader.enterObject() else { return target }
        while let key = try reader.nextKey() {
            switch key {
            case "labels": target.labels = try reader.labels()
            case "scrapePool": target.scrapePool = try reader.string()
            case "scrapeUrl": target.scrapeURL = try reader.string()
            case "lastError": target.lastError = excerpt(try reader.string())
            case "lastScrape": target.lastScrape = Timestamp(rfc3339: try reader.string())
            case "lastScrapeDuration": target.lastScrapeDuration = try reader.seconds()
            case "health": target.health = Health(rawValue: try reader.string()) ?? .unknown
            case "scrapeInterval": target.scrapeInterval = PromQLDuration.parse(try reader.string())
            case "scrapeTimeout": target.scrapeTimeout = PromQLDuration.parse(try reader.string())
            case "discoveredLabels": try target.readDiscovered(&reader)
            default: try reader.skip()
            }
        }
        target.forgetScrapeThatNeverWas()
        return target
    }

    /// An error's words; of very many the telling ones, which come last.
    private static func excerpt(_ text: String) -> String {
        let words = text.utf8.count > PrintableExcerpt.messageLength ? ScrapeErrorText.essence(text) : text
        return PrintableExcerpt.of(words, atMost: PrintableExcerpt.messageLength)
    }

    /// A target that was never scraped is neither up nor down.
    ///
    /// Prometheus says `unknown` and the year 1, VictoriaMetrics `down`, 1970 and no error.
    private mutating func forgetScrapeThatNeverWas() {
        guard let moment = lastScrape, moment.milliseconds <= 0 else { return }
        lastScrape = nil
        if lastError.isEmpty { health = .unknown }
    }

    /// Some servers tell how a target is scraped only among the labels that it was found with.
    private mutating func readDiscovered(_ reader: inout JSONReader) throws(JSONFault) {
        let labels = try reader.labels()
        scrapeInterval = scrapeInterval ?? PromQLDuration.parse(labels["__scrape_interval__"])
        scrapeTimeout = scrapeTimeout ?? PromQLDuration.parse(labels["__scrape_timeout__"])
    }
}

extension JSONReader {
    /// Reads a number of seconds as a duration; what no duration can hold is none.
    mutating func seconds() throws(JSONFault) -> Duration {
        .milliseconds(Int64(saturating: (try number() * 1000).rounded()))
    }
}
