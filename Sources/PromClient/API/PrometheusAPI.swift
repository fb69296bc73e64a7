import PromModel

/// Prometheus's HTTP API v1, as far as a dashboard needs it.
///
/// Copies share what was learned about the server: whether it takes POST.
package struct PrometheusAPI: Sendable {
    /// Where the server is.
    package let url: PrometheusURL
    /// How many series or names of one answer are read.
    package let seriesLimit: Int

    private var transport: any HTTPTransport
    private let headers: [(name: String, value: String)]
    private let timeout: Duration
    private let bodyLimit: Int
    let userAgent: String
    private let postSupport = PostSupport()
    private var extraParameters: [(name: String, value: String)]
    /// Names in quotes stand with backslashes in the brackets of groupings.
    private var escapesGroupings = false
    /// Ranges are answered for multiples of their step, whatever was asked, but for those that say otherwise.
    private(set) var movesRanges = false
    /// Names are listed of a whole day, however short the time that is asked about.
    private(set) var listsDays = false

    /// An API at `url`, reached by `transport`.
    ///
    /// - Parameters:
    ///   - url: where the server is.
    ///   - transport: the way there.
    ///   - headers: sent with every request, in place of the client's own of the same name.
    ///   - timeout: how long a request may take where it names no time of its own.
    ///   - bodyLimit: how many bytes of an answer are read, after decompression.
    ///   - seriesLimit: how many series of a result are read.
    ///   - extraParameters: sent with every request.
    ///   - userAgent: the client's name and version.
    package init(
        url: PrometheusURL,
        transport: any HTTPTransport,
        headers: [(name: String, value: String)] = [],
        timeout: Duration,
        bodyLimit: Int = 32 * 1_048_576,
        seriesLimit: Int = 20_000,
        extraParameters: [(name: String, value: String)] = [],
        userAgent: String
    ) {
        self.url = url
        self.transport = transport
        self.headers = headers
        self.timeout = timeout
        self.bodyLimit = bodyLimit
        self.seriesLimit = seriesLimit
        self.extraParameters = extraParameters
        self.userAgent = userAgent
    }

    /// The same API with more parameters for every request, such as those of a ``Dialect``.
    package func adding(parameters: [(name: String, value: String)]) -> PrometheusAPI {
        var api = self
        api.extraParameters += parameters
        return api
    }

    /// The same API as a server wants to be asked that speaks a dialect.
    package func speaking(_ dialect: Dialect) -> PrometheusAPI {
        var api = adding(parameters: dialect.parameters)
        api.escapesGroupings = !dialect.groupsByQuotedNames
        (api.movesRanges, api.listsDays) = (dialect.movesRanges, dialect.listsDays)
        return api
    }

    /// The same API, whose queries that name no moment are about one of the past.
    func asked(at moment: Timestamp) -> PrometheusAPI {
        var api = self
        api.transport = PastTransport(transport) { moment }
        return api
    }

    /// The decimal seconds that a request may take.
    func timeoutParameter(_ timeout: Duration?) -> (name: String, value: String) {
        ("timeout", FormEncoding.seconds((timeout ?? self.timeout).milliseconds))
    }

    /// Asks an endpoint that takes its parameters in the URL only.
    func get(
        _ endpoint: String,
        _ parameters: [(name: String, value: String)] = []
    ) async throws(APIFailure) -> Exchange {
        let start = ContinuousClock.now
        let answer = try await ask(endpoint, parameters + extraParameters, byPost: false, timeout: timeout)
        return exchange(endpoint, answer, since: start)
    }

    /// Asks an endpoint that takes its parameters as a form as well, which has no limit on their length.
    ///
    /// Read-only proxies do not take POST: then GET is tried, and kept to once it works.
    func post(
        _ endpoint: String,
        _ parameters: [(name: String, value: String)],
        timeout: Duration? = nil
    ) async throws(APIFailure) -> Exchange {
        let start = ContinuousClock.now
        let timeout = timeout ?? self.timeout
        let asked = parameters.map { parameter in
            let isEscaped = escapesGroupings && parameter.name == "query"
            return isEscaped ? (parameter.name, GroupingNames.escaped(parameter.value)) : parameter
        }
        let parameters = asked + extraParameters
        if !postSupport.isRefused {
            let answer = try await ask(endpoint, parameters, byPost: true, timeout: timeout)
            guard Self.refusesMethod(answer) else { return exchange(endpoint, answer, since: start) }
        }
        let answer = try await ask(endpoint, parameters, byPost: false, timeout: timeout)
        if !Self.refusesMethod(answer) { postSupport.noteRefusal() }
        return exchange(endpoint, answer, since: start)
    }

    /// Whether an answer may be about the method or the form alone: not allowed, not known, not implemented.
    ///
    /// The API itself knows POST, so that its own words are about something else.
    private static func refusesMethod(_ answer: HTTPAnswer) -> Bool {
        switch answer.status {
        case 403, 405, 411, 415, 501: true
        case 404: !answer.isJSON
        default: false
        }
    }

    private func exchange(_ endpoint: String, _ answer: HTTPAnswer, since start: ContinuousClock.Instant) -> Exchange {
        Exchange(answer: answer, duration: ContinuousClock.now - start, path: url.path(endpoint), origin: url.origin)
    }

    private func ask(
        _ endpoint: String,
        _ parameters: [(name: String, value: String)],
        byPost: Bool,
        timeout: Duration
    ) async throws(APIFailure) -> HTTPAnswer {
        let form = FormEncoding.encode(parameters)
        let address = url.endpoint(endpoint)
        let target = byPost || form.isEmpty ? address : "\(address)?\(form)"
        var question = HTTPQuestion(url: target, timeout: timeout, bodyLimit: bodyLimit)
        question.headers = [
            ("Accept", "application/json"), ("Accept-Encoding", "gzip"), ("User-Agent", userAgent),
        ]
        if byPost {
            question.method = "POST"
            question.body = Array(form.utf8)
            question.headers.append(("Content-Type", "application/x-www-form-urlencoded"))
        }
        let replaced = Set(headers.map { $0.name.lowercased() })
        question.headers.removeAll { replaced.contains($0.name.lowercased()) }
        question.headers += headers
        do throws(TransportFailure) {
            return try await transport.ask(question)
        } catch .badURL {
            throw .transport(.badURL(address))
        } catch .refused {
            throw .transport(url.usualPort.map { .refusedAtUsual(port: $0) } ?? .refused)
        } catch {
            throw .transport(error)
        }
    }
}
