internal import PromModel

/// What a store remembers of a target from one scrape to the next.
struct TargetState: Sendable {
    /// A series that the target exposes, or did.
    struct ExposedSeries: Sendable {
        /// The labels it is stored under.
        let stored: Labels
        /// Its id in the store.
        var id: Int
        /// Whether the store had none like it before.
        var isBorn: Bool
        /// In which scrape it was seen last.
        var lastScrape = 0
        /// Whether it was seen last without a timestamp of its own.
        var isLive = false
    }

    /// What a sample of a page belongs to.
    struct Place: Sendable {
        /// The labels as exposed.
        let labels: Labels
        /// The number of its series.
        let series: Int
        /// Whether its value is when the process started.
        let isProcessStart: Bool

        init(labels: Labels, series: Int) {
            self.labels = labels
            self.series = series
            isProcessStart = labels.metricName == "process_start_time_seconds"
        }
    }

    var series: [ExposedSeries] = []
    /// The series of the last page, sample by sample: the next one is likely to have the same.
    var places: [Place] = []
    /// Numbers of series by the labels as exposed.
    var numbers: [Labels: Int] = [:]
    /// Numbers of series by their ids: two that are exposed may be stored as one.
    var numbersByID: [Int: Int] = [:]
    /// How many scrapes succeeded.
    var scrapeCount = 0
    /// When the last scrape that succeeded began.
    var lastSuccess: Int64?
    /// What the target said its process's start time is, in the last scrape that succeeded.
    var processStart: Double?

    /// Keeps what is remembered from growing with series that come and go.
    mutating func forgetVanished() {
        guard numbers.count > places.count * 2 + 100 else { return }
        let old = self
        (series, numbers, numbersByID) = ([], [:], [:])
        places = old.places.map { place in
            let known = old.series[place.series]
            let number = numbersByID[known.id] ?? series.count
            if number == series.count { series.append(known) }
            numbersByID[known.id] = number
            numbers[place.labels] = number
            return Place(labels: place.labels, series: number)
        }
    }
}
