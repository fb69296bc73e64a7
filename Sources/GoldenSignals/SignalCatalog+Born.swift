// Counters that were born within the window, for many services at once.
extension SignalCatalog {
    /// Requests that the first values of series stand for that are new within the window; absent where there are none.
    ///
    /// Cheaper than ``FirstValues``, which looks at each scrape: what a series holds that was not there a window ago, less
    /// what its increase tells. As there, its process was scraped before without it: it has the same start time, its
    /// target answered, and no series of the requests has gone since. Of histograms that are stored whole it tells
    /// nothing.
    var bornRequests: String? { requests.numbers.map { sumOfFirst([born($0)]) } }

    /// The same of failed requests; nil where the metric carries no status.
    var bornFailures: String? {
        let born = failures.compactMap { failure in failure.counter.numbers.map { failure.kept(self.born($0)) } }
        return born.isEmpty ? nil : sumOfFirst(born)
    }

    private func sumOfFirst(_ vectors: [String]) -> String {
        let parts = vectors.enumerated().map { index, vector in
            vectors.count > 1 ? Self.tagged(vector, as: "\(index)") : vector
        }
        return "sum\(by)(\(parts.joined(separator: " or ")))"
    }

    /// What each series of a selector held on its first sample, where it is certain that it counted on from zero.
    private func born(_ series: String) -> String {
        let start = processStart
        let before = { (selector: String) in "\(selector) offset \(self.window)" }
        let gone = requests.numbers.map { " unless \(onTarget) (\(before($0)) unless \($0))" } ?? ""
        let new =
            "(\(series) unless \(before(series)))"
            + " and \(onTarget) (\(start) == \(before(start)))"
            + " and \(onTarget) (\(before(targetsUp)) == 1)" + gone
        return "((\(new)) - (increase(\(series)[\(window)]) or 0 * \(series)))"
    }
}
