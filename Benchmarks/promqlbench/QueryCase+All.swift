import PromModel
import Randomness

extension QueryCase {
    /// Two large ones, one of native histograms, and five of the kinds that rules and dashboards are made of.
    static let all = [
        QueryCase(
            name: "histogram",
            expression: "histogram_quantile(0.99, sum by (le) (rate(m_bucket[1m])))",
            limit: 0.2,
            interval: .seconds(5)
        ) { random, scrapes in
            (0..<100).flatMap { MadeUpSeries.buckets(of: $0, scrapes, &random) }
        },
        QueryCase(
            name: "jobs",
            expression: "sum by (job) (rate(m[5m]))",
            limit: 0.2,
            interval: .seconds(15)
        ) { random, scrapes in
            (0..<10_000).map { MadeUpSeries.counter(of: $0 / 10, job: "job-\($0 % 10)", scrapes, &random) }
        },
        QueryCase(
            name: "native",
            expression: "histogram_quantile(0.99, sum by (job) (rate(m[1m])))",
            limit: 0.35,
            interval: .seconds(5)
        ) { random, scrapes in
            (0..<200).map { MadeUpSeries.native(of: $0 / 10, job: "job-\($0 % 10)", scrapes, &random) }
        },
        QueryCase(
            name: "topk",
            expression: "topk(5, sum by (job) (rate(m[1m])))",
            limit: 0.5,
            interval: .seconds(5)
        ) { random, scrapes in
            (0..<1000).map { MadeUpSeries.counter(of: $0 / 50, job: "job-\($0 % 50)", scrapes, &random) }
        },
        QueryCase(name: "average", expression: "avg_over_time(m[5m])", limit: 0.5, interval: .seconds(15)) {
            random,
            scrapes in
            (0..<1000).map { MadeUpSeries.gauge(of: $0, job: "job-\($0 % 10)", scrapes, &random) }
        },
        QueryCase(
            name: "quantile",
            expression: "quantile_over_time(0.9, m[5m])",
            limit: 0.5,
            interval: .seconds(15)
        ) { random, scrapes in
            (0..<1000).map { MadeUpSeries.gauge(of: $0, job: "job-\($0 % 10)", scrapes, &random) }
        },
        QueryCase(
            name: "join",
            expression: "sum by (version) (rate(m[5m]) * on (instance) group_left (version) build_info)",
            limit: 0.5,
            interval: .seconds(15)
        ) { random, scrapes in
            (0..<1000).map { MadeUpSeries.counter(of: $0 / 10, job: "job-\($0 % 10)", scrapes, &random) }
                + (0..<100).map { MadeUpSeries.build(of: $0, scrapes) }
        },
        QueryCase(
            name: "subquery",
            expression: "max_over_time(sum by (job) (rate(m[1m]))[10m:1m])",
            limit: 0.5,
            interval: .seconds(15)
        ) { random, scrapes in
            (0..<1000).map { MadeUpSeries.counter(of: $0 / 10, job: "job-\($0 % 10)", scrapes, &random) }
        },
    ]
}
