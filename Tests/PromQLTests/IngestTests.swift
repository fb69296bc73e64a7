import PromModel
import PromQL
import Testing

/// What the store makes of scrapes.
@Suite struct IngestTests {
    private static let target: Labels = ["job": "app", "instance": "one"]

    private static func scrape(_ seconds: Double, _ body: String?) -> Scrape {
        let outcome: Scrape.Outcome =
            if let body {
                .success(ExpositionParser.parse(Array(body.utf8), format: .text))
            } else {
                .failure(reason: "refused")
            }
        return Scrape(target: target, start: Timestamp(seconds: seconds), duration: .milliseconds(20), outcome: outcome)
    }

    private static func store(_ scrapes: [(Double, String?)], bornFromZero: Bool = true) -> SampleStore {
        var store = SampleStore()
        store.bornFromZero = bornFromZero
        for (seconds, body) in scrapes {
            store.ingest(scrape(seconds, body))
        }
        return store
    }

    private static func samples(of name: String, in store: SampleStore) -> [Sample] {
        let matchers = [LabelMatcher("__name__", equals: name)]
        let all = store.series(
            matching: matchers,
            from: Timestamp(milliseconds: .min),
            through: Timestamp(milliseconds: .max)
        )
        return all.first?.samples ?? []
    }

    @Test("A scrape's series carry the target's labels, and clashes are renamed")
    func labels() throws {
        let store = Self.store([(10, "a{job=\"x\",exported_job=\"y\",z=\"1\"} 5\n")])
        let all = try Fixture.ask("{z='1'}", at: 10, in: store)
        #expect(all == [#"a{exported_exported_job="x", exported_job="y", instance="one", job="app", z="1"}"#: 5])
        #expect(try Fixture.value("up", at: 10, in: store) == 1)
        #expect(try Fixture.value("scrape_duration_seconds", at: 10, in: store) == 0.02)
        #expect(try Fixture.value("scrape_samples_scraped", at: 10, in: store) == 1)
        #expect(store.newestTimestamp == Timestamp(seconds: 10))
        #expect(store.seriesCount == 4 && store.sampleCount == 4)
    }

    @Test("A series that vanishes ends at once, and goes on when it returns")
    func vanished() throws {
        let store = Self.store([(0, "a 1\nb 1\n"), (10, "b 2\n"), (20, "a 3\nb 3\n")])
        #expect(try Fixture.value("a", at: 9, in: store) == 1)
        #expect(try Fixture.value("a", at: 10, in: store) == nil)
        #expect(try Fixture.value("a", at: 19, in: store) == nil)
        #expect(try Fixture.value("a", at: 20, in: store) == 3)
        #expect(try Fixture.value("b", at: 15, in: store) == 2)
        #expect(try Fixture.value("count_over_time(a[1m])", at: 20, in: store) == 2)
    }

    @Test("A series that was forgotten and returns is itself, whatever took its place")
    func forgotten() throws {
        var store = Self.store([(0, "a 1\nb 1\n"), (10, "b 1\n")])
        store.dropSamples(before: Timestamp(seconds: 15))
        #expect(store.seriesCount == 0)
        for (seconds, page) in [(20.0, "b 1\nc 7\nd 7\n"), (30, "b 2\nc 8\na 5\n"), (40, "c 9\na 6\n")] {
            store.ingest(Self.scrape(seconds, page))
        }
        #expect(Self.samples(of: "a", in: store).map(\.value) == [5, 6])
        #expect(Self.samples(of: "c", in: store).map(\.value) == [7, 8, 9])
        #expect(Self.samples(of: "b", in: store).count == 3 && Self.samples(of: "d", in: store).count == 2)
        store.dropSamples(before: Timestamp(seconds: 45))
        #expect(store.seriesCount == 0 && store.sampleCount == 0)
    }

    @Test("A failed scrape ends all series of its target but the reports")
    func failed() throws {
        let store = Self.store([(0, "a 1\n"), (10, nil), (20, nil)])
        #expect(try Fixture.value("a", at: 12, in: store) == nil)
        #expect(try Fixture.value("up", at: 12, in: store) == 0)
        #expect(try Fixture.value("scrape_samples_scraped", at: 12, in: store) == 0)
        #expect(Self.samples(of: "a", in: store).count == 2)
    }

    @Test("The first of duplicates wins, and both are counted as scraped")
    func duplicates() throws {
        let store = Self.store([(0, "a 1\na 2\n")])
        #expect(try Fixture.value("a", at: 0, in: store) == 1)
        #expect(try Fixture.value("scrape_samples_scraped", at: 0, in: store) == 2)
        #expect(store.outOfOrderCount == 0)
    }

    @Test("Explicit timestamps are kept, never marked stale, and dropped when they go back")
    func timestamps() throws {
        let store = Self.store([(10, "a 1 4000\n"), (20, "a 2 3000\n"), (30, "b 1\n")])
        #expect(Self.samples(of: "a", in: store) == [Sample(timestamp: Timestamp(seconds: 4), value: 1)])
        #expect(store.outOfOrderCount == 1)
    }

