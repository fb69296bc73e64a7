import GoldenSignals
import PromModel
import Testing

@Suite("What is asked about objectives, and when")
struct ObjectiveBookTests {
    private static let day = Duration.seconds(86_400)
    private static let start = Timestamp(seconds: 1_800_000_000)

    private static func objective(_ name: String = "availability") -> ServiceLevelObjective {
        ServiceLevelObjective(
            name: name,
            objective: 0.999,
            indicator: .expressions(errors: "sum(rate(bad[$window]))", total: "sum(rate(all[$window]))"),
            period: day * 30,
            windows: BurnRateWindow.standard(for: day * 30)
        )
    }

    private static func book(_ names: [String] = ["availability"]) -> ObjectiveBook {
        var service = ServiceObjectives(service: "shop", selector: "job=\"shop\"")
        service.grouping = []
        var book = ObjectiveBook()
        book.follow(names.map { FollowedObjective(objective($0), of: service, origin: .given) })
        return book
    }

    /// An answer to everything in a question, by the tags that it carries.
    private static func answer(_ inquiry: ObjectiveBook.Inquiry, _ value: Double) -> [InstantValue] {
        inquiry.expression.matches(of: /"(objective[0-9]+)"/).map { match in
            InstantValue(labels: ["sretop": String(match.output.1)], value: value)
        }
    }

    @Test("A window is asked again after a hundredth of its length, and not before")
    func hundredth() {
        var book = Self.book()
        var asked: [String: [Int]] = [:]
        for second in stride(from: 0, through: 7200, by: 6) {
            let moment = Self.start + .seconds(second)
            for inquiry in book.due(at: moment, atLeast: .seconds(15)) {
                for window in ["5m", "30m", "1h", "2h", "6h", "1d", "3d", "30d"]
                where inquiry.expression.contains("rate(all[\(window)])") && asked[window]?.last != second {
                    asked[window, default: []].append(second)
                }
                book.take(Self.answer(inquiry, 0), of: inquiry, at: moment)
            }
        }
        let gaps = asked.mapValues { times in zip(times.dropFirst(), times).map { $0 - $1 }.min() ?? .max }
        for (window, least) in [
            ("5m", 15), ("30m", 18), ("1h", 36), ("2h", 72), ("6h", 216), ("1d", 864), ("3d", 2592),
        ] {
            #expect((least...least + 6).contains(gaps[window] ?? 0), "\(window): \(gaps[window] ?? 0)")
        }
        #expect(asked["30d"] == [0])
    }

    @Test("What rules recorded is looked up, and only what they did not is asked itself")
    func recordedFirst() throws {
        var book = Self.book()
        let lookups = book.lookups()
        try #require(lookups.count == 1 && lookups[0].isRecorded)
        #expect(lookups[0].expression.contains("slo:sli_error:ratio_rate1h{slo=\"shop-availability\"}"))
        book.take(Self.answer(lookups[0], 0.02), of: lookups[0], at: Self.start)
        let due = book.due(at: Self.start, atLeast: .zero)
        #expect(!due.isEmpty && due.allSatisfy { $0.expression.contains("count_over_time") })
        #expect(due.allSatisfy { !$0.expression.contains("rate(bad") })
        #expect(book.reports.first?.status.state == .ok, "no events are known")
        // Nobody records it any more.
        book.take([], of: lookups[0], at: Self.start + .seconds(30))
        #expect(book.due(at: Self.start + .seconds(60), atLeast: .zero).contains { $0.expression.contains("rate(bad") })
    }

    @Test("What rules record without some labels is of the group that has them; windows without a sample are empty")
    func joining() throws {
        let rule = "a:burnrate5m{slo=\"s\"} > (14 * (1-0.99)) and a:burnrate1h{slo=\"s\"} > (14 * (1-0.99))"
        let rules = [BurnRateRule(rule, labels: ["slo": "s"])].compactMap { $0 }
        var book = ObjectiveBook()
        book.follow(RecordedObjectives(rules).followed(periods: [:], of: "shop"))
        let lookup = try #require(book.lookups().first)
        // The budget alone is recorded without the job.
        let budget = lookup.expression.matches(of: /"(objective[0-9]+)"/).last.map { String($0.output.1) }
        let values = Self.answer(lookup, 0.02).map { value in
            value.labels["sretop"] == budget
                ? value : InstantValue(labels: value.labels.setting("job", to: "shop"), value: value.value)
        }
        book.take(values, of: lookup, at: Self.start)
        for inquiry in book.due(at: Self.start, atLeast: .zero) { book.take([], of: inquiry, at: Self.start) }
        let report = try #require(book.reports.first)
        #expect(book.reports.count == 1 && report.status.group == ["job": "shop"])
        #expect(report.status.burnRate == 2 && report.status.budgetLeft == -1)
        #expect(report.status.periodFullness == 0 && report.status.pairs.allSatisfy { $0.fullness == 0 })
    }

