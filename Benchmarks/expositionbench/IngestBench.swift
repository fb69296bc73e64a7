internal import PromModel
internal import PromQL

/// Times storing scrapes.
enum IngestBench {
    private static let scrapes = 240
    private static let target: Labels = ["job": "app", "instance": "host:9090"]

    static func run(samples: Int) {
        var cache = ExpositionCache()
        var store = SampleStore()
        var number = 0
        func seconds(_ scrapes: Int) -> (parse: Double, store: Double) {
            var (parse, storing) = (0.0, 0.0)
            for _ in 0..<scrapes {
                number += 1
                let page = page(samples: samples, scrape: number)
                var outcome = Scrape.Outcome.failure(reason: "")
                parse += ProcessorTime.seconds { outcome = .success(cache.parse(page, format: .text)) }
                let scrape = Scrape(
                    target: target,
                    start: Timestamp(milliseconds: 1_700_000_000_000 + Int64(number) * 1000),
                    duration: .milliseconds(20),
                    outcome: outcome
                )
                storing += ProcessorTime.seconds { store.ingest(scrape) }
            }
            return (parse, storing)
        }
        _ = seconds(scrapes)
        let rounds = (0..<5).map { _ in seconds(scrapes) }
        let storing = rounds.map(\.store).sorted()[2] / Double(scrapes)
        let parse = rounds.map(\.parse).sorted()[2] / Double(scrapes)
        print("ingest: samples=\(samples) store_ms=\(storing * 1000) parse_ms=\(parse * 1000)")
    }

    /// A page of counters, of which every third rises.
    private static func page(samples: Int, scrape: Int) -> [UInt8] {
        var writer = ExpositionWriter()
        writer.family("http_requests_total", type: .counter, help: "Requests.")
        for number in 0..<samples {
            let labels = "method=\"GET\",route=\"/api/v1/items/\(number)\",status=\"200\""
            let value = number % 3 == 0 ? scrape * (number % 7) : number
            writer.sample("http_requests_total", labels: labels, value: Double(value))
        }
        return writer.bytes
    }
}
