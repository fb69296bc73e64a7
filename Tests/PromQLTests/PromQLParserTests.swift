import PromModel
import PromQL
import Randomness
import Testing

/// What is PromQL and what is not.
@Suite struct PromQLParserTests {
    @Test(
        "An expression prints in canonical form, which reads as the same expression",
        arguments: [
            ("1", "1"), ("0x1F", "31"), ("010", "8"), ("1e3", "1000"), (".5", "0.5"), ("Inf", "+Inf"), ("-inf", "-Inf"),
            ("5m", "300"), ("1_000", "1000"), ("'a\\'b'", "\"a'b\""), ("`a\\n`", "\"a\\\\n\""), ("- - 1", "1"),
            ("'a\\xc5z'", "\"a\\xc5z\""), ("'\\xe2\\x82\\xac\\xff'", "\"€\\xff\""),
            ("up", "up"), ("up{}", "up"), ("a:b:c", "a:b:c"), ("up{job='x',}", "up{job=\"x\"}"),
            ("{a=~'b|c'}", "{a=~\"b|c\"}"),
            ("{\"my.metric\", 'a.b'=\"c\"}", "{__name__=\"my.metric\",\"a.b\"=\"c\"}"), ("sum", "sum"), ("by", "by"),
            ("up[1h30m]", "up[1h30m]"), ("up[90s]", "up[1m30s]"), ("up[300]", "up[5m]"),
            ("up offset -5m", "up offset -5m"),
            ("up[5m] @ 1.5 offset 1w", "up[5m] @ 1.5 offset 1w"), ("up @ start()", "up @ start()"),
            ("rate(up[5m])[1h:1m] @ end()", "rate(up[5m])[1h:1m] @ end()"), ("up[1h:]", "up[1h:]"),
            ("sum by(a)(up)", "sum by (a) (up)"), ("SUM(up) BY (a, b)", "sum by (a, b) (up)"),
            ("sum without() (up)", "sum without () (up)"),
            ("topk(3, up)", "topk(3, up)"), ("count_values(\"v\", up)", "count_values(\"v\", up)"),
            ("a+b*c^d", "a + b * c ^ d"), ("a == bool b", "a == bool b"),
            ("a and b or c unless d", "a and b or c unless d"),
            ("a / on(x) group_left(y) b", "a / on (x) group_left (y) b"), ("a * ignoring(x) b", "a * ignoring (x) b"),
            ("a * ignoring() group_right b", "a * ignoring () group_right () b"), ("-a ^ 2", "-a ^ 2"),
            ("(((a)))", "(((a)))"), ("a # comment\n + b", "a + b"),
            ("label_replace(a, 'b', '$1', 'c', '(.*)')", "label_replace(a, \"b\", \"$1\", \"c\", \"(.*)\")"),
            ("time() - 1", "time() - 1"), ("1 atan2 2", "1 atan2 2"), ("start", "start"), ("start()", "start()"),
            ("limitk(2, a)", "limitk(2, a)"), ("limit_ratio by (b) (-0.5, a)", "limit_ratio by (b) (-0.5, a)"),
            ("sort_by_label(a, 'b', 'c')", "sort_by_label(a, \"b\", \"c\")"),
            ("first_over_time(a[5m] @ end())", "first_over_time(a[5m] @ end())"),
        ]
    )
    func printed(text: String, canonical: String) throws {
        let expression = try PromQLParser.parse(text)
        #expect(expression.description == canonical)
        #expect(try PromQLParser.parse(canonical) == expression)
    }

    @Test(
        "What came since version 2 is printed in one form, and reads as the same again",
        arguments: [
            ("a[2*5m]", "a[10m]"), ("a[max(1m,range()/4):min(5s,step())]", "a[max(1m, range() / 4):min(5s, step())]"),
            ("a offset -(1m+step())", "a offset (-(1m + step()))"),
            ("rate(a[5m]anchored)", "rate(a[5m] anchored)"), ("a smoothed offset 5m", "a smoothed offset 5m"),
            ("a + on(x)fill(0) b", "a + on (x) fill (0) b"),
            ("a/fill_left(1)fill_right(-2)b", "a / fill_left (1) fill_right (-2) b"),
            ("a </ 2", "a </ 2"), ("a>/0.5", "a >/ 0.5"), ("info(a,{b='c'})", "info(a, {b=\"c\"})"),
        ]
    )
    func printedSince2(text: String, canonical: String) throws {
        let expression = try PromQLParser.parse(text, features: .all)
        #expect(expression.description == canonical)
        #expect(try PromQLParser.parse(canonical, features: .all) == expression)
    }

