import Foundation
import GoldenSignals
import PromClient
import PromModel
import PromQL
import Synchronization

/// A Prometheus in memory: the real engine's answers over pages that a test lets it scrape, in the API's own form.
final class FakePrometheus: HTTPTransport {
    /// One request, taken apart.
    struct Request: Sendable {
        let endpoint: String
        let parameters: [String: String]

        /// The expression; empty where there is none.
        var expression: String { parameters["query"] ?? "" }
        /// The same for an engine that does not read MetricsQL's names with backslashes.
        var readable: String { expression.replacingOccurrences(of: #"service\.name"#, with: #""service.name""#) }
        /// Whether it is one of the questions of a refresh, not of the way there.
        var isOfRefresh: Bool {
            endpoint == "query_range"
                || endpoint == "query" && expression != "time()" && !expression.contains(":requests")
                    && !expression.contains(":whole")
        }
    }

    /// What answers in place of the engine; nil for the engine.
    typealias Override = @Sendable (Request) async throws(TransportFailure) -> HTTPAnswer?

    private struct State {
        var now: Timestamp
        var skew = Duration.zero
        var requests: [Request] = []
        var targets: [FakeTarget] = []
        var override: Override?
        var buildInfo = #"{"version":"2.42.0","revision":"abc","goVersion":"go1.19.4"}"#
        var rules = #"{"groups":[]}"#
    }

    static let start = Timestamp(seconds: 1_795_192_800)
    private let engine: EmbeddedQueryEngine
    private let state: Mutex<State>

    /// With `countsFromZero` off series that are born begin with their first sample, as a Prometheus has them.
    init(now: Timestamp = FakePrometheus.start, countsFromZero: Bool = true) {
        engine = EmbeddedQueryEngine(retention: .seconds(7200), countsFromZero: countsFromZero)
        state = Mutex(State(now: now))
    }

    /// Our own wall clock; the server's is ahead by ``skew``.
    var now: Timestamp { state.withLock { $0.now } }
    var serverNow: Timestamp { state.withLock { $0.now + $0.skew } }
    /// What was asked since the last call.
    func takeRequests() -> [Request] {
        state.withLock { state in
            defer { state.requests = [] }
            return state.requests
        }
    }

    func advance(_ duration: Duration) { state.withLock { $0.now = $0.now + duration } }
    func skew(_ duration: Duration) { state.withLock { $0.skew = duration } }
    func override(_ override: Override?) { state.withLock { $0.override = override } }
    func answerBuildInfo(_ json: String) { state.withLock { $0.buildInfo = json } }
    /// Lists a target that was not scraped.
    func list(_ target: FakeTarget) { state.withLock { $0.targets.append(target) } }
    /// A reload has all targets scraped at another interval.
    func reload(interval: String) {
        state.withLock { state in
            for place in state.targets.indices { state.targets[place].interval = interval }
        }
    }
    func answerRules(_ json: String) { state.withLock { $0.rules = json } }

    /// Scrapes a target over the ten minutes before now; the page gets the seconds since the first scrape.
    ///
    /// Without a page every scrape fails.
    func scrape(_ target: FakeTarget, every interval: Int = 15, page: @Sendable (Int) -> String?) async {
        let first = serverNow - .seconds(600)
        for second in stride(from: 0, through: 600, by: interval) {
            await scrapeOnce(target, at: first + .seconds(second), page: page(second))
        }
        state.withLock { $0.targets.append(target) }
    }

    /// One more scrape of a target.
    func scrapeOnce(_ target: FakeTarget, at moment: Timestamp, page: String?) async {
        let outcome: Scrape.Outcome =
            page.map { .success(ExpositionParser.parse(Array($0.utf8), format: .text)) }
            ?? .failure(reason: "connection refused")
        await engine.ingest(
            Scrape(target: target.labels, start: moment, duration: .milliseconds(2), outcome: outcome)
        )
    }

    func ask(_ question: HTTPQuestion) async throws(TransportFailure) -> HTTPAnswer {
        let request = Request(question)
        let override = state.withLock { state in
            state.requests.append(request)
            return state.override
        }
        if let override, let answer = try await override(request) { return answer }
        switch request.endpoint {
        case "query": return await instant(request)
        case "query_range": return await range(request)
        case "targets": return .success(FakeJSON.targets(state.withLock { $0.targets }, at: serverNow))
        case "rules": return .success(state.withLock { $0.rules })
        case "status/buildinfo": return .success(state.withLock { $0.buildInfo })
        case "metadata": return .success("{}")
        default: return HTTPAnswer(status: 404, contentType: "text/plain", body: Array("404 page not found".utf8))
        }
    }

    private func instant(_ request: Request) async -> HTTPAnswer {
        let moment = request.moment("time") ?? serverNow
        if request.expression == "time()" {
            return .success(#"{"resultType":"scalar","result":["# + FakeJSON.sample(moment, moment.seconds) + "]}")
        }
        do throws(QueryFailure) {
            return .success(FakeJSON.vector(try await engine.instant(request.readable, at: moment), at: moment))
        } catch {
            return .failure(400, "bad_data", "\(error)")
        }
    }

    private func range(_ request: Request) async -> HTTPAnswer {
        guard let from = request.moment("start"), let through = request.moment("end"), let step = request.moment("step")
        else { return .failure(400, "bad_data", "a parameter is missing") }
        do throws(QueryFailure) {
            let series = try await engine.range(
                request.readable,
                from: from,
                through: through,
                step: .milliseconds(step.milliseconds)
            )
            return .success(FakeJSON.matrix(series))
        } catch {
            return .failure(400, "bad_data", "\(error)")
        }
    }
}

extension FakePrometheus.Request {
    /// Takes a question of the API apart.
    init(_ question: HTTPQuestion) {
        let parts = question.url.split(separator: "?", maxSplits: 1)
        let path = parts.first ?? ""
        endpoint = path.firstRange(of: "/api/v1/").map { String(path[$0.upperBound...]) } ?? String(path)
        let form = question.body.isEmpty ? String(parts.dropFirst().first ?? "") : question.form
        parameters = Dictionary(
            form.split(separator: "&").map { pair in
                let sides = pair.split(separator: "=", maxSplits: 1).map { Self.decoded($0) }
                return (sides.first ?? "", sides.count > 1 ? sides[1] : "")
            },
            uniquingKeysWith: { $1 }
        )
    }

    /// A parameter that is a number of seconds.
    func moment(_ name: String) -> Timestamp? {
        parameters[name].flatMap(Double.init).map { Timestamp(seconds: $0) }
    }

    private static func decoded(_ text: Substring) -> String {
        var bytes: [UInt8] = []
        var rest = text.utf8[...]
        while let byte = rest.first {
            if byte == UInt8(ascii: "%"), let value = UInt8(String(rest.dropFirst().prefix(2)) ?? "", radix: 16) {
                bytes.append(value)
                rest = rest.dropFirst(3)
            } else {
                bytes.append(byte)
                rest = rest.dropFirst()
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}

extension HTTPAnswer {
    /// An answer of the API.
    static func success(_ data: String) -> HTTPAnswer {
        let body = "{\"status\":\"success\",\"data\":\(data)}"
        return HTTPAnswer(status: 200, contentType: "application/json", body: Array(body.utf8))
    }

    /// An answer of another program.
    static func json(_ text: String) -> HTTPAnswer {
        HTTPAnswer(status: 200, contentType: "application/json", body: Array(text.utf8))
    }

    /// An error of the API.
    static func failure(_ status: Int, _ type: String, _ text: String) -> HTTPAnswer {
        let body = "{\"status\":\"error\",\"errorType\":\"\(type)\",\"error\":\(FakeJSON.text(text))}"
        return HTTPAnswer(status: status, contentType: "application/json", body: Array(body.utf8))
    }
}
