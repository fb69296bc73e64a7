import PromModel
import PromQL
import Randomness

/// A range query and the samples it is asked of, made up the same way every time.
///
/// Series are scraped at fixed intervals, those of an instance at the same moments. Scrapes go on after the end of the
/// query, until every sample that the query looks at lies in a sealed block.
struct QueryCase: Sendable {
    /// 2023-11-15 00:00:00 UTC, where a block of Prometheus begins.
    static let start = Timestamp(seconds: 1_700_006_400)
    static let span = Duration.seconds(3600)
    static let stepCount = 240
    /// As many as an open block takes.
    private static let scrapesAfterwards = 120

    let name: String
    let expression: String
    /// Which share of Prometheus's time it may take.
    let limit: Double
    /// The time between two scrapes.
    let interval: Duration
    private let makeSeries: @Sendable (inout SeededRandom, _ scrapes: Int) -> [MadeUpSeries]

    init(
        name: String,
        expression: String,
        limit: Double,
        interval: Duration,
        makeSeries: @escaping @Sendable (inout SeededRandom, _ scrapes: Int) -> [MadeUpSeries]
    ) {
        self.name = name
        self.expression = expression
        self.limit = limit
        self.interval = interval
        self.makeSeries = makeSeries
    }

    /// Whether it is about native histograms.
    var isNative: Bool { name == "native" }

    /// The distance of the steps.
    var step: Duration { Self.span / Self.stepCount }
    /// The first step; the last one lies at the end of the span.
    var firstStep: Timestamp { Self.start + step }
    var lastStep: Timestamp { Self.start + Self.span }

    /// The series with all their samples.
    func series() -> [MadeUpSeries] {
        var random = SeededRandom(seed: 42)
        let inSpan = Int(Self.span.milliseconds / interval.milliseconds)
        return makeSeries(&random, inSpan + Self.scrapesAfterwards)
    }

    /// When a series is scraped, in milliseconds; instances are spread over the interval.
    func time(of scrape: Int, _ series: MadeUpSeries) -> Int64 {
        let interval = interval.milliseconds
        let offset = Int64(truncatingIfNeeded: series.instance * 7919) % interval
        return Self.start.milliseconds + offset + Int64(scrape) * interval
    }
}
