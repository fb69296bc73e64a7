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

          cases    lists the cases: a line of JSON each
          samples  prints the samples of a case as OpenMetrics
          answer   prints what the engine answers, in the form of Prometheus's API
          measure  times the query; prints milliseconds of processor time
          pairs    times it once for each line of its input, so that another program can be timed in between

        """

    static func main() {
        var arguments = CommandLine.arguments.dropFirst()
        let part = arguments.popFirst()
        do {
            switch part {
            case "cases": try list()
            case "samples": writeSamples(of: find(arguments.popFirst()))
            case "answer": try answer(find(arguments.popFirst()))
            case "measure":
                let found = find(arguments.popFirst())
                try measure(found, rounds: rounds(&arguments))
            case "pairs": try measurePairs(find(arguments.popFirst()))
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
                "end": one.lastStep.seconds, "step": one.step.inSeconds, "limit": one.limit,
            ]
            print(try json(fields))
        }
    }

    private static func writeSamples(of one: QueryCase) {
        for series in one.series() {
            // OpenMetrics has no blanks between labels.
            let labels = series.labels.description.replacing(", ", with: ",")
            var lines = ""
            for (scrape, value) in series.values.enumerated() {
                let time = Timestamp(milliseconds: one.time(of: scrape, series)).seconds
                lines += "\(labels) \(NumberText.format(value)) \(NumberText.formatPlain(time))\n"
            }
            FileHandle.standardOutput.write(Data(lines.utf8))
        }
        print("# EOF")
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

    /// Prints a line at once, for who waits for it.
    private static func say(_ line: String) { FileHandle.standardOutput.write(Data((line + "\n").utf8)) }

    /// The answer of Prometheus 3.5, which is the peer.
    private static func ask(_ one: QueryCase, _ store: SampleStore) throws -> [Series] {
        let expression = try PromQLParser.parse(one.expression)
        let engine = PromQLEngine(options: .init(hasNewestCorrections: false))
        return try engine.range(expression, from: one.firstStep, through: one.lastStep, step: one.step, in: store)
    }

    /// Scrape by scrape, as a running program fills its store.
    private static func store(of one: QueryCase) -> SampleStore {
        let all = one.series()
        var store = SampleStore()
        for scrape in all[0].values.indices {
            for series in all {
                let timestamp = Timestamp(milliseconds: one.time(of: scrape, series))
                store.append(series.labels, Sample(timestamp: timestamp, value: series.values[scrape]))
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
