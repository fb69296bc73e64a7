import PromClient
import Testing

@Suite("Names in quotes within groupings, as MetricsQL reads them")
struct GroupingNamesTests {
    @Test(
        "Only those of groupings",
        arguments: [
            (
                #"sum by ("http.route") (rate({"http.server.duration_count"}[1m]))"#,
                #"sum by (http\.route) (rate({"http.server.duration_count"}[1m]))"#
            ),
            (#"sum by (job, "a.b", "c-d") (x{l="by (\"e.f\")"})"#, #"sum by (job, a\.b, c\-d) (x{l="by (\"e.f\")"})"#),
            (#"a / on ("x.y") group_left ("z.z") b"#, #"a / on (x\.y) group_left (z\.z) b"#),
            (#"label_replace(x, "a.b", "$1", "", "")"#, #"label_replace(x, "a.b", "$1", "", "")"#),
            (#"sum by(le) (x)"#, #"sum by(le) (x)"#), (#"sum(x{by="("})"#, #"sum(x{by="("})"#),
        ]
    )
    func escaped(expression: String, expected: String) {
        #expect(GroupingNames.escaped(expression) == expected)
    }
}