    private static let start = "process_start_time_seconds 100\n"
    private static let errors = "# TYPE errors_total counter\nerrors_total{code=\"500\"} 3\n# TYPE load gauge\nload 3\n"

    @Test("A counter born while its process was watched starts from zero")
    func born() throws {
        let store = Self.store([(0, Self.start), (15, Self.start + Self.errors)])
        #expect(Self.samples(of: "errors_total", in: store).map(\.value) == [0, 3])
        #expect(Self.samples(of: "load", in: store).map(\.value) == [3])
        #expect(store.syntheticSampleCount == 1)
        #expect(try Fixture.value("increase(errors_total[1m])", at: 15, in: store) != nil)
    }

    @Test("Buckets, counts and sums are born from zero as well, quantiles are not")
    func bornHistogram() {
        let body = """
            # TYPE h histogram\nh_bucket{le="+Inf"} 2\nh_sum 4\nh_count 2
            # TYPE s summary\ns{quantile="0.5"} 1\ns_sum 1\ns_count 1\n
            """
        let store = Self.store([(0, Self.start), (15, Self.start + body)])
        #expect(store.syntheticSampleCount == 5)
        #expect(Self.samples(of: "s", in: store).count == 1)
    }

    @Test(
        "Without proof that the process was running no zero is put in",
        arguments: [
            [(0, ""), (15, errors)],
            [(15, start + errors)],
            [(0, start), (15, "process_start_time_seconds 101\n" + errors)],
            [(0, nil), (15, start + errors)],
            [(0, ""), (15, start + errors)],
        ] as [[(Double, String?)]]
    )
    func notBorn(scrapes: [(Double, String?)]) {
        let store = Self.store(scrapes)
        #expect(Self.samples(of: "errors_total", in: store).map(\.value) == [3])
        #expect(store.syntheticSampleCount == 0)
    }

    private static let total = "# TYPE requests_total counter\n"

    @Test("Without a start time, counters that go on prove that the process does, and new ones start from zero")
    func bornBesideOthers() {
        let before = Self.total + "requests_total{code=\"200\"} 100\n"
        let after = Self.total + "requests_total{code=\"200\"} 200\nrequests_total{code=\"503\"} 3000\n"
        let store = Self.store([(0, before), (15, after)])
        #expect(store.syntheticSampleCount == 1)
        for restart in [
            "requests_total{code=\"200\"} 3\n", "requests_total{code=\"200\"} 100\n",
            "requests_total{code=\"200\",instance=\"other\"} 200\n",
        ] {
            let other = Self.store([(0, before), (15, Self.total + restart + "requests_total{code=\"503\"} 3000\n")])
            #expect(other.syntheticSampleCount == 0, "\(restart)")
        }
    }

    @Test("What is new under other labels when series of its metric end is no birth, another metric's is")
    func relabelled() {
        let before = Self.total + "requests_total{version=\"1\"} 9000\n"
        let after = Self.total + "requests_total{version=\"2\"} 9040\n"
        let store = Self.store([(0, Self.start + before), (15, Self.start + after + Self.errors)])
        #expect(Self.samples(of: "errors_total", in: store).map(\.value) == [0, 3])
        #expect(store.syntheticSampleCount == 1)
    }

    @Test("Birth from zero can be switched off")
    func switchedOff() {
        let store = Self.store([(0, Self.start), (15, Self.start + Self.errors)], bornFromZero: false)
        #expect(Self.samples(of: "errors_total", in: store).map(\.value) == [3])
    }

    @Test("A counter that restarts counts on from its new value")
    func restarted() throws {
        let store = Self.store([(0, "# TYPE c counter\nc 100\n"), (15, "c 110\n"), (30, "c 4\n"), (45, "c 6\n")])
        #expect(try Fixture.value("resets(c[1m])", at: 45, in: store) == 1)
        let increase = try #require(try Fixture.value("increase(c[1m])", at: 45, in: store))
        // 10 before the restart, 4 and 2 after it, over 45 s of a window of 60 s.
        #expect(abs(increase - 16.0 * 60 / 45) < 1e-9)
    }

    @Test("Old samples are forgotten, and series that have none left")
    func dropped() {
        var store = SampleStore()
        let labels: Labels = ["__name__": "a"]
        for second in 0..<500 {
            store.append(labels, Sample(timestamp: Timestamp(seconds: Double(second)), value: Double(second)))
        }
        store.append(["__name__": "b"], Sample(timestamp: Timestamp(seconds: 1), value: 1))
        store.dropSamples(before: Timestamp(seconds: 250))
        #expect(store.sampleCount == 250 && store.seriesCount == 1)
        #expect(Self.samples(of: "a", in: store).first?.value == 250)
        store.dropSamples(before: Timestamp(seconds: 1000))
        #expect(store.sampleCount == 0 && store.seriesCount == 0 && store.newestTimestamp == nil)
    }

    @Test("A copy of the store keeps what it held")
    func snapshot() throws {
        var store = Self.store([(0, "a 1\n")])
        let copy = store
        store.ingest(Self.scrape(10, "a 2\n"))
        #expect(try Fixture.value("a", at: 10, in: copy) == 1)
        #expect(try Fixture.value("a", at: 10, in: store) == 2)
    }
}
