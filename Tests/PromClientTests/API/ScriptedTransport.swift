import PromClient
import PromModel
import Synchronization

/// Answers as a test says, and remembers what it was asked.
final class ScriptedTransport: HTTPTransport {
    private let asked = Mutex<[HTTPQuestion]>([])
    private let answer: @Sendable (HTTPQuestion) throws(TransportFailure) -> HTTPAnswer

    init(_ answer: @escaping @Sendable (HTTPQuestion) throws(TransportFailure) -> HTTPAnswer) {
        self.answer = answer
    }

    /// Answers everything with one body.
    convenience init(
        _ body: String,
        status: Int = 200,
        type: String? = "application/json",
        headers: [(name: String, value: String)] = []
    ) {
        let answer = HTTPAnswer(status: status, contentType: type, body: Array(body.utf8), headers: headers)
        self.init { (_) throws(TransportFailure) in answer }
    }

    var questions: [HTTPQuestion] { asked.withLock { $0 } }

    func ask(_ question: HTTPQuestion) async throws(TransportFailure) -> HTTPAnswer {
        asked.withLock { $0.append(question) }
        return try answer(question)
    }

    /// An API behind this transport.
    func api(
        _ url: String = "http://prometheus:9090",
        headers: [(name: String, value: String)] = [],
        seriesLimit: Int = 20_000
    ) throws -> PrometheusAPI {
        PrometheusAPI(
            url: try PrometheusURL(url),
            transport: self,
            headers: headers,
            timeout: .seconds(5),
            seriesLimit: seriesLimit,
            userAgent: "sretop/test"
        )
    }
}

extension HTTPQuestion {
    /// The value of a header.
    func header(_ name: String) -> String? { headers.first { $0.name == name }?.value }
    /// The body as text.
    var form: String { String(decoding: body, as: UTF8.self) }
}

/// The failure that a body leads to when it answers an instant query.
func queryFailure(
    _ body: String,
    status: Int,
    type: String? = "application/json",
    headers: [(name: String, value: String)] = []
) async throws -> APIFailure? {
    let api = try ScriptedTransport(body, status: status, type: type, headers: headers).api("http://h:9090/prom")
    do throws(APIFailure) {
        _ = try await api.query("up")
        return nil
    } catch {
        return error
    }
}
