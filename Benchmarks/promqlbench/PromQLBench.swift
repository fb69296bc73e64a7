internal import Foundation
internal import PromModel
internal import PromQL

/// Range queries of the engine over compressed blocks; `Scripts/bench/promql` runs them beside a real Prometheus.
@main
enum PromQLBench {
    private static let usage = """
        usage: promqlbench cases
               promqlbench samples CASE
               promqlbench answer CASE
               promqlbench measure CASE [--rounds N]
               promqlbench pairs CASE
               promqlbench cores CASE

          cases    lists the cases: a line of JSON each
          samples  prints the samples of a case as OpenMetrics, or native histograms as lines of JSON
          answer   prints what the engine answers, in the form of Prometheus's API
          measure  times the query; prints milliseconds of processor time
          pairs    times it once for each line of its input, so that another program can be timed in between
          cores    times it on one core and on two in turn, by the clock on the wall; fails if the answers differ

        """

    static func main() async {
        var arguments = CommandLine.arguments.dropFirst()
        let part = arguments.popFirst()
        do {
            switch part {
            case "cases": try list()
            case "samples": try writeSamples(of: find(arguments.popFirst()))
            case "answer": try answer(find(arguments.popFirst()))
            case "measure":
                let found = find(arguments.popFirst())
                try measure(found, rounds: rounds(&arguments))
            case "pairs": try measurePairs(find(arguments.popFirst()))
            case "cores": try await measureCores(find(arguments.popFirst()))
            case "--help", "-h": print(usage, terminator: "")
            default: fail(usage)
            }
        } catch {
            fail("promqlbench: \(error)\n")
        }
    }

    private static func list() throws {
        for one in QueryCase.all {
            let fields: [String: Any] = [
                "name": one.name, "expression": one.expression, "start": one.firstStep.seconds,
                "end": one.lastStep.seconds, "step": one.step.inSeconds, "limit": one.limit, "native": one.isNative,
            ]
            print(try json(fields))
        }
    }

    private static func writeSamples(of one: QueryCase) throws {
        for series in one.series() {
            // OpenMetrics has no blanks between labels.
            let labels = series.labels.description.replacing(", ", with: ",")
            var lines = ""
            for (scrape, value) in series.values.enumerated() {
                let time = Timestamp(milliseconds: one.time(of: scrape, series)).seconds
                lines += "\(labels) \(NumberText.format(value)) \(NumberText.formatPlain(time))\n"
            }
            for (scrape, histogram) in series.histograms.enumerated() {
                lines += try json(object(series, histogram, at: one.time(of: scrape, series))) + "\n"
            }
            FileHandle.standardOutput.write(Data(lines.utf8))
        }
        if one.isNative { return }
        print("# EOF")
    }

    private static func object(_ series: MadeUpSeries, _ histogram: FloatHistogram, at time: Int64) -> [String: Any] {
        var labels: [String: String] = [:]
        for (name, value) in series.labels { labels[name] = value }
        return [
            "labels": labels, "time": Int(time), "count": histogram.count, "sum": histogram.sum,
            "schema": Int(histogram.schema),
            "zeroThreshold": histogram.zeroThreshold, "firstIndex": Int(histogram.positive.indexes.first ?? 0),
            "counts": histogram.positive.counts,
        ]
    }

    private static func answer(_ one: QueryCase) throws {
        let result = try ask(one, store(of: one))
        print(try json(result.map(object)))
    }

    private static func object(_ series: Series) -> [String: Any] {
        var metric: [String: String] = [:]
        for (name, value) in series.labels {
            metric[name] = value
        }
        return [
            "metric": metric,
            "values": series.samples.map { [$0.timestamp.seconds, NumberText.format($0.value)] as [Any] },
        ]
    }

    private static func measure(_ one: QueryCase, rounds: Int) throws {
        let store = store(of: one)
        var times: [Double] = []
        for _ in 0..<rounds {
            let start = processorMilliseconds()
            _ = try ask(one, store)
            times.append(processorMilliseconds() - start)
        }
        times.sort()
        let (least, median) = (times[0], times[times.count / 2])
        print(
            "case=\(one.name) series=\(store.seriesCount) samples=\(store.sampleCount) rounds=\(rounds)",
            "least_ms=\(rounded(least)) median_ms=\(rounded(median))"
        )
    }