    @Test("An answer to a question of before is none to the objectives of now")
    func others() throws {
        var book = Self.book(["availability", "latency"])
        let inquiry = try #require(book.due(at: Self.start, atLeast: .zero).first)
        var service = ServiceObjectives(service: "cart", selector: "job=\"cart\"")
        service.grouping = []
        book.follow([FollowedObjective(Self.objective(), of: service, origin: .given)])
        book.take(Self.answer(inquiry, 1), of: inquiry, at: Self.start)
        #expect(book.reports.allSatisfy { $0.at == nil && $0.status.state == .unknown })
        book.fail(inquiry, "refused", at: Self.start)
        #expect(book.reports.allSatisfy { $0.problem == nil })
    }

    @Test("A question that fails says so, keeps what was known, and is not asked again at once")
    func failing() throws {
        var book = Self.book()
        for inquiry in book.due(at: Self.start, atLeast: .zero) {
            book.take(Self.answer(inquiry, 0.5), of: inquiry, at: Self.start)
        }
        let known = try #require(book.reports.first)
        #expect(known.status.state == .ok && known.status.burnRate == 500 && known.status.hasLowTraffic)
        let later = Self.start + .seconds(60)
        for inquiry in book.due(at: later, atLeast: .zero) { book.fail(inquiry, "timed out", at: later) }
        #expect(book.reports.first?.problem == "timed out" && book.reports.first?.status == known.status)
        #expect(book.due(at: later + .seconds(1), atLeast: .seconds(15)).isEmpty)
    }

    @Test("A query grows no longer than the server takes")
    func lengths() {
        let whole = Self.book().lookups()
        let parts = Self.book().lookups(longest: 400)
        #expect(whole.count == 1 && parts.count > 1)
        #expect(parts.allSatisfy { $0.expression.utf8.count <= 400 })
    }

    @Test("What the profile cannot tell is said")
    func untold() {
        var book = ObjectiveBook()
        let objective = ServiceLevelObjective(
            name: "latency",
            objective: 0.95,
            indicator: .latency(seconds: 0.3),
            period: Self.day * 30,
            windows: BurnRateWindow.standard(for: Self.day * 30)
        )
        let service = ServiceObjectives(service: "shop", selector: "job=\"shop\"")
        book.follow([FollowedObjective(objective, of: service, origin: .given)])
        #expect(book.lookups().isEmpty && book.due(at: Self.start, atLeast: .zero).isEmpty)
        #expect(book.reports.first?.problem == "the profile none does not tell latency")
    }

    @Test("The curve ends at what is left of the budget")
    func curve() throws {
        var book = Self.book()
        let (place, questions) = try #require(book.dueCurves(at: Self.start).first)
        #expect(questions.count == 2)
        let nothing = book.take(curve: [], of: questions[0], place: place, at: Self.start)
        #expect(!nothing)
        let samples = { (values: [Double]) in
            values.enumerated().map { Sample(timestamp: Self.start + .seconds($0.offset * 25_920), value: $0.element) }
        }
        // Of 400 events 0.4 may be bad; 0.1, 0 and 0.2 were.
        let series = [
            Series(labels: ["sretop": "all"], samples: samples([100, 100, 200])),
            Series(labels: ["sretop": "bad"], samples: samples([0.1, 0, 0.2])),
        ]
        let taken = book.take(curve: series, of: questions[1], place: place, at: Self.start)
        #expect(taken && book.dueCurves(at: Self.start + .seconds(60)).isEmpty)
        let left = try #require(book.reports.first?.curve).points.map(\.left)
        for (value, expected) in zip(left, [0.75, 0.75, 0.25]) { #expect(abs(value - expected) < 1e-9) }
    }
}
