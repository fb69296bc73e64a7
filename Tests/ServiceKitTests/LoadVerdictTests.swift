import ServiceKit
import Testing

/// Whose fault it was, from what four clocks say.
@Suite("The load driver's verdict")
struct LoadVerdictTests {
    /// Seconds and how many requests took so long.
    private typealias Times = [(seconds: Double, count: Int)]

    private func clock(_ times: Times) -> String {
        let texts = times.map { "[\($0.seconds),\($0.count)]" }
        return "{\"times\":[\(texts.joined(separator: ","))],\"at_least\":0,\"least_bound\":null}"
    }

    private func summary(
        connections: Int,
        isFull: Bool = false,
        response: Times,
        service: Times,
        lag: Times = [(0.000_05, 1000)],
        wait: Times = [],
        computed: Double = 0.1
    ) throws -> LoadSummary {
        let answered = response.reduce(0) { $0 + $1.count }
        let text = """
            {"url":"http://127.0.0.1/","loop":"open","connections":\(connections),"threads":1,
             "connection_limit_reached":\(isFull),"most_in_use":\(connections),
             "count":{"sent":\(answered),"timeout":0,"connection":0,"not_http":0,"shed":0,
             "unfinished":0,"skipped":0,"retried":0,"repeated":0},
             "status":{"1xx":0,"2xx":\(answered),"3xx":0,"4xx":0,"5xx":0},
             "efforts":[{"processor":\(computed * 10),"elapsed":10,"answers":\(answered)}],
             "response":\(clock(response)),"service":\(clock(service)),
             "lag":\(clock(lag)),"wait":\(clock(wait)),"limit":"none"}
            """
        return LoadSummary(merging: [try LoadRecordFile.read(Array(text.utf8))])
    }

    @Test("Milliseconds of lateness beside a target that stood still for a second are not the generator's limit")
    func stopped() throws {
        let times: Times = [(0.0006, 1700), (1.4, 300)]
        let lag: Times = [(0.000_05, 1960), (0.002_6, 40)]
        let verdict = LoadVerdict(try summary(connections: 512, response: times, service: times, lag: lag))
        #expect(verdict.limit == .none)
        #expect(abs(try #require(verdict.evidence.longest).duration / .seconds(1) - 1.4) < 0.01)
    }

    @Test("What leaves late and is answered at once is late by the generator")
    func late() throws {
        let lag: Times = [(0.000_05, 900), (0.05, 100)]
        let late = try summary(
            connections: 512,
            response: [(0.001, 900), (0.051, 100)],
            service: [(0.001, 1000)],
            lag: lag
        )
        #expect(LoadVerdict(late).limit == .generator)
        // The slowest answers do not excuse what is late in the middle.
        let stalled = try summary(
            connections: 512,
            response: [(0.001, 400), (0.021, 500), (2, 100)],
            service: [(0.001, 900), (2, 100)],
            lag: [(0.000_05, 400), (0.02, 600)]
        )
        #expect(LoadVerdict(stalled).limit == .generator)
        let busy = try summary(connections: 8, response: [(0.001, 100)], service: [(0.001, 100)], computed: 0.9)
        #expect(LoadVerdict(busy).limit == .generator)
    }

    @Test("Connections that were all held by answers that took long are the target's doing")
    func held() throws {
        let stopped = try summary(
            connections: 512,
            isFull: true,
            response: [(0.001, 7402), (0.7, 2086), (1.7, 512)],
            service: [(0.001, 9488), (1.7, 512)],
            wait: [(0.7, 2086)]
        )
        #expect(LoadVerdict(stopped).limit == .server)
        #expect(stopped.mostInUse == 512)
    }

    @Test("Connections that are too few for answers of the usual time are the limit")
    func few() throws {
        // Two connections, answers of 50 ms: 40 a second of 100 that were meant, whatever the target could take.
        let few = try summary(
            connections: 2,
            isFull: true,
            response: [(0.05, 2), (3, 398)],
            service: [(0.05, 400)],
            wait: [(3, 398)]
        )
        #expect(LoadVerdict(few).limit == .connections)
        // One slow answer does not hold up the hundreds that waited for seconds.
        let odd = try summary(
            connections: 2,
            isFull: true,
            response: [(0.05, 2), (3, 398)],
            service: [(0.05, 399), (0.4, 1)],
            wait: [(3, 398)]
        )
        #expect(LoadVerdict(odd).limit == .connections)
    }
}
