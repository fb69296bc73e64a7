import GoldenSignals
import PromClient
import PromModel
import Testing

@Suite("What a server warns of")
struct LanguageWarningTests {
    private static func update(warning: String) async throws -> SourceUpdate {
        let fake = await FakePrometheus.serving([("shop", 20, 0)])
        let text = FakeJSON.text(warning)
        fake.override { (request) throws(TransportFailure) in
            guard request.expression.contains("\"newest\"") else { return nil }
            let data = #"{"resultType":"vector","result":[]}"#
            return .json("{\"status\":\"success\",\"warnings\":[\(text)],\"data\":\(data)}")
        }
        return try await fake.source().pollOnce()
    }

    @Test(
        "What the language warns of is told in words about the numbers, and as it is in the detail alone",
        arguments: [
            (
                "PromQL warning: vector contains histograms with incompatible custom buckets for metric name \"h\" (1:5)",
                "histograms of h have different bounds: what could not be added up is left out"
            ),
            (
                "PromQL warning: bucket label \"le\" is missing or has a malformed value of \"\" (3:14)",
                "buckets without a bound that can be read are in no quantile"
            ),
            (
                "PromQL warning: vector contains a mix of classic and native histograms for metric name \"h\" (1:2)",
                "histograms of h are stored in two ways at once: quantiles of those are left out"
            ),
            (
                "PromQL info: input to histogram_quantile needed to be fixed for monotonicity (see "
                    + "https://prometheus.io/docs/x/#histogram_quantile) for metric name \"h_bucket\" (1:24)",
                "buckets of h_bucket count less than smaller ones: quantiles are what the server made of them"
            ),
            (
                "PromQL warning: quantile value should be between 0 and 1, got 2 (1:1)",
                "of what it was asked it remarks: quantile value should be between 0 and 1, got 2"
            ),
        ]
    )
    func told(raw: String, text: String) async throws {
        let update = try await Self.update(warning: raw)
        #expect(update.report?.warnings == [text])
        #expect(update.report?.explanation.contains("its words    \(raw)") == true)
        #expect(update.snapshot.partialAnswer == nil)
    }

    @Test("What a server warns of in words of its own stays as it is")
    func other() async throws {
        let update = try await Self.update(warning: "no store matched this query")
        #expect(update.report?.warnings == ["no store matched this query"])
        #expect(update.report?.explanation.contains { $0.hasPrefix("its words") } == false)
    }
}
