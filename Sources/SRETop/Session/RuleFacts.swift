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
    /// What the source does not have of it, or does not tell, in words.
    var missing: [String] = []
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
            let transport = AsyncHTTPTransport(proxies: .environment)
            let pages = PageCollection(targets: targets, transport: transport)
            let failure = await pages.collect(for: .zero)
            await transport.close()
            if let failure { throw Failure(description: failure) }
            let store = await pages.store
            // A page has no job or other label of its target: the names alone are looked for.
            return facts(of: service, selector: "") { expression in
                let tree = try? PromQLParser.parse(expression)
                return tree.flatMap { try? PromQLEngine().instant($0, at: WallClock.now(), in: store) }
            }
        case .search:
            return RuleFacts()
        }
    }

    private static func ask(
        _ access: PrometheusAccess,
        about service: ServiceObjectives
    ) async -> Result<RuleFacts, Failure> {
        let api = access.api(timeout: .seconds(10))
        var answers: [String: QueryResult] = [:]
        for expression in questions(about: service, selector: service.selector).values {
            do throws(APIFailure) {
                answers[expression] = try await api.query(expression).value.result
            } catch {
                return .failure(Failure(description: "\(access.url.display): \(error)"))
            }
        }
        var facts = facts(of: service, selector: service.selector) { answers[$0] }
        // Not every server of the language says so.
        let retention = try? await api.retention()
        facts.retention = retention?.time
        if let size = retention?.size, retention?.time == nil {
            facts.missing.append(
                "the Prometheus keeps what fits into \(size), however long that is: "
                    + "whether it covers the periods is not known"
            )
        }
        return .success(facts)
    }

    private enum Question: Hashable {
        case bounds, requests, targets
    }

    /// What is asked: a series for each bound, the requests, the targets.
    private static func questions(about service: ServiceObjectives, selector: String) -> [Question: String] {
        guard let profile = service.profile else { return [:] }
        let count = { (metric: String, matchers: String) in
            "\(metric){\([selector, matchers].filter { !$0.isEmpty }.joined(separator: ","))}"
        }
        var questions = [Question.requests: "count(\(count(profile.requests.name, profile.requests.matchers)))"]
        if let latency = profile.latency {
            questions[.bounds] = "count by (le) (\(count("\(latency.name)_bucket", latency.matchers)))"
        }
        // A page that is scraped has no series about its scrapes that its own labels select.
        if !selector.isEmpty { questions[.targets] = "count(up{\(service.targetSelector)})" }
        return questions
    }

    private static func facts(
        of service: ServiceObjectives,
        selector: String,
        _ answer: (String) -> QueryResult?
    ) -> RuleFacts {
        let questions = questions(about: service, selector: selector)
        var facts = RuleFacts()
        facts.bounds = questions[.bounds].flatMap(answer).flatMap { bounds($0, of: service) }
        let names: [(Question, String)] = [
            (.requests, "requests by the profile \(service.profile?.name ?? "")"),
            (.bounds, "latency histogram by the profile \(service.profile?.name ?? "")"),
            (.targets, "targets"),
        ]
        for (question, name) in names {
            guard let expression = questions[question], let result = answer(expression) else { continue }
            if case .vector(let vector) = result, vector.isEmpty {
                facts.missing.append("the source has no \(name): \(expression) is empty")
            }
        }
        return facts
    }

    private static func bounds(_ result: QueryResult, of service: ServiceObjectives) -> [Double]? {
        guard case .vector(let vector) = result, let profile = service.profile else { return nil }
        let unit = profile.knownLatencyUnit ?? .seconds
        return vector.compactMap { Double($0.labels["le"]) }.filter(\.isFinite).map { $0 / unit.perSecond }
    }
}
