import PromClient
import PromModel
import Testing

@Suite("API requests")
struct PrometheusAPIRequestTests {
    private static let vector = #"{"status":"success","data":{"resultType":"vector","result":[]}}"#
    private static let matrix = #"{"status":"success","data":{"resultType":"matrix","result":[]}}"#
    private static let list = #"{"status":"success","data":[]}"#

    @Test("An instant query is a form with the expression, the time and the time limit")
    func instant() async throws {
        let transport = ScriptedTransport(Self.vector)
        let api = try transport.api("http://h:9090/prom")
        _ = try await api.query("sum(rate(a{b=~\"c+|ü\"}[5m])) & 1", at: Timestamp(milliseconds: 1_700_000_000_007))
        let question = try #require(transport.questions.first)
        #expect(question.method == "POST")
        #expect(question.url == "http://h:9090/prom/api/v1/query")
        #expect(
            question.form
                == "query=sum%28rate%28a%7Bb%3D~%22c%2B%7C%C3%BC%22%7D%5B5m%5D%29%29%20%26%201"
                + "&time=1700000000.007&timeout=5.000"
        )
        #expect(question.header("Content-Type") == "application/x-www-form-urlencoded")
        #expect(question.header("Accept") == "application/json")
        #expect(question.header("Accept-Encoding") == "gzip")
        #expect(question.header("User-Agent") == "sretop/test")
        #expect(question.timeout == .seconds(5))
        #expect(question.bodyLimit == 32 * 1_048_576)
    }

    @Test("A request's own time limit goes to the transport and to the server")
    func timeLimit() async throws {
        let transport = ScriptedTransport(Self.vector)
        _ = try await transport.api().query("up", timeout: .milliseconds(1500))
        #expect(transport.questions.first?.timeout == .milliseconds(1500))
        #expect(transport.questions.first?.form == "query=up&timeout=1.500")
    }

    @Test("A range query names both ends and the step")
    func range() async throws {
        let transport = ScriptedTransport(Self.matrix)
        _ = try await transport.api().queryRange(
            "up",
            from: Timestamp(milliseconds: -1500),
            through: Timestamp(milliseconds: 60_000),
            step: .milliseconds(500)
        )
        #expect(transport.questions.first?.url == "http://prometheus:9090/api/v1/query_range")
        #expect(transport.questions.first?.form == "query=up&start=-1.500&end=60.000&step=0.500&timeout=5.000")
    }

    @Test("Selections carry their matchers, times and limit")
    func selections() async throws {
        let transport = ScriptedTransport(Self.list)
        let api = try transport.api()
        _ = try await api.series(matchers: ["up", "{a=\"b\"}"], from: Timestamp(milliseconds: 1), limit: 7)
        _ = try await api.labelNames()
        _ = try await api.labelValues("job", matchers: ["up"], through: Timestamp(milliseconds: 1))
        _ = try await api.labelValues("service.name_é")
        let questions = transport.questions
        #expect(questions.map(\.method) == ["POST", "POST", "GET", "GET"])
        #expect(questions.first?.form == "match%5B%5D=up&match%5B%5D=%7Ba%3D%22b%22%7D&start=0.001&limit=7")
        #expect(
            questions.map(\.url).dropFirst() == [
                "http://prometheus:9090/api/v1/labels",
                "http://prometheus:9090/api/v1/label/job/values?match%5B%5D=up&end=0.001",
                "http://prometheus:9090/api/v1/label/U__service_2e_name___e9_/values",
            ]
        )
    }

    @Test("Given headers are sent, and take the place of the client's own")
    func headers() async throws {
        let transport = ScriptedTransport(Self.vector)
        _ = try await transport.api(headers: [("X-Scope-OrgID", "a|b"), ("user-agent", "me")]).query("up")
        let question = try #require(transport.questions.first)
        #expect(question.header("X-Scope-OrgID") == "a|b")
        #expect(question.headers.filter { $0.name.lowercased() == "user-agent" }.map(\.value) == ["me"])
    }

    @Test("Added parameters go with every request")
    func parameters() async throws {
        let transport = ScriptedTransport(Self.vector)
        let dialect = Dialect(buildInfo: nil, traits: .countsSeries)
        let api = try transport.api().adding(parameters: dialect.parameters)
        _ = try await api.query("up")
        #expect(transport.questions.first?.form == "query=up&timeout=5.000&latency_offset=1ms")
    }

    @Test("Where POST is refused GET is tried, and kept to by all copies", arguments: [403, 404, 405, 411, 415, 501])
    func postRefused(status: Int) async throws {
        let transport = ScriptedTransport { (question) throws(TransportFailure) in
            question.method == "POST"
                ? HTTPAnswer(status: status, contentType: "text/plain", body: [])
                : HTTPAnswer(status: 200, contentType: "application/json", body: Array(Self.vector.utf8))
        }
        let api = try transport.api()
        let copy = api.adding(parameters: [("x", "1")])
        _ = try await api.query("up")
        _ = try await copy.query("up")
        #expect(transport.questions.map(\.method) == ["POST", "GET", "GET"])
        #expect(transport.questions.last?.url == "http://prometheus:9090/api/v1/query?query=up&timeout=5.000&x=1")
        #expect(transport.questions.last?.body.isEmpty == true)
        #expect(transport.questions.last?.header("Content-Type") == nil)
    }

    @Test("Where GET is refused too it is forbidden, and nothing is concluded about POST")
    func allForbidden() async throws {
        let transport = ScriptedTransport("no", status: 403, type: "text/plain")
        let api = try transport.api()
        for _ in 0..<2 {
            await #expect(throws: APIFailure.forbidden("no")) { try await api.query("up") }
        }
        #expect(transport.questions.map(\.method) == ["POST", "GET", "POST", "GET"])
    }

    @Test("A raw answer is the bytes that came, once they are known to be a success")
    func raw() async throws {
        let moment = Timestamp(milliseconds: 0)
        let body = #"{"status":"success", "data":{"resultType":"vector","result":[ ]},"warnings":["w"]}"#
        let answer = try await ScriptedTransport(body).api().rawQuery("up")
        #expect(answer.value == Array(body.utf8))
        #expect(answer.warnings == ["w"])
        let range = try await ScriptedTransport(Self.matrix).api()
            .rawQueryRange("up", from: moment, through: moment, step: .seconds(1))
        #expect(range.value == Array(Self.matrix.utf8))
        let error = #"{"status":"error","errorType":"bad_data","error":"no"}"#
        await #expect(throws: APIFailure.badQuery("no")) {
            try await ScriptedTransport(error, status: 400).api().rawQuery("up")
        }
        await #expect(throws: APIFailure.self) {
            try await ScriptedTransport(String(body.dropLast())).api().rawQuery("up")
        }
    }
}
