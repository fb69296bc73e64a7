import GoldenSignals
import PromModel

/// Reads from an Alertmanager's API, version 2; it changes nothing there.
package struct AlertmanagerAPI: Sendable {
    /// One alert as it stands there.
    struct Alert: Sendable {
        var labels = Labels()
        var fingerprint = ""
        var state = ""
        var receivers: [String] = []
        var silencedBy: [String] = []
        var inhibitedBy: [String] = []
    }

    /// Where it is, without a slash at the end.
    let place: String
    private let transport: any HTTPTransport
    private let timeout: Duration
    private let userAgent: String

    private static let bodyLimit = 16 * 1_048_576
    private static let mostEntries = 10_000

    /// An Alertmanager at a URL; what Prometheus calls its alerts' endpoint is taken too.
    package init(url: String, transport: any HTTPTransport, timeout: Duration, userAgent: String) {
        var place = url
        for ending in ["/", "/api/v2/alerts", "/api/v1/alerts", "/"] where place.hasSuffix(ending) {
            place.removeLast(ending.count)
        }
        self.place = place
        self.transport = transport
        self.timeout = timeout
        self.userAgent = userAgent
    }

    /// What it says of an alert.
    func routing(of alert: AlertStatus) async -> AlertRouting {
        var routing = AlertRouting(place: place)
        do throws(APIFailure) {
            let named = [(name: "filter", value: "alertname=\(Labels.quoted(alert.name))")]
            let alerts = try await list("alerts", named, Self.readAlert)
            // Prometheus adds its external labels on the way: they may be more there.
            let wanted = alert.identity
            let own = alerts.filter { known in wanted.allSatisfy { known.labels[$0.name] == $0.value } }
                .min { $0.labels.count < $1.labels.count }
            guard let own else { return routing }
            (routing.state, routing.receivers) = (own.state, own.receivers)
            if !own.silencedBy.isEmpty {
                let silences = try await list("silences", [], Self.readSilence)
                routing.silences = silences.filter { own.silencedBy.contains($0.id) }
            }
            if !own.inhibitedBy.isEmpty {
                let all = try await list("alerts", [], Self.readAlert)
                routing.inhibitors = own.inhibitedBy.map { print in
                    all.first { $0.fingerprint == print }.map { "\($0.labels)" } ?? print
                }
            }
        } catch {
            routing.failure = "\(error)"
        }
        return routing
    }

    private func list<Value>(
        _ endpoint: String,
        _ parameters: [(name: String, value: String)],
        _ element: (inout JSONReader) throws(JSONFault) -> Value
    ) async throws(APIFailure) -> [Value] {
        let form = FormEncoding.encode(parameters)
        let address = "\(place)/api/v2/\(endpoint)"
        var question = HTTPQuestion(
            url: form.isEmpty ? address : "\(address)?\(form)",
            timeout: timeout,
            bodyLimit: Self.bodyLimit
        )
        question.headers = [("Accept", "application/json"), ("User-Agent", userAgent)]
        let answer: HTTPAnswer
        do throws(TransportFailure) {
            answer = try await transport.ask(question)
        } catch {
            throw .transport(error)
        }
        guard answer.status == 200, answer.isJSON else {
            throw APIFailure(answer, path: "/api/v2/\(endpoint)", origin: place)
        }
        do throws(JSONFault) {
            return try answer.body.withUnsafeBufferPointer { (bytes) throws(JSONFault) in
                var reader = JSONReader(bytes: bytes)
                return try reader.list(atMost: Self.mostEntries, element).items
            }
        } catch {
            throw APIFailure(error)
        }
    }

    private static func readAlert(_ reader: inout JSONReader) throws(JSONFault) -> Alert {
        var alert = Alert()
        guard try reader.enterObject() else { return alert }
        while let key = try reader.nextKey() {
            switch key {
            case "labels": alert.labels = try reader.labels()
            case "fingerprint": alert.fingerprint = try reader.string()
            case "receivers":
                alert.receivers = try reader.list(atMost: 100) { (reader) throws(JSONFault) in
                    try text("name", of: &reader)
                }
                .items
            case "status": try readStatus(&reader, &alert)
            default: try reader.skip()
            }
        }
        return alert
    }

    private static func readStatus(_ reader: inout JSONReader, _ alert: inout Alert) throws(JSONFault) {
        guard try reader.enterObject() else { return }
        while let key = try reader.nextKey() {
            switch key {
            case "state": alert.state = try reader.string()
            case "silencedBy": alert.silencedBy = try reader.strings()
            case "inhibitedBy": alert.inhibitedBy = try reader.strings()
            default: try reader.skip()
            }
        }
    }

    private static func readSilence(_ reader: inout JSONReader) throws(JSONFault) -> AlertRouting.Silence {
        var (id, author, comment) = ("", "", "")
        var endsAt: Timestamp?
        var matchers: [String] = []
        guard try reader.enterObject() else {
            return AlertRouting.Silence(id: "", author: "", comment: "", endsAt: nil, matchers: [])
        }
        while let key = try reader.nextKey() {
            switch key {
            case "id": id = try reader.string()
            case "createdBy": author = try reader.string()
            case "comment": comment = try reader.string()
            case "endsAt": endsAt = Timestamp(rfc3339: try reader.stringIfAny() ?? "")
            case "matchers": matchers = try reader.list(atMost: 100, readMatcher).items
            default: try reader.skip()
            }
        }
        return AlertRouting.Silence(id: id, author: author, comment: comment, endsAt: endsAt, matchers: matchers)
    }

    private static func readMatcher(_ reader: inout JSONReader) throws(JSONFault) -> String {
        var (name, value) = ("", "")
        var (isEqual, isRegex) = (true, false)
        guard try reader.enterObject() else { return "" }
        while let key = try reader.nextKey() {
            switch key {
            case "name": name = try reader.string()
            case "value": value = try reader.string()
            case "isEqual": isEqual = try reader.bool()
            case "isRegex": isRegex = try reader.bool()
            default: try reader.skip()
            }
        }
        let operation = isRegex ? isEqual ? "=~" : "!~" : isEqual ? "=" : "!="
        return "\(name)\(operation)\(Labels.quoted(value))"
    }

    /// One member of an object.
    private static func text(_ name: String, of reader: inout JSONReader) throws(JSONFault) -> String {
        var text = ""
        guard try reader.enterObject() else { return text }
        while let key = try reader.nextKey() {
            if key == name { text = try reader.string() } else { try reader.skip() }
        }
        return text
    }
}
