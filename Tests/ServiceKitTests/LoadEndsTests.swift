import ServiceKit
import Testing

@Suite("Both ends of a load")
struct LoadEndsTests {
    /// What a driver saw: so many answers of so many seconds, and requests that got none.
    private func summary(_ times: [(seconds: Double, count: Int)], unanswered: Int = 0) throws -> LoadSummary {
        let answered = times.reduce(0) { $0 + $1.count }
        let texts = times.map { "[\($0.seconds),\($0.count)]" } + (unanswered > 0 ? ["[5,\(unanswered)]"] : [])
        let bound = unanswered > 0 ? "5" : "null"
        let clock = "{\"times\":[\(texts.joined(separator: ","))],\"at_least\":\(unanswered),\"least_bound\":\(bound)}"
        let none = "{\"times\":[],\"at_least\":0,\"least_bound\":null}"
        let text = """
            {"url":"http://127.0.0.1/","loop":"open","connections":8,"threads":1,
             "count":{"sent":\(answered + unanswered),"timeout":\(unanswered),"connection":0,"not_http":0,"shed":0,
             "unfinished":0,"skipped":0,"retried":0,"repeated":0},
             "status":{"1xx":0,"2xx":\(answered),"3xx":0,"4xx":0,"5xx":0},
             "efforts":[{"processor":0.5,"elapsed":10,"answers":\(answered)}],
             "response":\(clock),"service":\(clock),"lag":\(none),"wait":\(none),"limit":"none"}
            """
        return LoadSummary(merging: [try LoadRecordFile.read(Array(text.utf8))])
    }

    private func account(count: Double, seconds: Double, _ upTo: [Double: Double]) -> ServiceAccount {
        var account = ServiceAccount()
        (account.count, account.seconds, account.upTo) = (count, seconds, upTo)
        return account
    }

    @Test("Only what came meanwhile is compared, and what lies between the means is named")
    func between() throws {
        let before = account(count: 50, seconds: 100, [0.1: 0, 1: 50, .infinity: 50])
        let after = account(count: 150, seconds: 120, [0.1: 90, 1: 149, .infinity: 150])
        let run = try summary([(0.15, 90), (1.2, 10)])
        let ends = try #require(LoadEnds(run, before: before, after: after))
        #expect(ends.answered == 100 && ends.counted == 100)
        #expect(abs(try #require(ends.serviceMean) / .seconds(1) - 0.2) < 1e-9)
        #expect(abs(try #require(ends.driverMean) / .seconds(1) - 0.255) < 0.001)
        #expect(abs(try #require(ends.between) / .seconds(1) - 0.055) < 0.001)
        #expect(ends.ranks.map(\.percentile) == [50, 90, 99])
        #expect(ends.ranks.map(\.service) == [0...0.1, 0...0.1, 0.1...1])
        #expect(abs(ends.ranks[2].driver / .seconds(1) - 1.2) < 0.01)
    }

    @Test("Requests without an answer have no time here, and a service that lost its counts is not compared")
    func unknown() throws {
        let before = account(count: 5, seconds: 1, [1: 5, .infinity: 5])
        let after = account(count: 105, seconds: 2, [1: 105, .infinity: 105])
        let ends = try #require(LoadEnds(try summary([(0.1, 90)], unanswered: 10), before: before, after: after))
        #expect(ends.answered == 90 && ends.counted == 100)
        #expect(ends.unanswered == 10 && ends.bySlowReaders == 0 && ends.byOthers == 0)
        #expect(ends.driverMean == nil && ends.between == nil && ends.ranks.isEmpty)
        #expect(try LoadEnds(summary([(0.1, 90)]), before: after, after: before) == nil)
        #expect(try LoadEnds(summary([(0.1, 90)]), before: .init(), after: .init()) == nil)
        let silent = try #require(LoadEnds(try summary([]), before: before, after: before))
        let others = try #require(LoadEnds(try summary([(0.1, 60)], unanswered: 10), before: before, after: after))
        #expect(others.unanswered == 10 && others.byOthers == 30)
        #expect(silent.counted == 0 && silent.serviceMean == nil && silent.ranks.isEmpty)
    }
}
