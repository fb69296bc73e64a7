import GoldenSignals
import PromModel
import PromQL

/// Pages that were scraped every so many seconds, and the engine over them.
struct ScrapedService: Sendable {
    let engine = EmbeddedQueryEngine(retention: .seconds(3600))
    let interval: Int

    init(interval: Int = 15) {
        self.interval = interval
    }

    /// Scrapes pages at the multiples of the interval, from zero on.
    func scrape(_ target: Labels, pages: [String]) async {
        for (index, page) in pages.enumerated() {
            await engine.ingest(
                Scrape(
                    target: target,
                    start: Timestamp(milliseconds: Int64(index * interval) * 1000),
                    duration: .milliseconds(2),
                    outcome: .success(ExpositionParser.parse(Array(page.utf8), format: .text))
                )
            )
        }
    }

    /// Which services the built-in profiles, or others, find at a second.
    func directory(
        at second: Double = 60,
        profiles: [MetricProfile] = MetricProfile.builtin.profiles
    ) async throws -> ServiceDirectory {
        let detection = ServiceDetection(profiles: profiles)
        return detection.directory(from: try await values(detection.expression(), at: second))
    }

    /// The values of an expression at a second; none where there is no expression.
    func values(_ expression: String?, at second: Double) async throws -> [InstantValue] {
        guard let expression else { return [] }
        return try await engine.instant(expression, at: Timestamp(seconds: second))
    }

    /// The only value of an expression at a second.
    func value(_ expression: String?, at second: Double) async throws -> Double? {
        let values = try await values(expression, at: second)
        return values.count == 1 ? values.first?.value : nil
    }
}

extension MetricProfile {
    /// A profile that comes with sretop.
    static func named(_ name: String) -> MetricProfile? { builtin.profiles.first { $0.name == name } }

    /// The only profile of some lines of YAML.
    static func reading(_ lines: String) throws(ProfileFile.Failure) -> MetricProfile? {
        let text = "profiles:\n  - " + lines.split(separator: "\n").joined(separator: "\n    ") + "\n"
        return try ProfileFile.read(text, name: "test.yaml").profiles.first
    }
}
