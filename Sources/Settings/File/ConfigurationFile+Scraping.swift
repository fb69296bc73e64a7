internal import PromQL
import Yams

extension ConfigurationFile {
    /// The least that samples may be given: less would not hold one page of a usual service.
    static let leastBudget = 1 << 20

    /// Reads what holds for every page that is scraped.
    static func readScraping(_ file: SettingsMapping, into configuration: inout Configuration) throws(Failure) {
        configuration.countFromZero = try file.flag("count_from_zero") ?? configuration.countFromZero
        guard let budget = try byteSize("memory_budget", file) else { return }
        guard budget.value >= leastBudget else {
            throw file.failure("memory_budget is at least \(ByteSizeText.format(leastBudget))", at: "memory_budget")
        }
        configuration.memoryBudget = budget
    }

    /// The limits of a source's pages, by the names that Prometheus has for them.
    static func scrapeLimits(_ mapping: SettingsMapping) throws(Failure) -> [ScrapeLimit: Given<Int>] {
        var limits: [ScrapeLimit: Given<Int>] = [:]
        for limit in ScrapeLimit.allCases {
            let key = limit.rawValue
            limits[limit] = try limit == .bodySize ? byteSize(key, mapping) : count(key, mapping)
        }
        return limits
    }

    private static func count(_ key: String, _ mapping: SettingsMapping) throws(Failure) -> Given<Int>? {
        guard let value = mapping[key] else { return nil }
        guard let count = value.scalar.flatMap({ Int($0.string) }), count > 0 else {
            throw mapping.failure("\(key)\(mapping.shown(value)) is no whole number above zero", at: key)
        }
        return Given(count, mapping.place.origin(value))
    }

    private static func byteSize(_ key: String, _ mapping: SettingsMapping) throws(Failure) -> Given<Int>? {
        guard let value = mapping[key] else { return nil }
        guard let bytes = value.scalar.flatMap({ ByteSizeText.parse($0.string) }) else {
            throw mapping.failure("\(key)\(mapping.shown(value)) is no size: write 500KiB, 64MiB or 1GiB", at: key)
        }
        return Given(bytes, mapping.place.origin(value))
    }
}
