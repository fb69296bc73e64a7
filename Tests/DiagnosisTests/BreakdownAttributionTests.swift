import Diagnosis
import GoldenSignals
import PromModel
import Testing

@Suite("Who, by the table alone")
struct BreakdownAttributionTests {
    /// A row: its share of what is bad, its requests and its failures a second, and where they are.
    struct Row: Sendable {
        let share: Double?
        let rate: Double
        let failing: Double
        var places: [String: Double] = [:]
    }

    private static func breakdown(_ rows: [Row], by dimension: Dimension = .route) -> Breakdown {
        var breakdown = Breakdown(dimension: dimension)
        breakdown.rows = rows.enumerated().map { index, told in
            var row = Breakdown.Row(name: "/\(index)")
            row.labels = ["route": "/\(index)"]
            (row.share, row.requestRate, row.errorRate) = (told.share, told.rate, told.failing)
            row.parts = told.places.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map {
                Breakdown.Part(name: $0.key, share: $0.value)
            }
            return row
        }
        return breakdown
    }

    @Test(
        "One place has it where four fifths of what all rows have are there",
        arguments: [
            ([["a": 1], ["a": 1], ["a": 1]], [0.4, 0.3, 0.3], "a", 1),
            ([["a": 0.9, "b": 0.1], ["a": 0.8, "b": 0.2]], [0.5, 0.5], "a", 0.85),
            // A row without a failure says nothing of where they are.
            ([["a": 1], ["a": 1], ["b": 1]], [0.6, 0.4, 0], "a", 1),
            ([["a": 0.5, "b": 0.5], ["a": 0.6, "b": 0.4]], [0.5, 0.5], nil, 0),
            ([["a": 1], ["b": 1]], [0.5, 0.5], nil, 0),
            // One row is all there is: it says where by itself.
            ([["a": 1], ["a": 1]], [1, 0], nil, 0), ([[:], [:]], [0.5, 0.5], nil, 0), ([], [], nil, 0),
        ] as [([[String: Double]], [Double], String?, Double)]
    )
    func commonPlace(places: [[String: Double]], shares: [Double], name: String?, share: Double) {
        let rows = zip(places, shares).map { Row(share: $1, rate: 10, failing: $1, places: $0) }
        let told = Self.breakdown(rows).commonPlace
        #expect(told?.name == name)
        #expect(told.map { abs($0.share - share) < 1e-9 } ?? true)
        // Rows that are the places themselves have none in common.
        #expect(Self.breakdown(rows, by: .instance).commonPlace == nil)
    }

    @Test("Failures tell something beside another verdict where enough of them fall on one part, and they are new")
    func telling() {
        func tells(_ rows: [(rate: Double, failing: Double, before: Double)], since: Timestamp? = nil) -> Bool {
            var told = Self.breakdown(
                rows.map { Row(share: $0.failing > $0.before ? 1 : nil, rate: $0.rate, failing: $0.failing) }
            )
            for place in rows.indices { told.rows[place].errorRateBefore = since == nil ? nil : rows[place].before }
            told.since = since
            return told.tellsFailures(in: .seconds(60), places: 4)
        }
        let onset = Timestamp(seconds: 1_795_192_800)
        // One and two failures of a minute, and twenty.
        #expect(!tells([(10, 1.0 / 60, 0), (90, 0, 0)]))
        #expect(!tells([(10, 2.0 / 60, 0), (90, 0, 0)]))
        #expect(tells([(10, 20.0 / 60, 0), (90, 0, 0)]))
        // As many as its traffic brings.
        #expect(!tells([(90, 20.0 / 60, 0), (10, 2.0 / 60, 0)]))
        // Since an onset: nothing but what there was before, and more.
        #expect(!tells([(10, 24.0 / 60, 20.0 / 60), (90, 0, 0)], since: onset))
        #expect(tells([(10, 2, 20.0 / 60), (90, 0, 0)], since: onset))
        // All rows alike at one place.
        var alike = Self.breakdown([
            Row(share: 0.5, rate: 50, failing: 0.5, places: ["a": 1]),
            Row(share: 0.5, rate: 50, failing: 0.5, places: ["a": 1]),
        ])
        #expect(alike.tellsFailures(in: .seconds(60), places: 4))
        for place in alike.rows.indices { alike.rows[place].parts = [Breakdown.Part(name: "a", share: 0.5)] }
        #expect(!alike.tellsFailures(in: .seconds(60), places: 4) || alike.commonPlace != nil)
    }

