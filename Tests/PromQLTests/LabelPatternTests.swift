import PromQL
import Randomness
import Testing

/// Regular expressions on label values.
@Suite struct LabelPatternTests {
    @Test(
        "A pattern matches the whole value or not at all",
        arguments: [
            ("abc", ["abc"], ["ab", "abcd", ""]), ("a|b|", ["a", "b", ""], ["c", "ab"]),
            ("a.*", ["a", "ab\n"], ["ba", ""]),
            (".+", ["x", "\n"], [""]), (".*", ["", "x"], []), ("(a|b)c", ["ac", "bc"], ["c", "abc"]),
            ("[a-c]+[^0-9]", ["ax", "abc-"], ["a1", "d"]), ("a{2,3}", ["aa", "aaa"], ["a", "aaaa"]),
            ("a{,2}", ["a{,2}"], ["a"]),
            ("(?i)GeT", ["get", "GET"], ["post"]),
            ("(?i)жук", ["жук", "ЖУК", "Жук"], ["жуг"]), ("(?i)οδος", ["ΟΔΟΣ", "οδοσ", "οδος"], ["οδο"]),
            ("(?i)[à-ö]k", ["Åk", "åK", "å\u{212a}"], ["ak", "÷k"]), ("(?i)ß", ["ß", "ẞ"], ["ss", "SS"]),
            ("(?i)stop", ["\u{17f}TOP", "Stop"], ["top"]), ("(?i)i", ["I"], ["ı", "İ"]),
            ("(?i)[^s]", ["t"], ["S", "s", "\u{17f}"]), ("\\d{3}", ["200"], ["2000", "20x"]),
            ("5..", ["500"], ["50", "600"]),
            ("\\.\\w\\s\\\\", [".a \\"], ["xa \\"]), ("^a$", ["a"], ["b"]), ("[[:alpha:]_]*", ["ab_", ""], ["1"]),
            ("a*?b", ["b", "aab"], ["a"]), ("\\bfoo\\b.*", ["foo", "foo bar"], ["foobar"]),
            ("\\x41\\Q.+\\E", ["A.+"], ["Ab+"]),
            ("(?:a+)+b", ["ab", "aaab"], [String(repeating: "a", count: 5000)]), ("é|ü", ["é"], ["e"]),
            ("[]a]", ["]", "a"], ["b"]),
            ("(?s:.)(?-s:.)", ["\nx"], ["x\n"]),
        ] as [(String, [String], [String])]
    )
    func matches(pattern: String, good: [String], bad: [String]) throws {
        let compiled = try LabelPattern(pattern)
        for value in good {
            #expect(compiled.matches(value), "\(pattern) should match \(value)")
        }
        for value in bad {
            #expect(!compiled.matches(value), "\(pattern) should not match \(value.prefix(20))")
        }
    }

    @Test(
        "What RE2 refuses is refused",
        arguments: [
            "(", ")", "a)", "[", "[b-a]", "*", "a**", "a{3,2}", "a{1001}", "\\", "\\8", "(?P<n", "(?<n>a)(?<n>b)",
            "(?z)", "[[:no:]]", "((a{1000}){1000}){1000}", "(?:(?:(?:){1000}){1000}){1000}",
        ]
    )
    func refused(pattern: String) {
        #expect(throws: RegexError.self) { try LabelPattern(pattern) }
    }

    @Test(
        "Groups are put into a template",
        arguments: [
            ("(.*)-(.*)", "a-b-c", "$2/$1", "c/a-b"), ("(?P<x>a+)(b)?", "aa", "${x}$2!", "aa!"),
            ("a", "a", "$$1 $9 $", "$1  $"),
            ("(a|ab)(c|bcd)?", "abcd", "$1|$2", "a|bcd"), ("(a*?)(a*)", "aa", "[$1][$2]", "[][aa]"),
            ("x", "y", "$0", nil),
        ] as [(String, String, String, String?)]
    )
    func replaced(pattern: String, value: String, template: String, result: String?) throws {
        #expect(try LabelPattern(pattern).replacement(for: value, template: template) == result)
    }

    @Test("Any pattern is compiled and matched without a trap", arguments: 0..<40 as Range<UInt64>)
    func randomPatterns(seed: UInt64) {
        var random = SeededRandom(seed: seed)
        let alphabet = Array("ab()[]{}*+?|\\.^$-,:<>Pi123dwsbQExz é")
        for _ in 0..<300 {
            let text = String(
                (0..<Int.random(in: 0...14, using: &random)).map { _ in alphabet.randomElement(using: &random) ?? "a" }
            )
            guard let pattern = try? LabelPattern(text) else { continue }
            let value = String(
                (0..<Int.random(in: 0...8, using: &random)).map { _ in alphabet.randomElement(using: &random) ?? "a" }
            )
            // Text strategies and the machine have to agree.
            #expect(
                pattern.matches(value) == (pattern.replacement(for: value, template: "") != nil),
                "\(text) on \(value)"
            )
        }
    }
}
