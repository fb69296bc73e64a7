package import PromQL

/// What can be chosen about pages that sretop scrapes itself.
package struct ScrapeOptions: Sendable, Equatable {
    /// A page beyond one of these fails its scrape.
    package var limits = ScrapeLimits()
    /// Whether counters that appear between two scrapes of one process are given a zero at the first of them; see
    /// ``SampleStore/bornFromZero``.
    package var countsFromZero = true
    /// About how many bytes the samples may take before the oldest go; see ``SampleStore/shrink(toBytes:)``.
    package var memoryBudget = 128 * 1_048_576

    /// No limits, counters from zero, 128 MiB.
    package init() {}
}