    @Test("Shares are of what the rows tell, also where that is not all")
    func partOfAll() {
        let rows = [
            Row(share: 0.35, rate: 10, failing: 3.5, places: ["a": 1]),
            Row(share: 0.2, rate: 10, failing: 2, places: ["a": 0.5, "b": 0.5]),
        ]
        let told = Self.breakdown(rows).commonPlace
        #expect(told?.name == "a" && told.map { abs($0.share - 0.45 / 0.55) < 1e-9 } == true)
    }

    @Test(
        "Alike is where the largest share is hardly more than its traffic, and more than one row fails",
        arguments: [
            ([(0.4, 40, 4), (0.3, 30, 3), (0.3, 30, 3)], true), ([(0.8, 40, 8), (0.2, 60, 2)], false),
            ([(0.5, 40, 5), (0.5, 60, 5)], false), ([(0.45, 40, 4.5), (0.55, 60, 5.5)], true),
            // Who alone fails stands out, however much traffic that is.
            ([(1, 90, 9), (0, 10, 0)], false), ([(nil, 50, 0), (nil, 50, 0)], false), ([], false),
        ] as [([(Double?, Double, Double)], Bool)]
    )
    func alike(rows: [(Double?, Double, Double)], isAlike: Bool) {
        let told = Self.breakdown(rows.map { Row(share: $0.0, rate: $0.1, failing: $0.2) })
        #expect(told.isAlike == isAlike)
        switch told.attribution {
        case .everywhere: #expect(isAlike)
        case .suspect(let suspect):
            #expect(!isAlike && suspect.names == ["/0"])
        case nil: #expect(rows.allSatisfy { ($0.0 ?? 0) == 0 })
        case .tooFew, .nothingNew: Issue.record("\(String(describing: told.attribution))")
        }
    }

    @Test("Of what is alike on all rows and in one place the table does not tell who")
    func alikeInOnePlace() {
        let rows = [0.5, 0.5].map { Row(share: $0, rate: 10, failing: 1, places: ["a": 1]) }
        let told = Self.breakdown(rows)
        #expect(told.isAlike && told.commonPlace?.name == "a" && told.attribution == nil)
    }

    @Test(
        "Few failures on several rows name nobody, unless chance would hardly bring them",
        arguments: [
            // Three failures on three: whichever has one more is chance.
            ([1, 1, 1], [10, 10, 10], true), ([2, 1, 0], [10, 10, 10], true), ([2, 0, 1], [10, 10, 10], true),
            ([4, 1, 0], [10, 10, 10], true),
            // On one row alone they are, that is no matter of chance; of many the shares tell.
            ([3, 0, 0], [10, 10, 10], false), ([60, 40, 40], [10, 10, 10], false), ([6, 1, 0], [1, 50, 50], false),
            ([0, 0, 0], [10, 10, 10], false), ([], [], false),
        ] as [([Double], [Double], Bool)]
    )
    func few(failures: [Double], rates: [Double], isFew: Bool) {
        let (window, all) = (60.0, max(1, failures.reduce(0, +)))
        let rows = zip(failures, rates).map { Row(share: $0 / all, rate: $1, failing: $0 / window) }
            .sorted { ($1.share ?? 0) < ($0.share ?? 0) }
        let told = Self.breakdown(rows).failuresTooFew(in: .seconds(window))
        #expect((told != nil) == isFew)
        if let told { #expect(abs(told - all) < 1e-9) }
    }
}
