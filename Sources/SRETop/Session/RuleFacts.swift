import GoldenSignals
import PromClient
import PromModel
import PromQL

/// What a service's histogram and its Prometheus say about the rules that are to be made for it.
struct RuleFacts: Sendable {
    /// Why nothing can be said.
    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    /// The histogram's bounds in seconds; nil where nobody was asked.
    var bounds: [Double]?
    /// How long samples are kept; nil where nobody was asked, or did not say.
    var retention: Duration?

    /// Asks a source.
    static func ask(_ choice: SourceChoice, about service: ServiceObjectives) async throws(Failure) -> RuleFacts {
        switch choice {
        case .prometheus(let access):
            let outcome = await ask(access, about: service)
            await access.close()
            return try outcome.get()
        case .pages(let targets):
            let transport = AsyncHTTPTransport()
            let pages = PageCollection(targets: targets, transport: transport)
            let failure = await pages.collect(for: .zero)
            await transport.close()
            if let failure { throw Failure(description: failure) }
            // A page has no job or other label of its target: the names alone are looked for.
            guard let expression = expression(service, selector: "") else { return RuleFacts() }
            let tree = try? PromQLParser.parse(expression)
            let store = await pages.store
            let result = tree.flatMap { try? PromQLEngine().instant($0, at: WallClock.now(), in: store) }
            return RuleFacts(bounds: result.flatMap { bounds($0, of: service) })
        case .search:
            return RuleFacts()
        }
    }

    private static func ask(
        _ access: PrometheusAccess,
        about service: ServiceObjectives
    ) async -> Result<RuleFacts, Failure> {
        var facts = RuleFacts()
        let api = access.api(timeout: .seconds(10))
        if let expression = expression(service, selector: service.selector) {
            do throws(APIFailure) {
                facts.bounds = bounds(try await api.query(expression).value.result, of: service)
            } catch {
                return .failure(Failure(description: "\(access.url.display): \(error)"))
            }
        }
        // Not every server of the language says so.
        facts.retention = try? await api.retention()
        return .success(facts)
    }

    /// A series for each bound.
    private static func expression(_ service: ServiceObjectives, selector: String) -> String? {
        guard let latency = service.profile?.latency else { return nil }
        let matchers = [selector, latency.matchers].filter { !$0.isEmpty }.joined(separator: ",")
        return "count by (le) (\(latency.name)_bucket{\(matchers)})"
    }

    private static func bounds(_ result: QueryResult, of service: ServiceObjectives) -> [Double]? {
        guard case .vector(let vector) = result, let profile = service.profile else { return nil }
        let unit = SignalCatalog(profile: profile, selector: "", window: .seconds(60)).unit
        return vector.compactMap { Double($0.labels["le"]) }.filter(\.isFinite).map { $0 / unit.perSecond }
    }
}