    @Test(
        "What is switched off is not read",
        arguments: ["a[2 * 5m]", "a smoothed", "a + fill(0) b", "mad_over_time(a[5m])"]
    )
    func switchedOff(text: String) throws {
        #expect(throws: PromQLSyntaxError.self) { try PromQLParser.parse(text, features: []) }
        #expect(throws: Never.self) { try PromQLParser.parse(text, features: .all) }
    }

    @Test("Operators bind as tightly as in Prometheus")
    func precedence() throws {
        for (text, grouped) in [
            ("1 + 2 * 3 ^ 2", "1 + (2 * (3 ^ 2))"), ("2 ^ 3 ^ 2", "2 ^ (3 ^ 2)"), ("1 - 2 - 3", "(1 - 2) - 3"),
            ("-2 ^ 2", "-(2 ^ 2)"), ("6 / 3 * 2 % 3", "((6 / 3) * 2) % 3"), ("1 < bool 2 + 3", "1 < bool (2 + 3)"),
            ("2 * -3 + 1", "(2 * (-3)) + 1"), ("8 atan2 2 * 3", "(8 atan2 2) * 3"),
        ] {
            let store = SampleStore()
            #expect(try Fixture.ask(text, at: 0, in: store) == Fixture.ask(grouped, at: 0, in: store), "\(text)")
        }
        #expect(try Fixture.value("-2 ^ 2", at: 0, in: SampleStore()) == -4)
        guard case .binary(let or) = try PromQLParser.parse("a or b and c == d") else {
            Issue.record("not a binary operation")
            return
        }
        #expect(or.operation == .or && or.right.description == "b and c == d")
    }

