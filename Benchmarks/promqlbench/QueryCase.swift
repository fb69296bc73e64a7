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

    static let all = [
        QueryCase(
            name: "histogram",
            expression: "histogram_quantile(0.99, sum by (le) (rate(m_bucket[1m])))",
            interval: .seconds(5)
        ) { random, scrapes in
            (0..<100).flatMap { buckets(of: $0, scrapes, &random) }
        },
        QueryCase(
            name: "jobs",
            expression: "sum by (job) (rate(m[5m]))",
            interval: .seconds(15)
        ) { random, scrapes in
            (0..<10_000).map { counter(of: $0 / 10, job: "job-\($0 % 10)", scrapes, &random) }
        },
    ]

    let name: String
    let expression: String
    /// The time between two scrapes.
    let interval: Duration
    private let makeSeries: @Sendable (inout SeededRandom, _ scrapes: Int) -> [MadeUpSeries]

    private init(
        name: String,
        expression: String,
        interval: Duration,
        makeSeries: @escaping @Sendable (inout SeededRandom, _ scrapes: Int) -> [MadeUpSeries]
    ) {
        self.name = name
        self.expression = expression
        self.interval = interval
        self.makeSeries = makeSeries
    }

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

    private static func counter(
        of instance: Int,
        job: String,
        _ scrapes: Int,
        _ random: inout SeededRandom
    ) -> MadeUpSeries {
        // One in a hundred restarts.
        let restart = Int.random(in: 0..<100, using: &random) == 0 ? Int.random(in: 0..<scrapes, using: &random) : nil
        var total = Double(Int.random(in: 0..<1_000_000, using: &random))
        var values: [Double] = []
        for scrape in 0..<scrapes {
            if scrape == restart { total = 0 }
            total += Double(Int.random(in: 0...100, using: &random))
            values.append(total)
        }
        let labels: Labels = ["__name__": "m", "instance": "instance-\(instance)", "job": job]
        return MadeUpSeries(labels: labels, values: values, instance: instance)
    }

    private static func buckets(of instance: Int, _ scrapes: Int, _ random: inout SeededRandom) -> [MadeUpSeries] {
        var below = Array(repeating: 0.0, count: scrapes)
        let bounds = ["0.005", "0.01", "0.025", "0.05", "0.1", "0.25", "0.5", "1", "2.5", "+Inf"]
        return bounds.enumerated().map { index, bound in
            // Most requests are fast.
            let most = (bounds.count - index) * (bounds.count - index) / 5
            var inBucket = 0.0
            for scrape in 0..<scrapes {
                inBucket += Double(Int.random(in: 0...most, using: &random))
                below[scrape] += inBucket
            }
            let labels: Labels = ["__name__": "m_bucket", "instance": "instance-\(instance)", "le": bound]
            return MadeUpSeries(labels: labels, values: below, instance: instance)
        }
    }
}

/// A series with a value for each scrape.
struct MadeUpSeries {
    let labels: Labels
    let values: [Double]
    /// Which instance it belongs to.
    let instance: Int
}
