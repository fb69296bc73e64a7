import PromQL
import Testing

/// Expressions over several lines.
@Suite struct PrettyExpressionTests {
    private static let long = "a_metric_with_a_rather_long_name_that_goes_on{job=\"a job with a long name\"}"

    @Test("What fits into a hundred characters stays on one line, whatever it was written as")
    func short() throws {
        #expect(try PromQLParser.parse("sum  by(a)\n(rate( x[5m]))").pretty == "sum by (a) (rate(x[5m]))")
        let exact = "abs(\(String(repeating: "x", count: 95)))"
        #expect(try PromQLParser.parse(exact).pretty == exact)
    }

    @Test("What is longer is broken at its outermost parts first")
    func long() throws {
        let long = Self.long
        for (text, pretty) in [
            (
                "sum by (le) (rate(\(long)[5m])) / on (le) \(long)",
                "  sum by (le) (rate(\(long)[5m]))\n/ on (le)\n  \(long)"
            ),
            (
                "topk(3, abs(\(long)) + \(long))",
                "topk(\n  3,\n    abs(\(long))\n  +\n    \(long)\n)"
            ),
            ("(\(long) or \(long))", "(\n    \(long)\n  or\n    \(long)\n)"),
            ("-(\(long) or \(long))", "-(\n    \(long)\n  or\n    \(long)\n)"),
            ("max_over_time(rate(\(long)[5m])[1h:5m])", "max_over_time(\n  rate(\(long)[5m])[1h:5m]\n)"),
            ("\(long) or \(long) > bool 1", "  \(long)\nor\n  \(long) > bool 1"),
        ] {
            let expression = try PromQLParser.parse(text)
            #expect(expression.pretty == pretty)
            #expect(try PromQLParser.parse(expression.pretty) == expression)
        }
    }
}
