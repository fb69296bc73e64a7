import PromClient
import PromModel
import Testing

@Suite("Dialects")
struct DialectTests {
    private func dialect(_ data: String) async throws -> Dialect {
        let answer = try await ScriptedTransport(#"{"status":"success","data":\#(data)}"#).api().buildInfo()
        return Dialect(buildInfo: answer.value, traits: answer.traits)
    }

    @Test(
        "Programs are told by what they say of themselves, where that is enough",
        arguments: [
            (
                #"""
                {"version":"2.42.0+ds","revision":"2.42.0+ds-5","branch":"x",\#
                "buildUser":"","buildDate":"","goVersion":"go1.19.8"}
                """#,
                .prometheus, "Prometheus 2.42.0+ds"
            ),
            (#"{"version":"3.5.0","revision":"abc","goVersion":"go1.24.5"}"#, .prometheus, "Prometheus 3.5.0"),
            (#"{"version":"2.24.0"}"#, .victoriaMetrics, "VictoriaMetrics"),
            (
                #"""
                {"application":"Grafana Mimir","version":"2.15.0","revision":"a",\#
                "goVersion":"go1.23","features":{"x":"true"}}
                """#,
                .mimir, "Mimir 2.15.0"
            ),
            (#"{"application":"Cortex","version":"1.18","features":{}}"#, .cortex, "Cortex 1.18"),
            (#"{"version":"0.35.1","revision":"a","goVersion":"go1.21"}"#, .thanos, "Thanos 0.35.1"),
            (#"{"version":"2.30.0"}"#, .unknown, "Prometheus-compatible 2.30.0"),
            (#"{"version":"0.9.0","rustc_version":"1.80"}"#, .unknown, "Prometheus-compatible 0.9.0"),
            (
                #"{"application":"Other","version":"3.0.0","revision":"a","goVersion":"go1"}"#, .unknown,
                "Prometheus-compatible 3.0.0"
            ),
            ("{}", .unknown, "Prometheus-compatible"),
        ] as [(String, Dialect.Program, String)]
    )
    func told(data: String, program: Dialect.Program, name: String) async throws {
        let dialect = try await dialect(data)
        #expect(dialect.program == program)
        #expect(dialect.name == name)
    }

    @Test("VictoriaMetrics is told by its answers, and by whether they are partial")
    func traits() async throws {
        let body = #"""
            {"status":"success","isPartial":true,"data":{"resultType":"vector","result":[]},
            "stats":{"seriesFetched":"12","executionTimeMsec":3}}
            """#
        let answer = try await ScriptedTransport(body).api().query("up")
        #expect(answer.isPartial)
        let dialect = Dialect(buildInfo: nil, traits: answer.traits)
        #expect(dialect.name == "VictoriaMetrics")
        #expect(dialect.parameters.map(\.name) == ["latency_offset"])
        #expect(dialect.notes.count == 2 && dialect.delay == .zero && dialect.settling == .seconds(4))
        let late = Dialect(buildInfo: nil, traits: answer.traits, delay: .seconds(30))
        #expect(late.parameters.map(\.name) == ["latency_offset", "nocache"])
        #expect(late.notes.count == 2 && late.delay == .seconds(30) && late.settling == .zero)
        let whole = try await ScriptedTransport(body.replacing("true", with: "false")).api().query("up")
        #expect(!whole.isPartial)
        #expect(Dialect(buildInfo: nil, traits: whole.traits).program == .victoriaMetrics)
    }

    @Test("An answer of Prometheus reveals no other program, and needs no parameters")
    func plain() async throws {
        let body = #"{"status":"success","data":{"resultType":"vector","result":[],"stats":{"samples":{}}}}"#
        let answer = try await ScriptedTransport(body).api().query("up")
        #expect(answer.traits == [])
        let dialect = Dialect(buildInfo: nil, traits: answer.traits)
        #expect(dialect.program == .unknown)
        #expect(dialect.parameters.isEmpty && dialect.notes.isEmpty)
    }

    @Test("Warnings and remarks are kept, whoever gives them")
    func annotations() async throws {
        let thanos = #"""
            {"status":"success","data":{"resultType":"vector","result":[{"metric":{},"value":[1,"2"]}]},
            "warnings":["No StoreAPIs matched for this query","receive series from Addr: s\u001b[2J: rpc error"]}
            """#
        let partial = try await ScriptedTransport(thanos).api().query("up")
        #expect(partial.warnings.count == 2)
        #expect(partial.warnings.last == "receive series from Addr: s: rpc error")
        let info =
            #"""
            PromQL info: metric might not be a counter, \#
            name does not end in _total/_sum/_count/_bucket: \"up\" (1:6)
            """#
        let three = #"{"status":"success","data":{"resultType":"vector","result":[]},"infos":["\#(info)"]}"#
        let answer = try await ScriptedTransport(three).api().query("rate(up[5m])")
        #expect(answer.infos == [info.replacing("\\", with: "")])
        #expect(answer.warnings.isEmpty)
    }

    @Test(
        "A range that is not on multiples of its step is asked for as it is where it would be moved",
        arguments: [(1000, 4600, false), (1005, 4605, false), (1002, 4602, true), (1005, 4602, true)]
            as [(Double, Double, Bool)]
    )
    func moved(start: Double, end: Double, isToldSo: Bool) async throws {
        for (data, isMoving) in [(#"{"version":"2.24.0"}"#, true), (#"{"version":"2.42.0"}"#, false)] {
            let dialect = try await dialect(data)
            #expect(dialect.movesRanges == isMoving && dialect.listsDays == isMoving)
            let body = #"{"status":"success","data":{"resultType":"matrix","result":[]}}"#
            let transport = ScriptedTransport(body)
            _ = try await transport.api().speaking(dialect).queryRange(
                "up",
                from: Timestamp(seconds: start),
                through: Timestamp(seconds: end),
                step: .seconds(5)
            )
            let asked = try #require(transport.questions.last?.form)
            #expect(asked.contains("nocache=1") == (isMoving && isToldSo), "\(asked)")
        }
    }
}
