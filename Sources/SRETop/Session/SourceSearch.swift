import GoldenSignals
import PromClient
import PromModel

/// Looks for a Prometheus, then for a service, where they usually are on this machine.
struct SourceSearch: Sendable {
    /// What was found, with the words for it.
    enum Finding: Sendable {
        case prometheus(PrometheusAccess, text: String)
        case pages([ScrapeTarget], text: String)
        case nothing(text: String)
    }

    /// What to do where nothing is found.
    static let advice = "give --prometheus URL or --scrape URL; 'sretop demo' needs nothing else"

    private static let prometheus = "localhost:9090"
    private static let service = "localhost:8000"

    /// Asks both places once; neither is waited for long.
    func look() async -> Finding {
        let access = try? HTTPAccess.resolve(file: nil, headers: [], environment: [:])
        guard let url = try? PrometheusURL(Self.prometheus), let access,
            let found = try? PrometheusAccess(url: url, access: access)
        else { return .nothing(text: "cannot look around") }
        var reason = "no answer"
        do throws(APIFailure) {
            _ = try await found.api(timeout: .seconds(1)).query("time()")
            return .prometheus(found, text: "found a Prometheus on \(Self.prometheus)")
        } catch {
            reason = "\(error)"
        }
        await found.close()
        let transport = AsyncHTTPTransport(proxies: .environment)
        let scraper = Scraper(transport: transport, timeout: .seconds(1), version: ProgramVersion.text)
        guard let target = ScrapeTarget(Self.service) else { return .nothing(text: reason) }
        let scraped = await scraper.scrape(target, at: WallClock.now())
        await transport.close()
        if scraped.status.failure == nil {
            return .pages([target], text: "no Prometheus on \(Self.prometheus); found a service on \(Self.service)")
        }
        let text =
            "no Prometheus on \(Self.prometheus) (\(reason)), no service on \(Self.service) "
            + "(\(scraped.status.failure ?? ""))"
        return .nothing(text: text)
    }
}
