import GoldenSignals
import PromModel
import PromQL
import Testing

@Suite("Which way a service's histograms are stored")
struct StorageDetectionTests {
    private struct Found: Sendable, CustomTestStringConvertible {
        let profile: String
        let counts: [String: Double]
        let storage: HistogramStorage?
        var series = 4
        var isTwice = false
        var testDescription: String { "\(profile) \(counts.keys.sorted())" }
    }

    private static let full: [String: Double] = ["requests": 4, "status": 4, "durations": 4, "buckets": 40]
    private static let whole: [String: Double] = ["whole": 4, "wholeAlone": 4, "wholeStatus": 4]

    @Test(
        "It is decided by what is there, and never both are added",
        arguments: [
            Found(profile: "otel", counts: full, storage: .classic),
            Found(profile: "otel", counts: whole, storage: .native),
            // The same series both ways: the older one.
            Found(
                profile: "otel",
                counts: full.merging(["whole": 4, "wholeStatus": 4]) { $1 },
                storage: .classic,
                isTwice: true
            ),
            // The buckets were dropped, since there are whole ones.
            Found(
                profile: "otel",
                counts: ["requests": 4, "status": 4, "durations": 4, "whole": 4, "wholeStatus": 4],
                storage: .native,
                isTwice: true
            ),
            // Before latencies were asked about nothing is known of buckets.
            Found(profile: "otel", counts: ["requests": 4, "whole": 4], storage: .classic, isTwice: true),
            // One process's are whole, another's are not.
            Found(
                profile: "otel",
                counts: full.merging(["whole": 2, "wholeAlone": 2, "wholeStatus": 2]) { $1 },
                storage: .mixed,
                series: 6,
                isTwice: true
            ),
            Found(profile: "otel", counts: [:], storage: nil),
            // A counter of its own beside a whole histogram.
            Found(profile: "go", counts: ["requests": 4, "status": 4, "whole": 1, "wholeAlone": 1], storage: .native),
            Found(
                profile: "go",
                counts: ["requests": 4, "status": 4, "whole": 1, "counts": 1, "durations": 1, "buckets": 10],
                storage: .classic,
                isTwice: true
            ),
            Found(profile: "go", counts: ["whole": 1, "wholeAlone": 1], storage: nil),
        ]
    )
    private func decided(found: Found) throws {
        let profile = try #require(MetricProfile.named(found.profile))
        let answer = found.counts.map { part, count in
            InstantValue(labels: ["job": "web", "sretop": "0:\(part)"], value: count)
        }
        let match = ServiceDetection(profiles: [profile]).directory(from: answer).matches.first
        #expect(match?.profile.storage == found.storage)
        guard let match else { return }
        #expect(match.requestSeries == found.series && match.isStoredTwice == found.isTwice)
        if found.storage == .native {
            #expect(match.hasDurations && match.hasBuckets && match.gaps[.p95Latency] == nil)
        }
    }

    @Test("What not every server reads is asked by itself")
    func questions() throws {
        let detection = ServiceDetection(profiles: MetricProfile.builtin.profiles)
        let plain = detection.expression(isFull: false, withQuotes: false)
        let whole = try #require(detection.wholeExpression(selector: "job=\"x\""))
        let quoted = try #require(detection.quotedExpression())
        #expect(!plain.contains("histogram_count") && !plain.contains("{\""))
        #expect(whole.contains("histogram_count") && !whole.contains("{\""))
        #expect(quoted.contains("{\"http.server.request.duration\"") && !quoted.contains("http_server"))
        let numbers = try #require(detection.quotedExpression(isWhole: false))
        #expect(!numbers.contains("histogram_count"))
        for text in [plain, whole, quoted, numbers] { _ = try PromQLParser.parse(text) }
        #expect(ServiceDetection(profiles: []).wholeExpression() == nil)
    }

    @Test("Histograms that are whole since a moment ago are read on from the series before")
    func changed() throws {
        let profile = try #require(MetricProfile.named("otel"))
        func match(_ storage: HistogramStorage, isTwice: Bool = false) -> ServiceMatch {
            ServiceMatch(
                service: ServiceKey(of: ["job": "a"]),
                profile: profile.stored(storage),
                requestSeries: 1,
                hasStatus: true,
                hasDurations: true,
                hasBuckets: true,
                isStoredTwice: isTwice
            )
        }
        let native = match(.native)
        #expect(match(.classic).revised(to: native).profile.storage == .changed)
        #expect(match(.changed).revised(to: native).profile.storage == .changed)
        // Those that were there before have the past, too.
        #expect(match(.classic, isTwice: true).revised(to: native).profile.storage == .native)
        #expect(match(.native).revised(to: match(.classic)).profile.storage == .classic)
    }

    @Test("Several profiles of one name have numbers of their own in the list")
    func overview() throws {
        let profile = try #require(MetricProfile.named("otel"))
        let answer = [
            InstantValue(labels: ["job": "a", "sretop": "0:requests"], value: 1),
            InstantValue(labels: ["job": "b", "sretop": "0:whole"], value: 1),
            InstantValue(labels: ["job": "c", "sretop": "3:requests"], value: 1),
        ]
        let directory = ServiceDetection(profiles: [profile]).directory(from: answer)
        let queries = OverviewQueries(directory: directory, window: .seconds(60))
        let values = directory.matches.enumerated().map { index, match in
            InstantValue(
                labels: match.service.labels.setting("sretop", to: "requestRate:\(match.profile.identifier):0"),
                value: Double(index + 1)
            )
        }
        let rows = queries.overviews(from: values, directory: directory)
        #expect(rows.map(\.requestRate) == [1, 2, 3] && rows.allSatisfy { $0.profile == "otel" })
        for text in queries.expressions { _ = try PromQLParser.parse(text) }
    }
}
