import Foundation
import PromClient
import PromModel
import PromQL
import Testing

/// Where the conformance data lies, if it does.
private let corpora = ProcessInfo.processInfo.environment["SRETOP_CORPORA"]

/// The reader against what Prometheus's own tests expect its API to write.
@Suite(.enabled(if: corpora != nil, "SRETOP_CORPORA does not name the conformance data"))
struct APICorpusTests {
    /// A value of Go's, and the answer it is written as.
    private func cases() throws -> [(value: [String: Any]?, json: String)] {
        let directory = URL(fileURLWithPath: try #require(corpora))
        let data = try Data(contentsOf: directory.appendingPathComponent("api/json_codec.json"))
        let file = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
        return try #require(file["cases"] as? [[String: Any]]).map { example in
            (example["go_value"] as? [String: Any], try #require(example["json"] as? String))
        }
    }

    @Test("Every point that Prometheus writes is read to the same time and value")
    func points() async throws {
        var points = 0
        for (value, json) in try cases() {
            guard let value, let expectedTime = value["T"] as? Int64 else { continue }
            points += 1
            let body =
                json.replacing("\"data\":", with: "\"data\":{\"resultType\":\"scalar\",\"result\":").dropLast() + "}}"
            let answer = try await ScriptedTransport(String(body)).api().query("x")
            guard case .scalar(let sample) = answer.value.result else {
                Issue.record("\(json) is read as \(answer.value.result)")
                continue
            }
            let word = value["F"] as? String
            let expected = try word.map { try NumberText.parse($0) } ?? value["F"] as? Double
            #expect(sample.timestamp.milliseconds == expectedTime, "\(json)")
            #expect(NumberText.format(sample.value) == expected.map(NumberText.format), "\(json)")
        }
        #expect(points >= 15)
    }

    @Test("Every result that Prometheus writes is read, native histograms too")
    func results() async throws {
        var series: [Int] = []
        var histograms = 0
        for (_, json) in try cases() where json.contains("resultType") {
            let answer = try await ScriptedTransport(json).api().query("x")
            histograms += answer.value.histograms.count
            switch answer.value.result {
            case .vector(let vector): series.append(vector.count)
            case .matrix(let matrix): series.append(matrix.count)
            default: Issue.record("\(json)")
            }
        }
        #expect(series == [2, 2, 1, 0])
        #expect(histograms == 1)
    }
}