    private static func measurePairs(_ one: QueryCase) throws {
        let store = store(of: one)
        say("series=\(store.seriesCount) samples=\(store.sampleCount)")
        while readLine() != nil {
            let start = processorMilliseconds()
            _ = try ask(one, store)
            say("\(rounded(processorMilliseconds() - start))")
        }
    }

    private static func measureCores(_ one: QueryCase) async throws {
        let store = store(of: one)
        let expression = try PromQLParser.parse(one.expression)
        var times: [(one: Double, two: Double)] = []
        for _ in 0..<roundsOfCores {
            let start = ContinuousClock.now
            let alone = try ask(one, store)
            let middle = ContinuousClock.now
            let together = try await engine.range(
                expression,
                from: one.firstStep,
                through: one.lastStep,
                step: one.step,
                in: store,
                cores: 2
            )
            times.append((milliseconds(middle - start), milliseconds(ContinuousClock.now - middle)))
            guard isSame(alone, together) else { fail("promqlbench: \(one.name) has another answer on two cores\n") }
        }
        let ratios = times.map { $0.two / $0.one }.sorted()
        print(
            "case=\(one.name) rounds=\(times.count) ratio=\(rounded(ratios[ratios.count / 2]))",
            "one_ms=\(rounded(times.map(\.one).sorted()[times.count / 2]))",
            "two_ms=\(rounded(times.map(\.two).sorted()[times.count / 2]))"
        )
    }

    private static func milliseconds(_ duration: Duration) -> Double { duration / .milliseconds(1) }

    /// Whether two answers are the same to the last bit.
    private static func isSame(_ one: [Series], _ other: [Series]) -> Bool {
        one.elementsEqual(other) { one, other in
            one.labels == other.labels
                && one.samples.elementsEqual(other.samples) {
                    $0.timestamp == $1.timestamp && $0.value.bitPattern == $1.value.bitPattern
                }
        }
    }

    /// Prints a line at once, for who waits for it.
    private static func say(_ line: String) { FileHandle.standardOutput.write(Data((line + "\n").utf8)) }

    /// Answers as Prometheus 3.5 does, which is the peer.
    private static let engine = PromQLEngine(options: .init(hasNewestCorrections: false))
    private static let roundsOfCores = 11

    private static func ask(_ one: QueryCase, _ store: SampleStore) throws -> [Series] {
        let expression = try PromQLParser.parse(one.expression)
        return try engine.range(expression, from: one.firstStep, through: one.lastStep, step: one.step, in: store)
    }

    /// Scrape by scrape, as a running program fills its store.
    private static func store(of one: QueryCase) -> SampleStore {
        let all = one.series()
        var store = SampleStore()
        for scrape in 0..<all[0].scrapes {
            for series in all {
                let timestamp = Timestamp(milliseconds: one.time(of: scrape, series))
                if series.histograms.isEmpty {
                    store.append(series.labels, Sample(timestamp: timestamp, value: series.values[scrape]))
                } else {
                    let sample = HistogramSample(timestamp: timestamp, histogram: series.histograms[scrape])
                    store.append(series.labels, sample)
                }
            }
        }
        return store
    }

    private static func processorMilliseconds() -> Double {
        var now = timespec()
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now)
        return Double(now.tv_sec) * 1e3 + Double(now.tv_nsec) / 1e6
    }

    private static func rounded(_ milliseconds: Double) -> Double { (milliseconds * 100).rounded() / 100 }

    private static func json(_ object: Any) throws -> String {
        let data = try JSONSerialization.data(withJSONObject: object, options: [.sortedKeys, .withoutEscapingSlashes])
        return String(decoding: data, as: UTF8.self)
    }

    private static func find(_ name: String?) -> QueryCase {
        guard let found = QueryCase.all.first(where: { $0.name == name }) else { fail(usage) }
        return found
    }

    private static func rounds(_ arguments: inout ArraySlice<String>) -> Int {
        guard let option = arguments.popFirst() else { return 5 }
        guard option == "--rounds", let number = arguments.popFirst().flatMap({ Int($0) }), number > 0 else {
            fail(usage)
        }
        return number
    }

    private static func fail(_ message: String) -> Never {
        FileHandle.standardError.write(Data(message.utf8))
        exit(2)
    }
}
