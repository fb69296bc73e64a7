import Conformance
import PromQL
import Testing

/// Verdicts about exposition bodies, compared with the parser's.
@Suite struct ScrapeRunTests {
    private func remarks(_ line: String, _ major: Int = 2) -> [String] {
        var run = ScrapeRun(semantics: major == 2 ? .closed : .leftOpen)
        run.run(line)
        return run.report.remarks.map(\.text)
    }

    private func verdict(_ body: String, type: String? = "text/plain", accepted: Bool, samples: Int) -> String {
        let type = type.map { "\"content_type\": \"\($0)\", " } ?? ""
        return
            #"{"id": "c", \#(type)"body": "\#(body)", "accepted": \#(accepted), "samples": \#(samples), "error": "e"}"#
    }

    @Test("A body is accepted or not, with so many samples")
    func verdicts() {
        #expect(remarks(verdict("a 1\\nb 2\\n", accepted: true, samples: 2)) == [])
        #expect(remarks(verdict("a b\\n", accepted: false, samples: 0)) == [])
        #expect(
            remarks(verdict("a 1\\nb 2\\n", accepted: true, samples: 1)) == [
                "1: c: Prometheus counted 1 samples; the parser 2"
            ]
        )
        #expect(
            remarks(verdict("a 1\\n", accepted: false, samples: 0)) == [
                "1: c: Prometheus refused it: e; the parser accepted it"
            ]
        )
        #expect(
            remarks(verdict("a 1\\nb 1\\na b\\n", accepted: false, samples: 1)) == [
                "1: c: Prometheus counted 1 samples; the parser 2"
            ]
        )
        let refused = remarks(verdict("a 1\\n\\na b\\n", accepted: true, samples: 1))
        #expect(refused.count == 1)
        #expect(refused.first?.hasPrefix("1: c: Prometheus accepted it; the parser refused it: 3:") ?? false)
    }

    @Test("The content type decides the format, and whether Prometheus 3 reads the body at all")
    func contentTypes() {
        let openMetrics = "application/openmetrics-text; version=1.0.0; charset=utf-8"
        #expect(remarks(verdict("a 1\\n", type: openMetrics, accepted: false, samples: 1)) == [])
        #expect(remarks(verdict("a 1\\n# EOF\\n", type: openMetrics, accepted: true, samples: 1)) == [])
        #expect(remarks(verdict("a 1\\n", type: "text/html", accepted: true, samples: 1)) == [])
        #expect(remarks(verdict("a 1\\n", type: "text/html", accepted: false, samples: 0), 3) == [])
        #expect(remarks(verdict("a 1\\n", type: nil, accepted: false, samples: 0), 3) == [])
    }

    @Test("A quoted name, which Prometheus 2 refused, is no mismatch in version 3")
    func quotedNames() {
        let line = verdict(#"{\"a.b\",c=\"d\"} 1\n"#, accepted: false, samples: 0)
        #expect(remarks(line) == [])
        #expect(
            remarks(line, 3) == [
                "1: skipped: c: the verdict of Prometheus 2; in version 3, Prometheus refused it: e; the parser accepted it"
            ]
        )
    }

    @Test("Bodies in base64 are read, and lines that are no verdict fail")
    func lines() {
        var run = ScrapeRun(semantics: .closed)
        run.run(
            """
            {"id": "x", "content_type": "text/plain", "body_base64": "YSAxCg==", "accepted": true, "samples": 1}

            {"id": "y"}
            nonsense

            """
        )
        #expect(run.report.summary == "1 passed, 2 failed, 0 skipped")
        #expect(run.report.remarks.map(\.line) == [3, 4])
    }
}
