import Detection
import Testing

@Suite struct StatusGrammarTests {
    /// Values, and whether each grammar's word for it is a failure (`-`), the caller's fault (`~`), success (`+`) or none.
    @Test(arguments: [
        (StatusGrammar.codes, "200+ 404~ 499~ 503- 0 600 99 2000 5xx abc"),
        (.classes, "2xx+ 3XX+ 4xx~ 5XX- 6xx xx other"),
        (.digits, "1+ 2+ 4~ 5- 0 6 55"),
        (.grpcWords, "OK+ NotFound~ NOT_FOUND~ Internal- DEADLINE_EXCEEDED- Unavailable- Canceled~ Fine"),
        (.grpcNumbers, "0+ 5~ 13- 14- 17 x"),
        (.dns, "NOERROR+ NXDOMAIN+ SERVFAIL- REFUSED~ X"),
        (
            .outcomes,
            "succeed+ STATUS_CODE_UNSET+ STATUS_CODE_ERROR- scheduled+ unschedulable~ success+ SUCCESS+ client_error~ SERVER_ERROR- failed- timeout- weird"
        ),
        (.codesAndOutcomes, "200+ 2xx+ 503- success+ error- cancel~ 404~ weird 0"), (.flag, "true+ false-"),
        (.failureFlag, "true- false+"),
    ])
    func verdicts(_ grammar: StatusGrammar, _ expected: String) {
        for word in expected.split(separator: " ") {
            let mark = word.last.flatMap { "+-~".contains($0) ? $0 : nil }
            let value = mark == nil ? word : word.dropLast()
            let found: Character? =
                switch grammar.verdict(String(value)) {
                case .success: "+"
                case .callersFault: "~"
                case .failure: "-"
                case nil: nil
                }
            #expect(found == mark, "\(grammar) \(value)")
        }
    }

    @Test(arguments: [
        ("/metrics", true), ("/healthz", true), ("/-/ready", true), ("/actuator/health", true),
        ("/actuator/health/liveness", true), ("/api/health", true), ("metrics", true), ("admin", true), ("stats", true),
        ("shop-metrics", true), ("/ping", true), ("ping", false), ("/orders", false), ("/orders/health", false),
        ("/admin", false), ("/status", false), ("", false), ("/", false), ("grpc.health.v1.Health", true),
        ("/api/v1/health", true), ("/v2/health/live", true), ("/shop/healthz", true),
        ("/shop/actuator/prometheus", true),
        ("/shop/actuator/health/readiness", true), ("/patients/{id}/health", false), ("/users/:id/healthz", false),
        ("/api/v1/metrics", false), ("/a/b/c/d/healthz", false), ("/actuator", false),
    ])
    func hiddenValues(_ value: String, _ isHidden: Bool) throws {
        #expect(HiddenValue.isHidden(value) == isHidden)
        let pattern = try Regex("(?:\(HiddenValue.pattern))")
        #expect((value.wholeMatch(of: pattern) != nil) == isHidden, "the pattern")
    }
}
