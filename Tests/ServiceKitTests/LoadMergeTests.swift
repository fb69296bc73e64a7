import ServiceKit
import Testing

@Suite("Merged reports of a load")
struct LoadMergeTests {
    /// What a driver writes; its keys beyond those that are needed are left out.
    private func record(
        times: String,
        atLeast: Int = 0,
        leastBound: String = "null",
        answered: Int
    ) throws
        -> LoadRecordFile
    {
        let clock = "{\"times\":[\(times)],\"at_least\":\(atLeast),\"least_bound\":\(leastBound)}"
        let none = "{\"times\":[],\"at_least\":0,\"least_bound\":null}"
        let text = """
            {"url":"http://127.0.0.1/","loop":"open","connections":8,"threads":1,
             "count":{"sent":\(answered + atLeast),"timeout":\(atLeast),"connection":0,"not_http":0,"shed":0,
             "unfinished":0,"skipped":0,"retried":0,"repeated":2},
             "status":{"1xx":0,"2xx":\(answered),"3xx":0,"4xx":0,"5xx":0},
             "efforts":[{"processor":0.5,"elapsed":10,"answers":\(answered)}],
             "response":\(clock),"service":\(clock),"lag":\(none),"wait":\(none),"limit":"none"}
            """
        return try LoadRecordFile.read(Array(text.utf8))
    }

    @Test("Percentiles of the whole are those of all requests, not a mean of the parts'")
    func percentiles() throws {
        let fast = try record(times: "[0.001,900]", answered: 900)
        let slow = try record(times: "[0.1,90],[1,10]", answered: 100)
        let whole = LoadSummary(merging: [fast, slow])
        #expect(whole.count.sent == 1000 && whole.count.done == 1000 && whole.response.count == 1000)
        func milliseconds(_ rank: Double) throws -> Double {
            try #require(whole.response.value(at: rank)).duration / .milliseconds(1)
        }
        #expect(abs(try milliseconds(50) - 1) < 0.002)
        #expect(abs(try milliseconds(95) - 100) < 0.2)
        #expect(abs(try milliseconds(99.9) - 1000) < 2)
        #expect(whole.connections == 16 && whole.efforts.count == 2)
        #expect(whole.answersPerSecond == 100 && whole.count.repeated == 4)
    }

    @Test("What is known only as at least stays so")
    func bounds() throws {
        let whole = LoadSummary(merging: [
            try record(times: "[0.001,90]", answered: 90),
            try record(times: "[2,10]", atLeast: 10, leastBound: "2", answered: 0),
        ])
        #expect(whole.response.boundCount == 10 && whole.count.timeouts == 10)
        #expect(try !#require(whole.response.value(at: 90)).isAtLeast)
        #expect(try #require(whole.response.value(at: 99)).isAtLeast)
    }

    @Test("What is no report is refused, and numbers out of range do not trap")
    func refused() throws {
        for text in ["", "[]", "{\"url\":\"x\"}"] {
            #expect(throws: LoadRecordFile.Failure.self) { try LoadRecordFile.read(Array(text.utf8)) }
        }
        let odd = try record(times: "[-1,5],[1e300,5],[1,-5],[1,1e300],[1],[0.5,3]", answered: 3)
        #expect(LoadSummary(merging: [odd]).response.count == 3)
    }
}
