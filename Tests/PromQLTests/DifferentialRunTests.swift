import Conformance
import PromQL
import Testing

/// The answers that Scripts/differential compares with those of a Prometheus.
@Suite struct DifferentialRunTests {
    private static let page = """
        # TYPE up gauge
        up{job="a"} 1 1700000000.000
        up{job="a"} 3 1700000015.000
        up{job="b\\n"} NaN 1700000000.250
        # EOF
        """

    @Test(
        "A query has one line of JSON for an answer",
        arguments: [
            (
                #"{"expression":"up","start":1700000016000}"#,
                #"{"type":"vector","series":[{"labels":{"__name__":"up","job":"a"},"samples":[[1700000016000,"3"]]},"#
                    + #"{"labels":{"__name__":"up","job":"b\n"},"samples":[[1700000016000,"NaN"]]}]}"#
            ),
            (
                #"{"expression":"-up{job=\"a\"}","start":1700000000000,"end":1700000030000,"step":30000}"#,
                #"{"type":"matrix","series":[{"labels":{"job":"a"},"#
                    + #""samples":[[1700000000000,"-1"],[1700000030000,"-3"]]}]}"#
            ),
            (
                #"{"expression":"up{job=\"a\"}[15s]","start":1700000015000}"#,
                #"{"type":"matrix","series":[{"labels":{"__name__":"up","job":"a"},"#
                    + #""samples":[[1700000000000,"1"],[1700000015000,"3"]]}]}"#
            ),
            (
                #"{"expression":"1/0","start":1000}"#,
                #"{"type":"scalar","series":[{"labels":{},"samples":[[1000,"+Inf"]]}]}"#
            ),
            (#"{"expression":"'a'","start":0}"#, #"{"type":"string","text":"a"}"#),
            (#"{"expression":"missing","start":0}"#, #"{"type":"vector","series":[]}"#),
        ]
    )
    func answers(query: String, answer: String) throws {
        let run = try DifferentialRun(page: Array(Self.page.utf8), semantics: .closed)
        #expect(run.answer(query) == answer)
    }

    @Test(
        "What cannot be answered is an error",
        arguments: [
            #"{"expression":"up +","start":0}"#, #"{"expression":"up[5m]","start":0,"end":1,"step":1}"#,
            #"{"expression":"topk(NaN, up)","start":1700000000000}"#, #"{"start":0}"#, "up",
        ]
    )
    func errors(query: String) throws {
        let run = try DifferentialRun(page: Array(Self.page.utf8), semantics: .closed)
        #expect(run.answer(query).hasPrefix("{\"error\":\""))
    }

    @Test("A page needs timestamps, in order, and has to be valid", arguments: ["a 1", "a 1 2\na 2 1", "a 1 2\n?"])
    func refused(lines: String) {
        #expect(throws: DifferentialRun.Refused.self) {
            try DifferentialRun(page: Array("\(lines)\n# EOF\n".utf8), semantics: .closed)
        }
    }
}
