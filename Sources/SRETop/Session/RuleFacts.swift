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

    /// The profile by the names and in the histograms that the source keeps; nil where that is not known.
    var profile: MetricProfile?
    /// The histogram's bounds in seconds; nil where nobody was asked.
    var bounds: [Double]?
    /// What the source does not have of it, or does not tell, in words.
    var missing: [String] = []
    /// How long samples are kept; nil where nobody was asked, or did not say.
    var retention: Duration?

    /// Asks a source; how it keeps the metrics is asked, too, unless that was said.
    static func ask(
        _ choice: SourceChoice,
        about service: ServiceObjectives,
        isStorageGiven: Bool
    ) async throws(Failure) -> RuleFacts {
        switch choice {
        case .prometheus(let access):
            let outcome = await ask(access, about: service, isStorageGiven: isStorageGiven)
            await access.close()
            return try outcome.get()
        case .pages(let targets):
            let transport = AsyncHTTPTransport(proxies: .environment)
            let pages = PageCollection(targets: targets, transport: transport)
            let failure = await pages.collect(for: .zero)
            await transport.close()
            if let failure { throw Failure(description: failure) }
            let store = await pages.store
            let answer = { (expression: String) -> QueryResult? in
                let tree = try? PromQLParser.parse(expression)
                return tree.flatMap { try? PromQLEngine().instant($0, at: WallClock.now(), in: store) }
            }
            // A page has no job or other label of its target: the names alone are looked for.
            guard !isStorageGiven, let profile = service.profile else {
                return facts(of: service, selector: "", answer)
            }
            let detection = ServiceDetection(profiles: [profile])
            let values = [detection.expression()].compactMap(answer).flatMap(values)
            return facts(of: service, stored: stored(values, detection), selector: "", answer)
        case .search:
            return RuleFacts()
        }
    }

    private static func ask(
        _ access: PrometheusAccess,
        about service: ServiceObjectives,
        isStorageGiven: Bool
    ) async -> Result<RuleFacts, Failure> {
        let api = access.api(timeout: .seconds(10))
        var answers: [String: QueryResult] = [:]
        do throws(APIFailure) {
            let profile = isStorageGiven ? nil : try await stored(api, service)
            let known = service.stored(as: profile)
            for expression in questions(about: known, selector: service.selector).values {
                answers[expression] = try await api.query(expression).value.result
            }
            var facts = facts(of: service, stored: profile, selector: service.selector) { answers[$0] }
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
        } catch {
            return .failure(Failure(description: "\(access.url.display): \(error)"))
        }
    }

    /// The profile by the names and in the histograms that a Prometheus keeps; nil where it has nothing of it.
    private static func stored(
        _ api: PrometheusAPI,
        _ service: ServiceObjectives
    ) async throws(APIFailure) -> MetricProfile? {
        guard let profile = service.profile else { return nil }
        let detection = ServiceDetection(profiles: [profile])
        let selector = service.selector
        var values = values(
            try await api.query(detection.expression(selector: selector, withQuotes: false)).value.result
        )
        let further = [detection.wholeExpression(selector: selector), detection.quotedExpression(selector: selector)]
        for expression in further.compactMap({ $0 }) {
            do throws(APIFailure) {
                values += self.values(try await api.query(expression).value.result)
            } catch {
                // What a server cannot read it has nothing of.
                guard error.isAboutTheQuery else { throw error }
            }
        }
        return stored(values, detection)
    }

    /// Rules read one kind of histogram: native ones where some of the series have no others.
    private static func stored(_ values: [InstantValue], _ detection: ServiceDetection) -> MetricProfile? {
        let found = detection.directory(from: values).matches
        let most = found.max { $0.requestSeries < $1.requestSeries }?.profile
        return most.map { $0.storage.hasNative ? $0.stored(.native) : $0 }
    }

    private static func values(_ result: QueryResult) -> [InstantValue] {
        guard case .vector(let vector) = result else { return [] }
        return vector.map { InstantValue(labels: $0.labels, value: $0.sample.value) }
    }

    private enum Question: Hashable {
        case bounds, requests, targets
    }

    /// What is asked: a series for each bound, the requests, the targets.
    private static func questions(about service: ServiceObjectives, selector: String) -> [Question: String] {
        guard let profile = service.profile else { return [:] }
        let series = { (metric: String, matchers: String) in PromQLName.selector(metric, [selector, matchers]) }
        let requests = series(profile.storedName(profile.requests), profile.requests.matchers)
        var questions = [Question.requests: "count(\(requests))"]
        if let latency = profile.latency {
            questions[.bounds] =
                profile.storage == .native
                ? "count(\(series(latency.name, latency.matchers)))"
                : "count by (le) (\(series("\(latency.name)_bucket", latency.matchers)))"
        }
        // A page that is scraped has no series about its scrapes that its own labels select.
        if !selector.isEmpty { questions[.targets] = "count(up{\(service.targetSelector)})" }
        return questions
    }

    private static func facts(
        of given: ServiceObjectives,
        stored: MetricProfile? = nil,
        selector: String,
        _ answer: (String) -> QueryResult?
    ) -> RuleFacts {
        let service = given.stored(as: stored)
        let questions = questions(about: service, selector: selector)
        var facts = RuleFacts()
        facts.profile = stored
        if service.profile?.storage != .native {
            facts.bounds = questions[.bounds].flatMap(answer).flatMap { bounds($0, of: service) }
        }
        let names: [(Question, String)] = [
            (.requests, "requests by the profile \(service.profile?.name ?? "")"),
            (.bounds, "latency histogram by the profile \(service.profile?.name ?? "")"),
            (.targets, "targets"),
        ]
        let hasRequests = questions[.requests].flatMap(answer).map { $0 != .vector([]) } ?? false
        for (question, name) in names {
            // Metrics that are pushed come without targets.
            if question == .targets, hasRequests { continue }
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

extension ServiceObjectives {
    /// The same objectives by another profile; nil keeps it.
    fileprivate func stored(as profile: MetricProfile?) -> ServiceObjectives {
        var service = self
        service.profile = profile ?? self.profile
        return service
    }
}
