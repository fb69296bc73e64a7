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
        fileprivate(set) var isBorn = false
        /// In which scrape it was seen last.
        var lastScrape = 0
        /// Whether it was seen last without a timestamp of its own.
        var isLive = false

        init(stored: Labels, id: Int) {
            self.stored = stored
            self.id = id
        }

        /// Notes that a scrape has it; whether that is new.
        mutating func visit(inScrape count: Int) -> Bool {
            guard lastScrape != count else { return false }
            lastScrape = count
            return true
        }
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
    /// The first place of a sample that tells when the process started.
    private(set) var processStartPlace: Int?
    /// How many of the series are born: mostly none.
    private(set) var bornCount = 0
    /// How many scrapes succeeded.
    var scrapeCount = 0
    /// When the last scrape that succeeded began.
    var lastSuccess: Int64?
    /// What the target said its process's start time is, in the last scrape that succeeded.
    var processStart: Double?

    /// How many places from one on have the very labels of the samples that stand there now; the index behind them.
    func unchangedPlaces(of samples: [ExpositionSample], from start: Int) -> Int {
        samples.withUnsafeBufferPointer { samples in
            places.withUnsafeBufferPointer { places in
                var index = start
                while index < samples.count, index < places.count,
                    places[index].labels.isIdentical(to: samples[index].labels)
                { index += 1 }
                return index
            }
        }
    }

    /// Says of a series whether it is born.
    mutating func setBorn(_ isBorn: Bool, _ number: Int) {
        guard series[number].isBorn != isBorn else { return }
        series[number].isBorn = isBorn
        bornCount += isBorn ? 1 : -1
    }

    /// Finds again what is told of the places, after some of them have changed.
    mutating func settlePlaces() {
        processStartPlace = places.firstIndex { $0.isProcessStart }
    }

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
        bornCount = series.count { $0.isBorn }
    }
}