    @Test(
        "What is no expression is refused with its place and reason",
        arguments: [
            ("", "1:1: parse error: no expression found in input"),
            ("(1", "1:3: parse error: unclosed left parenthesis"),
            ("1 +", "1:4: parse error: unexpected end of input"), ("1 2", "1:3: parse error: unexpected number \"2\""),
            ("foo{", "1:5: parse error: unexpected end of input in label matching, expected identifier or \"}\""),
            ("{}", "1:1: parse error: vector selector must contain at least one non-empty matcher"),
            ("{a=~\".*\"}", "1:1: parse error: vector selector must contain at least one non-empty matcher"),
            ("foo{__name__=\"bar\"}", "1:5: parse error: metric name must not be set twice: \"foo\" or \"bar\""),
            ("foo{a=~\"(\"}", "1:8: parse error: error parsing regexp: missing closing )"),
            ("'abc", "1:1: parse error: unterminated quoted string"),
            ("`abc", "1:1: parse error: unterminated raw string"),
            ("\"\\q\"", "1:2: parse error: unknown escape sequence"),
            ("nope(1)", "1:1: parse error: unknown function with name \"nope\""),
            (
                "rate(up)",
                "1:6: parse error: expected type range vector in call to function \"rate\", got instant vector"
            ),
            ("abs()", "1:1: parse error: expected 1 argument(s) in call to \"abs\", got 0"),
            ("round(a, 1, 2)", "1:1: parse error: expected at most 2 argument(s) in call to \"round\", got 3"),
            (
                "label_join(a, 'b')",
                "1:1: parse error: expected at least 3 argument(s) in call to \"label_join\", got 2"
            ),
            ("sum(1)", "1:5: parse error: expected type instant vector in aggregation expression, got scalar"),
            (
                "topk(up)",
                "1:1: parse error: wrong number of arguments for aggregate expression provided, expected 2, got 1"
            ),
            ("sum()", "1:1: parse error: no arguments for aggregate expression provided"),
            ("1 == 2", "1:1: parse error: comparisons between scalars must use BOOL modifier"),
            ("limitk('1', a)", "1:8: parse error: expected type scalar in aggregation parameter, got string"),
            (
                "sort_by_label()",
                "1:1: parse error: expected at least 1 argument(s) in call to \"sort_by_label\", got 0"
            ),
            (
                "sort_by_label(a, 1)",
                "1:18: parse error: expected type string in call to function \"sort_by_label\", got scalar"
            ),
            ("a + bool b", "1:5: parse error: bool modifier can only be used on comparison operators"),
            ("1 and a", "1:1: parse error: set operator \"and\" not allowed in binary scalar expression"),
            ("a + on(x) 1", "1:1: parse error: vector matching only allowed between instant vectors"),
            ("a and on(x) group_left b", "1:13: parse error: no grouping allowed for \"and\" operation"),
            (
                "a + on(x) group_left(x) b",
                "1:11: parse error: label \"x\" must not occur in ON and GROUP clause at once"
            ),
            ("a[5m] + 1", "1:1: parse error: binary expression must contain only scalar and instant vector types"),
            (
                "-'a'",
                "1:1: parse error: unary expression only allowed on expressions of type scalar or instant vector, got \"string\""
            ),
            ("(a)[5m]", "1:4: parse error: ranges only allowed for vector selectors"),
            ("a offset 1m [5m]", "1:13: parse error: no offset modifiers allowed before range"),
            ("a offset 1m offset 2m", "1:13: parse error: offset may not be set multiple times"),
            (
                "1 offset 1m",
                "1:3: parse error: offset modifier must be preceded by an instant vector selector or range vector selector or a subquery"
            ),
            ("a[0s]", "1:3: parse error: duration must be greater than 0"),
            ("a[5x]", "1:3: parse error: bad number or duration syntax: \"5x\""),
            ("a[1m1h]", "1:3: parse error: bad number or duration syntax: \"1m1h\""),
            ("1h2m3", "1:1: parse error: bad number or duration syntax: \"1h2m3\""),
            ("a\n  + §", "2:5: parse error: unexpected character: '§'"),
            ("on", "1:1: parse error: unexpected identifier \"on\""),
        ]
    )
    func refused(text: String, message: String) {
        do {
            let expression = try PromQLParser.parse(text)
            Issue.record("read as \(expression)")
        } catch {
            #expect(error.description == message)
        }
    }

    @Test("Depth is bounded, however it comes about")
    func depth() {
        for text in [
            String(repeating: "(", count: 100_000), String(repeating: "-", count: 100_000) + "a",
            "a" + String(repeating: "+a", count: 100_000), "a" + String(repeating: "^a", count: 100_000),
            String(repeating: "abs(", count: 1000) + "a" + String(repeating: ")", count: 1000),
            "a" + String(repeating: "[1h:]", count: 1000),
        ] {
            #expect(throws: PromQLSyntaxError.self) { try PromQLParser.parse(text) }
        }
    }

    private static let words = [
        "sum", "by", "(", ")", "{", "}", "[", "]", "a", "rate", "5m", ":", ",", "1", "-", "+", "^", "==", "bool", "on",
        "=~", "'x'",
        "offset", "@", "start", "and", "topk", "0x", "1e", "\\", "\"", "`", "#", "\n", "é", "=", "count_values",
        "absent", "inf", "limitk", "limit_ratio", "sort_by_label", "ts_of_min_over_time", "first_over_time",
        "histogram_quantiles",
        "start()", "step()", "max_of",
    ]

    @Test(
        "Any sequence of words is read without a trap, and what is accepted prints and evaluates",
        arguments: 0..<60 as Range<UInt64>
    )
    func randomWords(seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        let store = try Fixture.store(["a": [1, 2, 3]])
        for _ in 0..<300 {
            let count = Int.random(in: 1...12, using: &random)
            let text = (0..<count).map { _ in Self.words.randomElement(using: &random) ?? "" }.joined(
                separator: Bool.random(using: &random) ? " " : ""
            )
            guard let expression = try? PromQLParser.parse(text) else { continue }
            #expect(throws: Never.self, "\(text)") { try PromQLParser.parse(expression.description) }
            _ = try? PromQLEngine().instant(expression, at: Timestamp(seconds: 30), in: store)
        }
    }
}
