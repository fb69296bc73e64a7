import Foundation
import PromModel
import PromQL
import Testing

/// A Prometheus or a VictoriaMetrics that scrapes one target every second, asked independently of the product's client.
final class RecordingServer {
    /// Which program it is.
    let program: RealProgram
    private let port: Int
    private let process: BackgroundProgram

    /// Starts it; its data go with the folder.
    convenience init(_ program: RealProgram, scraping target: Int, in folder: URL) throws {
        let jobs = "  - job_name: x\n    static_configs: [{targets: [\"127.0.0.1:\(target)\"]}]\n"
        try self.init(program, jobs: jobs, in: folder)
    }

    /// Starts it with the jobs of a configuration of Prometheus, and further options.
    init(
        _ program: RealProgram,
        jobs: String,
        options: [String] = [],
        port: Int = Ports.free(),
        in folder: URL
    ) throws {
        self.program = program
        self.port = port
        let own = folder.appendingPathComponent("\(program.family)-\(program.version)")
        try FileManager.default.createDirectory(at: own, withIntermediateDirectories: true)
        let file = own.appendingPathComponent("scrape.yml").path
        let text = """
            global: {scrape_interval: 1s, scrape_timeout: 1s}
            scrape_configs:
            \(jobs)
            """
        try Data(text.utf8).write(to: URL(fileURLWithPath: file))
        let arguments =
            program.family == Self.victoriaMetrics
            ? [
                "-promscrape.config=\(file)", "-storageDataPath=\(own.path)/data",
                "-httpListenAddr=127.0.0.1:\(port)",
            ]
            : [
                "--config.file=\(file)", "--storage.tsdb.path=\(own.path)/data",
                "--web.listen-address=127.0.0.1:\(port)",
            ]
        process = try BackgroundProgram(try #require(program.path(program.family)), arguments + options)
    }

    static let victoriaMetrics = "victoria-metrics"

    var isRunning: Bool { process.isRunning }

    /// Where it answers.
    var url: String { "http://127.0.0.1:\(port)" }

    /// The engine that answers as this version of Prometheus does.
    func engine() throws -> PromQLEngine {
        guard program.family != Self.victoriaMetrics else { return PromQLEngine() }
        let (major, minor) = try #require(program.release("prometheus"), "\(program.testDescription) tells no version")
        return PromQLEngine(
            options: major >= 3
                ? .init() : .init(windowSemantics: .closed, hasLateCorrections: minor >= 53)
        )
    }

    /// Waits until it has scraped its target that often, at most two minutes.
    func waitForSamples(_ count: Double, of job: String = "x") throws {
        var scraped = 0.0
        let isEnough = comesTrue(within: 120, askedEvery: 1) {
            let now = Timestamp(seconds: Date().timeIntervalSince1970)
            // It may not listen yet: that is no scrape so far.
            let answer = try? values(of: "count_over_time(up{job=\"\(job)\"}[2m])", at: now)
            scraped = answer?.values.first ?? 0
            return scraped >= count
        }
        try #require(isEnough, "only \(scraped) scrapes by \(program.testDescription) within two minutes")
    }

    /// What it answers to an expression.
    func values(of text: String, at moment: Timestamp) throws -> [Labels: Double] {
        var values: [Labels: Double] = [:]
        for entry in try result(text, at: moment) {
            let pair = try #require(entry["value"] as? [Any])
            let value = try #require(pair.last as? String)
            values[try labels(of: entry)] = Double(value)
        }
        return values
    }

    /// Its samples of the last two minutes before a moment.
    func samples(through end: Timestamp) throws -> SampleStore {
        var store = SampleStore()
        for entry in try result("{job=\"x\"}[2m]", at: end) {
            let labels = try labels(of: entry)
            for pair in try #require(entry["values"] as? [[Any]]) {
                let seconds = try #require((pair.first as? NSNumber)?.doubleValue)
                let text = try #require(pair.last as? String)
                let value = try #require(Double(text))
                store.append(labels, Sample(timestamp: Timestamp(seconds: seconds), value: value))
            }
        }
        return store
    }

    private func labels(of entry: [String: Any]) throws -> Labels {
        let metric = try #require(entry["metric"] as? [String: String])
        return Labels(metric.map { ($0.key, $0.value) })
    }

    private func result(_ text: String, at moment: Timestamp) throws -> [[String: Any]] {
        let encoded = try #require(text.addingPercentEncoding(withAllowedCharacters: .alphanumerics))
        // VictoriaMetrics answers as of 30 s before otherwise; Prometheus does not look at it.
        let url =
            "http://127.0.0.1:\(port)/api/v1/query?time=\(moment.seconds)&latency_offset=1ms&nocache=1&query=\(encoded)"
        let json = try JSONSerialization.jsonObject(with: Loopback.get(url)) as? [String: Any]
        let data = try #require(json?["data"] as? [String: Any])
        return try #require(data["result"] as? [[String: Any]])
    }
}
