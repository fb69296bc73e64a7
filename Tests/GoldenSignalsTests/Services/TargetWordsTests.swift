import GoldenSignals
import PromModel
import Testing

@Suite("Words about targets")
struct TargetWordsTests {
    @Test(
        "The useful end of a scrape's error",
        arguments: [
            (#"Get "http://a:80/metrics": dial tcp 10.0.0.1:80: connect: connection refused"#, "connection refused"),
            (#"Get "https://a/metrics": context deadline exceeded"#, "context deadline exceeded"),
            (
                #"Get "http://nowhere:1/metrics": dial tcp: lookup nowhere on 10.0.0.2:53: no such host"#,
                "lookup nowhere on 10.0.0.2:53: no such host"
            ),
            (
                "server returned HTTP status 500 Internal Server Error",
                "server returned HTTP status 500 Internal Server Error"
            ),
            (
                #"Get "https://a/": x509: certificate has expired or is not yet valid: current time is after 2026"#,
                "x509: certificate has expired or is not yet valid: current time is after 2026"
            ),
            (
                #"Get "http://a/": read tcp 10.0.0.1:2->10.0.0.2:80: read: connection reset by peer"#,
                "connection reset by peer"
            ),
            (
                #"cannot perform request to "http://a:1/": dial tcp4 127.0.0.1:1: connect: connection refused"#,
                "connection refused"
            ),
            (
                #"expected value after metric, got "MNAME" ("INVALID") while parsing: "a b""#,
                #"expected value after metric, got "MNAME" ("INVALID") while parsing: "a b""#
            ),
            ("", ""),
        ]
    )
    func essence(text: String, end: String) {
        #expect(ScrapeErrorText.essence(text) == end)
    }

    @Test(
        "Targets on one address are told apart by what differs",
        arguments: [
            ([["instance": "a:1"], ["instance": "a:2"]], ["a:1", "a:2"]),
            (
                [["instance": "a:1", "metrics_path": "/m"], ["instance": "a:1", "metrics_path": "/m/c", "id": "2"]],
                ["a:1 /m", "a:1 /m/c"]
            ),
            (
                [["instance": "a:1", "app": "x", "pod": "x-1"], ["instance": "a:1", "app": "y", "pod": "y-1"]],
                ["a:1 app=x", "a:1 app=y"]
            ), ([["instance": "a:1"], ["instance": "a:1", "app": "y"]], ["a:1", "a:1 app=y"]),
        ] as [([Labels], [String])]
    )
    func names(targets: [Labels], expected: [String]) {
        let names = TargetNames(targets)
        #expect(targets.map { names.name(of: $0) } == expected)
    }

    private static func status(_ name: String, _ failure: String?, since: Int64? = nil) -> TargetStatus {
        var status = TargetStatus(
            instance: name,
            failure: failure,
            defect: nil,
            scrapedAt: Timestamp(milliseconds: 1),
            duration: .zero
        )
        status.downSince = since.map { Timestamp(milliseconds: $0) }
        return status
    }

    @Test("What targets say together: the one that is down for longest speaks")
    func outage() {
        #expect(TargetOutage([Self.status("a", nil)]) == nil && TargetOutage([]) == nil)
        let some = TargetOutage([
            Self.status("a", nil), Self.status("b", "x", since: 9), Self.status("c", "y", since: 5),
        ])
        #expect(some?.down == 2 && some?.total == 3 && some?.isWhole == false)
        #expect(some?.instance == "c" && some?.reason == "y" && some?.since == Timestamp(milliseconds: 5))
        var fresh = Self.status("new", nil)
        fresh.isUnscraped = true
        #expect(TargetOutage([fresh, Self.status("b", "x")])?.isWhole == true)
        #expect(TargetOutage([fresh]) == nil)
    }

    @Test(
        "One scrape that failed after others may have been lost on its way: the next one tells, or the time it takes",
        arguments: [
            // Seconds: down since, the last scrape, now; whether any answered before.
            (100, 100, 101, true, true), (100, 105, 106, true, false), (100, 100, 119, true, true),
            (100, 100, 120, true, false), (100, 100, 101, false, false), (nil, 100, 101, true, false),
            (100, nil, 101, true, false),
        ] as [(Double?, Double?, Double, Bool, Bool)]
    )
    func singleMiss(since: Double?, last: Double?, now: Double, hasAnswered: Bool, isSingle: Bool) {
        let outage = TargetOutage(
            down: 1,
            total: 2,
            since: since.map { Timestamp(seconds: $0) },
            isOlderThanData: !hasAnswered,
            instance: "a:1",
            reason: "timeout",
            lastScrape: last.map { Timestamp(seconds: $0) }
        )
        #expect(outage.isSingleMiss(at: Timestamp(seconds: now)) == isSingle)
    }
}
