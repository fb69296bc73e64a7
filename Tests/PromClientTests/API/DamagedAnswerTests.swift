import PromClient
import PromModel
import Testing

@Suite("Damaged answers")
struct DamagedAnswerTests {
    private static let whole =
        #"""
        {"status":"success","warnings":["w"],\#
        "data":{"resultType":"vector","result":[{"metric":{"a":"\u00e9"},"value":[1.5,"2e3"]}],\#
        "stats":{"x":[1,true,null]}}}
        """#

    @Test("An answer cut short anywhere is told as such, with the place")
    func truncated() async throws {
        for length in 1..<Self.whole.utf8.count {
            let body = String(decoding: Array(Self.whole.utf8).prefix(length), as: UTF8.self)
            let failure = try await queryFailure(body, status: 200)
            #expect(failure == .malformed("the answer is cut short at byte \(length)"), "\(length)")
        }
        #expect(try await queryFailure(Self.whole, status: 200) == nil)
    }

    @Test("No change of one byte is fatal; what comes of it is an answer or a malformed one")
    func mutated() async throws {
        let bytes = Array(Self.whole.utf8)
        for index in bytes.indices {
            for byte in [0x00, 0x22, 0x5C, 0x7B, 0x7D, 0x5B, 0x5D, 0x2C, 0x3A, 0x2D, 0x39, 0xFF] as [UInt8] {
                var changed = bytes
                changed[index] = byte
                let answer = HTTPAnswer(status: 200, contentType: "application/json", body: changed)
                let api = try ScriptedTransport { (_) throws(TransportFailure) in answer }.api()
                do throws(APIFailure) {
                    _ = try await api.query("x")
                } catch .malformed(let detail) {
                    #expect(!detail.isEmpty)
                } catch {
                    Issue.record("byte \(index) as \(byte): \(error)")
                }
            }
        }
    }

    @Test(
        "What is JSON but not an answer says what is wrong, and where",
        arguments: [
            ("[]", "an object expected at byte 0"),
            ("null", "not of Prometheus's API"),
            ("{}", "not of Prometheus's API"),
            (#"{"status":"success"}"#, "no data"),
            (#"{"status":"success","data":{}}"#, "a result expected"),
            (#"{"status":"success","data":[]}"#, "an object expected at byte 27"),
            (#"{"status":"success","data":{"resultType":"blob","result":[]}}"#, "known type"),
            (#"{"status":"success","data":{"resultType":"scalar","result":[1,2]}}"#, "a number in quotes"),
            (#"{"status":"success","data":{"resultType":"scalar","result":[1,"x"]}}"#, "a number expected"),
            (#"{"status":"success","data":{"resultType":"scalar","result":["1","1"]}}"#, "a value expected"),
            (#"{"status":"success" "data":1}"#, "a comma expected at byte 20"),
            (#"{"status":"success",}"#, "a string expected"),
            (#"{"status":"success","x":[1,]}"#, "a value expected"),
            (#"{"status":"success","x":"\q"}"#, "an escape expected"),
            (#"{"status":"success","x":"\u12g4"}"#, "a hexadecimal digit expected"),
            (#"{"status":"error"} x"#, "the end expected at byte 19"),
        ]
    )
    func notAnAnswer(body: String, words: String) async throws {
        guard case .malformed(let detail)? = try await queryFailure(body, status: 200) else {
            Issue.record("\(body) was read")
            return
        }
        #expect(detail.contains(words), "\(detail)")
    }

    @Test("Nesting without end is refused", arguments: ["[", "{\"a\":"])
    func deep(opening: String) async throws {
        let body = "{\"x\":" + String(repeating: opening, count: 100_000)
        guard case .malformed(let detail)? = try await queryFailure(body, status: 200) else {
            Issue.record("it was read")
            return
        }
        #expect(detail.contains("nested too deep"))
    }

    @Test("A range query answered with a vector is refused")
    func wrongType() async throws {
        let api = try ScriptedTransport(Self.whole).api()
        let moment = Timestamp(milliseconds: 0)
        await #expect(throws: APIFailure.malformed("a range query was answered with something other than a matrix")) {
            try await api.queryRange("x", from: moment, through: moment, step: .seconds(1))
        }
    }
}
