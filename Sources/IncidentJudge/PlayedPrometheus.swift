internal import Foundation
package import Incidents
package import PromClient
package import PromModel
import PromQL
import Synchronization

/// A Prometheus that scrapes a played world, and answers from its samples in the API's own form.
package actor PlayedPrometheus: HTTPTransport {
    private struct Target {
        let instance: String
        let labels: Labels
        /// Each is scraped at a moment of its own.
        let phase: Duration
        var next: Timestamp
        var lastScrape: Timestamp?
        var isUp = true
    }

    private let world: PlayedWorld
    private let interval: Duration
    private var targets: [Target]
    private var store = SampleStore()
    private let engine = PromQLEngine(options: PromQLEngine.Options())

    /// A server that scrapes all processes of an incident every `interval`.
    package init(_ incident: Incident, _ world: PlayedWorld, interval: Duration) {
        self.world = world
        self.interval = interval
        store.bornFromZero = false
        let start = world.now
        targets = incident.instances.enumerated().map { index, instance in
            let phase = interval * (index * 37 % 97) / 97
            let labels: Labels = ["job": instance.service, "instance": instance.name]
            return Target(instance: instance.name, labels: labels, phase: phase, next: start + phase)
        }
    }

    /// When the next scrape is due.
    package var nextScrape: Timestamp { targets.map(\.next).min() ?? world.now }

    /// Scrapes what is due by now.
    package func scrape() {
        for index in targets.indices where targets[index].next <= world.now {
            let page = world.page(of: targets[index].instance)
            let outcome: Scrape.Outcome =
                page.map { .success(ExpositionParser.parse(Array($0.utf8), format: .text)) }
                ?? .failure(reason: "connection refused")
            targets[index].isUp = page != nil
            targets[index].lastScrape = targets[index].next
            store.ingest(
                Scrape(
                    target: targets[index].labels,
                    start: targets[index].next,
                    duration: .milliseconds(2),
                    outcome: outcome
                )
            )
            targets[index].next = targets[index].next + interval
        }
    }

    /// Answers a question of the API.
    package func ask(_ question: HTTPQuestion) async throws(TransportFailure) -> HTTPAnswer {
        let request = APIRequest(question)
        switch request.endpoint {
        case "query": return instant(request)
        case "query_range": return range(request)
        case "label/__name__/values": return names
        case "targets": return Self.success(listing)
        case "rules": return Self.success(#"{"groups":[]}"#)
        case "status/buildinfo": return Self.success(#"{"version":"3.5.0","revision":"abc","goVersion":"go1.24"}"#)
        case "metadata": return Self.success("{}")
        default:
            complain("no endpoint \(request.endpoint)")
            return HTTPAnswer(status: 404, contentType: "text/plain", body: Array("404 page not found".utf8))
        }
    }

    private func instant(_ request: APIRequest) -> HTTPAnswer {
        let moment = request.moment("time") ?? world.now
        do {
            let tree = try PromQLParser.parse(request.expression)
            return Self.answer(try engine.instant(tree, at: moment, in: store).apiJSON)
        } catch {
            return refusal("\(error)")
        }
    }

    private func range(_ request: APIRequest) -> HTTPAnswer {
        guard let from = request.moment("start"), let through = request.moment("end"), let step = request.moment("step")
        else { return refusal("a parameter is missing") }
        do {
            let tree = try PromQLParser.parse(request.expression)
            let step = Duration.milliseconds(step.milliseconds)
            let series = try engine.range(tree, from: from, through: through, step: step, in: store)
            return Self.answer(QueryResult.matrix(series).apiJSON)
        } catch {
            return refusal("\(error)")
        }
    }

    /// The names of all metrics that there are now.
    private var names: HTTPAnswer {
        do {
            let tree = try PromQLParser.parse("count by (__name__) ({__name__!=\"\"})")
            guard case .vector(let vector) = try engine.instant(tree, at: world.now, in: store) else {
                return Self.success("[]")
            }
            let names = vector.map { JSONText.quoted($0.labels.metricName) }
            return Self.success("[\(names.joined(separator: ","))]")
        } catch {
            return refusal("\(error)")
        }
    }

    private var listing: String {
        let items = targets.map { target in
            let labels = target.labels.map { "\(JSONText.quoted($0.name)):\(JSONText.quoted($0.value))" }
            let page = "http://\(target.instance)/metrics"
            let error = target.isUp ? "" : "Get \"\(page)\": dial tcp 10.0.0.1:80: connect: connection refused"
            let last = Date(timeIntervalSince1970: (target.lastScrape ?? Timestamp(seconds: 0)).seconds)
            return """
                {"labels":{\(labels.joined(separator: ","))},"scrapePool":"p","scrapeUrl":\(JSONText.quoted(page)),\
                "lastError":\(JSONText.quoted(error)),"lastScrape":"\(last.ISO8601Format())",\
                "lastScrapeDuration":0.002,"health":"\(target.lastScrape == nil ? "unknown" : target.isUp ? "up" : "down")",\
                "scrapeInterval":"\(interval.milliseconds)ms","scrapeTimeout":"1s"}
                """
        }
        return "{\"activeTargets\":[\(items.joined(separator: ","))]}"
    }

    private static func answer(_ json: String) -> HTTPAnswer {
        HTTPAnswer(status: 200, contentType: "application/json", body: Array(json.utf8))
    }

    private static func success(_ data: String) -> HTTPAnswer { answer("{\"status\":\"success\",\"data\":\(data)}") }

    /// What cannot be answered is a fault of the judge's: it is not to pass for one of the judged.
    private func complain(_ text: String) { FileHandle.standardError.write(Data("played Prometheus: \(text)\n".utf8)) }

    private func refusal(_ text: String) -> HTTPAnswer {
        complain(text)
        let body = "{\"status\":\"error\",\"errorType\":\"bad_data\",\"error\":\(JSONText.quoted(text))}"
        return HTTPAnswer(status: 400, contentType: "application/json", body: Array(body.utf8))
    }
}

/// One request of the API, taken apart.
struct APIRequest {
    let endpoint: String
    private let parameters: [String: String]

    init(_ question: HTTPQuestion) {
        let parts = question.url.split(separator: "?", maxSplits: 1)
        let path = String(parts.first ?? "")
        endpoint = path.firstRange(of: "/api/v1/").map { String(path[$0.upperBound...]) } ?? path
        let form =
            question.body.isEmpty
            ? String(parts.dropFirst().first ?? "") : String(decoding: question.body, as: UTF8.self)
        parameters = Dictionary(
            form.split(separator: "&").map { pair in
                let sides = pair.split(separator: "=", maxSplits: 1).map { half in
                    String(half).removingPercentEncoding ?? String(half)
                }
                return (sides.first ?? "", sides.count > 1 ? sides[1] : "")
            },
            uniquingKeysWith: { $1 }
        )
    }

    /// The expression; empty where there is none.
    var expression: String { parameters["query"] ?? "" }

    /// A parameter that is a number of seconds.
    func moment(_ name: String) -> Timestamp? {
        parameters[name].flatMap(Double.init).map { Timestamp(seconds: $0) }
    }
}
