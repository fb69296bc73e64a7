package import GoldenSignals
package import PromQL

extension Configuration {
    /// One place where numbers come from.
    package struct Source: Sendable, Equatable {
        /// A Prometheus, or pages.
        package enum Place: Sendable, Equatable {
            /// A Prometheus's URL, as it was written.
            case prometheus(String)
            /// The URLs of metrics pages, as they were written.
            case pages([String])
        }

        /// One word; `--source` takes it.
        package let name: String
        /// Where it is.
        package var place: Given<Place>
        /// A file with credentials and TLS.
        package var httpConfig: Given<String>?
        /// Headers for a Prometheus.
        package var headers: [Given<SourceHeader>] = []
        /// The service that is shown first.
        package var service: Given<String>?
        /// The labels that tell its services apart, the most general one first; nil for the usual ones.
        package var serviceLabels: Given<[String]>?
        /// What each of its pages may bring; for pages only.
        package var scrapeLimits: [ScrapeLimit: Given<Int>] = [:]
        /// What the screen says beside the name.
        package var label: Given<String>?

        /// A source without anything but its place.
        package init(name: String, place: Given<Place>) {
            self.name = name
            self.place = place
        }
    }

    /// What holds for one service alone.
    package struct Service: Sendable, Equatable {
        /// Its job or service label.
        package let name: String
        /// Limits in the place of those of the same signals for all services.
        package var limits: [Given<Limit>] = []
        /// The window of its rates.
        package var window: Given<Duration>?
        /// How its metrics are named.
        package var profile: Given<String>?
        /// The services that it calls, by their names.
        package var dependencies: [Given<String>] = []

        /// A service without anything of its own.
        package init(name: String) {
            self.name = name
        }
    }
}
