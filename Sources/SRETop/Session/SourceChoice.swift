import PromClient

/// Where numbers come from.
enum SourceChoice: Sendable {
    /// A Prometheus, and the way there.
    case prometheus(PrometheusAccess)
    /// Metrics pages.
    case pages([ScrapeTarget])
    /// Nothing was said: look around on this machine.
    case search
}
