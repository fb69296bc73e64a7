import Conformance
import PromQL
import Randomness
import Testing

/// Files in Prometheus's test notation: what fails, what is skipped, and what is said about it.
@Suite struct TestNotationTests {
    private func remarks(_ text: String) -> [String] {
        var run = TestRun(engine: PromQLEngine())
        run.run(TestScript(text))
        return run.report.remarks.map(\.text)
    }

    @Test(
        "What does not hold fails, at its line",
        arguments: [
            ("  a 2", "4: a: expected 2.0 for a, got 1.0"), ("  b 1", "4: a: unexpected element a 1.0"),
            ("", "4: a: unexpected element a 1.0"), ("  a 1\n  b 1", "4: a: expected b, got nothing"),
            ("  1", "4: a: expected a scalar, got 1 elements"),
            ("  expect fail", "4: a: expected to fail, but gave an answer"),
            ("  expect warn\n  a 1", "4: a: expected the warning anything, got none"),
            ("  expect info msg: x\n  a 1", "4: a: expected the info x, got none"),
            ("  a 1 2", "4: several values expected of one moment: a 1 2"),
            ("  expect nothing", "4: invalid expectation: expect nothing"),
            ("  expect string x", "4: invalid expectation: expect string x"), ("  a x", "4: a x: invalid value: x"),
            ("  a 1x99999999999", "4: a 1x99999999999: invalid value: 1x99999999999"),
        ]
    )
    func failures(expectation: String, remark: String) {
        #expect(remarks("load 1m\n  a 1\n\neval instant at 0 a\n\(expectation)\n") == [remark])
    }

    @Test(
        "Expectations about annotations, errors and order are held to",
        arguments: [
            ("quantile(2, a)", "expect no_warn", "unexpected warning: PromQL warning: quantile value should be"),
            ("increase(a[2m])", "expect no_info", "unexpected info: PromQL info: metric might not be a counter"),
            ("quantile(2, a)", "expect warn msg: y", "expected the warning y, got PromQL warning: quantile"),
            ("quantile(2, a)", "expect warn regex: got 3", "expected the warning /got 3/, got PromQL warning"),
            ("limitk(NaN, a)", "expect fail msg: y", "expected to fail with y, got Parameter value is NaN"),
            ("abs(", "expect fail regex: y", "expected to fail with /y/, got 1:5: parse error: unexpected"),
            ("sort({i=~'1|2'})", "expect ordered\n b{i=\"2\"} 2\n a{i=\"1\"} 1", "expected a{i=\"1\"} at position 1"),
        ]
    )
    func expectations(query: String, expectation: String, remark: String) throws {
        let text = "load 1m\n a{i=\"1\"} 1 1\n b{i=\"2\"} 2\n\neval instant at 1m \(query)\n\(expectation)\n"
        let found = remarks(text)
        #expect(found.count == 1)
        #expect(try #require(found.first).contains(remark))
    }

    @Test("A command that cannot be read fails, and the rest of the file still counts")
    func unreadable() {
        let text = """
            load x
              a 1

            frobnicate

            eval sometimes a

            load 1m
              a 1

            eval instant at 0 a
              a 1
            """
        var run = TestRun(engine: PromQLEngine())
        run.run(TestScript(text))
        #expect(run.report.summary == "1 passed, 3 failed, 0 skipped")
        #expect(
            run.report.remarks.map(\.text) == [
                "1: invalid load command: load x", "4: unknown command: frobnicate",
                "6: invalid eval command: eval sometimes a",
            ]
        )
    }

    @Test("What is switched off is skipped with the flag it needs, whatever is expected of it")
    func skipped() {
        let text = """
            load 1m
              plain 1

            eval instant at 0 plain
              plain 1

            eval instant at 0 rate(plain[1m] anchored)

            eval instant at 0 plain + fill(0) plain
              expect fail msg: not this

            eval instant at 0 sum_over_time(plain[1m*2])
              {} 1

            eval range from 0 to 1m step 1m plain OFFSET -step() * 2
              {} 2

            eval instant at 0 mad_over_time(plain[1m])
              {} 0

            eval instant at 0 plain plain
              {} 0
            """
        var run = TestRun(engine: PromQLEngine(), features: [])
        run.run(TestScript(text))
        #expect(run.report.summary == "1 passed, 1 failed, 5 skipped")
        #expect(
            run.report.remarks.map(\.text) == [
                "7: skipped: needs promql-extended-range-selectors: rate(plain[1m] anchored)",
                "9: skipped: needs promql-binop-fill-modifiers: plain + fill(0) plain",
                "12: skipped: needs promql-duration-expr: sum_over_time(plain[1m*2])",
                "15: skipped: needs promql-duration-expr: plain OFFSET -step() * 2",
                "18: skipped: needs promql-experimental-functions: mad_over_time(plain[1m])",
                "21: plain plain: 1:7: parse error: unexpected identifier \"plain\"",
            ]
        )
    }

    @Test(
        "A histogram that cannot be read is refused where it stands",
        arguments: [
            "{{schema:0 count:1", "{{count:x}}", "{{colour:1}}", "{{counter_reset_hint:maybe}}",
        ]
    )
    func unreadableHistograms(notation: String) {
        var run = TestRun(engine: PromQLEngine())
        run.run(TestScript("load 1m\n  a 1\n  h \(notation)\n"))
        #expect(run.report.summary == "0 passed, 1 failed, 0 skipped")
        #expect(run.report.remarks.first?.text.hasPrefix("1: h {{") == true)
    }

    @Test("Lines may end as on Windows, and quoted marks belong to their text")
    func lineEnds() {
        let text = "load 1m\r\n  a{b=\"\u{301}}\"} 1\r\n\r\neval instant at 0 a\r\n  a{b=\"\u{301}}\"} 1\r\n"
        var run = TestRun(engine: PromQLEngine())
        run.run(TestScript(text))
        #expect(run.report.remarks.map(\.text) == [])
        #expect(run.report.passed == 1)
    }

    private static let words = [
        "load", "eval", "instant", "range", "at", "from", "to", "step", "expect", "vector", "fail", "msg:", "regex:",
        "(",
        "a", "a{", "}", "\"", "b=\"c\"", "1", "-1", "1x3", "_x2", "_", "x", "1+2x2", "stale", "{{", "}}", "1m", "0",
        "100000y", "@st", "\n", "\n", "\n\n", "#", "clear", "string", "rate(a[5m])", "warn", "no_info", "0x1f", "é",
        "inf",
    ]

    @Test("Any words are read and run without a trap", arguments: 0..<20 as Range<UInt64>)
    func randomWords(seed: UInt64) {
        var random = SeededRandom(seed: seed)
        for _ in 0..<300 {
            let count = Int.random(in: 1...60, using: &random)
            let words = (0..<count).map { _ in Self.words.randomElement(using: &random) ?? "" }
            var run = TestRun(semantics: Bool.random(using: &random) ? .closed : .leftOpen)
            run.run(TestScript("load 1m\n a 1 2\n\neval instant at " + words.joined(separator: " ")))
            #expect(!run.report.summary.isEmpty)
        }
    }

    @Test("Moments beyond the end of time are the end of time")
    func extremes() {
        let text = """
            load 200000y
              a 1x20

            eval instant at 280000y a
              a 1

            eval range from 0 to 200000y step 200000y a
              a 1x20
            """
        var run = TestRun(engine: PromQLEngine())
        run.run(TestScript(text))
        #expect(run.report.passed + run.report.failed == 2)
    }
}
