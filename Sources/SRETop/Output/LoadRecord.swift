import PromModel
import ServiceKit

/// A run as JSON and as CSV, for other programs.
enum LoadRecord {
    /// One object: counts, clocks with every time that occurred (so that runs can be merged), verdict, thresholds.
    ///
    /// Times are in seconds. `at_least` says how many of a clock's times are only bounds.
    static func json(
        _ summary: LoadSummary,
        url: String,
        outcomes: [LoadThreshold.Outcome],
        ends: LoadEnds? = nil
    ) -> String {
        let verdict = LoadVerdict(summary)
        let count = summary.count
        let fields: [(String, String)] = [
            ("url", JSONText.quoted(url)), ("loop", summary.isClosedLoop ? "\"closed\"" : "\"open\""),
            ("connections", "\(summary.connections)"), ("threads", "\(summary.efforts.count)"),
            ("elapsed", number(summary.efforts.map(\.elapsed).max().map { $0 / .seconds(1) })),
            (
                "count",
                object(
                    [
                        ("sent", count.sent), ("answered", count.done), ("timeout", count.timeouts),
                        ("connection", count.connectionErrors), ("not_http", count.protocolErrors),
                        ("shed", count.shed), ("unfinished", count.unfinished), ("skipped", count.skipped),
                        ("retried", count.retried), ("repeated", count.repeated), ("dropped", count.dropped),
                        ("opened", count.opened), ("refused", count.refused),
                    ].map { ($0.0, "\($0.1)") }
                )
            ),
            (
                "status",
                object(count.byClass.enumerated().map { ("\($0.offset + 1)xx", "\($0.element)") })
            ),
            ("connection_limit_reached", "\(summary.isAtConnectionLimit)"),
            ("most_in_use", number(summary.mostInUse.map { Double($0) })),
            ("amplification", number(count.amplification)),
            ("requests", "[" + summary.kinds.map(kind).joined(separator: ",") + "]"),
            ("efforts", "[" + summary.efforts.map(effort).joined(separator: ",") + "]"),
            ("answers_per_second", number(summary.answersPerSecond)),
            ("processor_seconds_per_answer", number(summary.processorTimePerAnswer.map { $0 / .seconds(1) })),
            ("busiest_thread", number(verdict.evidence.busiest)),
            ("denied_processor", number(verdict.evidence.denied)),
            ("response", clock(summary.response)), ("service", clock(summary.service)),
            ("lag", clock(summary.lag)), ("wait", clock(summary.wait)),
            ("both_ends", ends.map(both) ?? "null"),
            ("limit", JSONText.quoted(verdict.limit.rawValue)),
            (
                "thresholds",
                "["
                    + outcomes.map {
                        object([
                            ("text", JSONText.quoted($0.text)), ("met", "\($0.isMet)"),
                            ("measured", number($0.measured)),
                        ])
                    }.joined(separator: ",") + "]"
            ),
        ]
        return object(fields) + "\n"
    }

    /// A line a second; times in seconds, empty where there were none.
    static func csv(_ summary: LoadSummary) -> String {
        var lines = [
            "second,answered,server_errors,unanswered,response_p50,response_p99,response_max,"
                + "service_p50,service_p99,service_max"
        ]
        for second in summary.seconds {
            let times = [second.response, second.service].flatMap { [$0?.p50, $0?.p99, $0?.maximum] }
            let counts = [second.number, second.done, second.serverErrors, second.unanswered].map { "\($0)" }
            let texts = times.map { $0.map { number($0 / .seconds(1)) } ?? "" }
            lines.append((counts + texts).joined(separator: ","))
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private static func clock(_ times: LatencyDistribution) -> String {
        let ranks: [(String, Double)] = [
            ("p50", 50), ("p75", 75), ("p90", 90), ("p95", 95), ("p99", 99), ("p99_9", 99.9), ("p99_99", 99.99),
            ("max", 100),
        ]
        let values = times.occurrences().map { "[\(number($0.time / .seconds(1))),\($0.count)]" }
        return object(
            [("count", "\(times.count)"), ("at_least", "\(times.boundCount)")]
                + [("least_bound", number(times.leastBound.map { $0 / .seconds(1) }))]
                + ranks.map { ($0.0, number(times.value(at: $0.1).map { $0.duration / .seconds(1) })) }
                + [("times", "[" + values.joined(separator: ",") + "]")]
        )
    }

    /// What the service's own histogram says; its percentiles lie between two bounds.
    private static func both(_ ends: LoadEnds) -> String {
        let ranks = ends.ranks.map { rank in
            object([
                ("percentile", number(rank.percentile)), ("driver", number(rank.driver / .seconds(1))),
                ("service_above", number(rank.service.lowerBound)),
                ("service_at_most", number(rank.service.upperBound)),
            ])
        }
        return object([
            ("answered", "\(ends.answered)"), ("counted_by_service", "\(ends.counted)"),
            ("asked_by_slow_readers", "\(ends.bySlowReaders)"), ("unanswered", "\(ends.unanswered)"),
            ("driver_mean", number(ends.driverMean.map { $0 / .seconds(1) })),
            ("service_mean", number(ends.serviceMean.map { $0 / .seconds(1) })),
            ("between", number(ends.between.map { $0 / .seconds(1) })),
            ("percentiles", "[" + ranks.joined(separator: ",") + "]"),
        ])
    }

    private static func kind(_ count: LoadKindCount) -> String {
        object(
            [
                ("answered", count.answered), ("4xx", count.clientErrors), ("5xx", count.serverErrors),
                ("unanswered", count.unanswered),
            ].map { ($0.0, "\($0.1)") }
        )
    }

    private static func effort(_ effort: LoadEffort) -> String {
        object([
            ("processor", number(effort.processor / .seconds(1))), ("denied", number(effort.denied / .seconds(1))),
            ("elapsed", number(effort.elapsed / .seconds(1))), ("answers", "\(effort.answers)"),
        ])
    }

    private static func object(_ fields: [(String, String)]) -> String {
        "{" + fields.map { "\(JSONText.quoted($0.0)):\($0.1)" }.joined(separator: ",") + "}"
    }

    /// Nine decimals: a nanosecond.
    private static func number(_ value: Double?) -> String {
        guard let value, value.isFinite else { return "null" }
        return NumberText.formatPlain((value * 1e9).rounded() / 1e9)
    }
}
