import Dashboard
import Testing

@Suite("PromQL over several lines")
struct ExpressionLayoutTests {
    @Test("What fits stays on one line, whatever is in it", arguments: ["up", "sum(rate(a[1m]))", "a or b", "\"(\""])
    func short(expression: String) {
        #expect(ExpressionLayout.lines(expression, width: 40) == [expression])
    }

    @Test("It breaks at the weakest operator, then at brackets and commas")
    func breaks() {
        let expression =
            "histogram_quantile(0.99, sum by (le) (rate(http_request_duration_seconds_bucket{job=\"a, b\"}[1m]))) "
            + "or vector(0)"
        #expect(
            ExpressionLayout.lines(expression, width: 60) == [
                "histogram_quantile(", "  0.99,", "  sum by (le) (",
                "    rate(", "      http_request_duration_seconds_bucket{job=\"a, b\"}[1m]", "    )", "  )", ")",
                "or vector(0)",
            ]
        )
    }

    @Test("Without its blanks it is the same expression", arguments: [20, 30, 47, 80])
    func same(width: Int) {
        let expressions = [
            "(sum(rate(http_requests_total{status=~\"5..\",path!=\"/a) or b\"}[1m]))) / (sum(rate(x[1m])) > 0)",
            "1 - (sum by (job, instance) (rate(a{b='c, \\' (d'}[5m] offset 1h)) * 2 + 3) unless on (x) y",
            "label_replace(topk(12, sum by (route) (rate(a[1m]))), \"tag\", \"requests\", \"\", \"\") or vector(1)",
        ]
        for expression in expressions {
            let joined = ExpressionLayout.lines(expression, width: width).joined()
            #expect(joined.filter { $0 != " " } == expression.filter { $0 != " " })
        }
    }

    @Test("Brackets that do not match are taken as they are", arguments: ["((((", "))))", "{\"", "a)(b", "("])
    func broken(text: String) {
        let long = text + String(repeating: "x", count: 60)
        #expect(ExpressionLayout.lines(long, width: 20).joined().filter { $0 != " " } == long)
    }
}
