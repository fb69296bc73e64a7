import PromClient
import Testing

@Suite("Server name")
struct ServerNameCheckTests {
    @Test(
        "A certificate's name is the one expected, or a wildcard for its first label",
        arguments: [
            ("prom.internal", "prom.internal", true), ("prom.internal", "other.internal", false),
            ("*.internal", "prom.internal", true), ("*.internal", "a.b.internal", false),
            ("*.internal", "internal", false), ("*.internal", ".internal", false), ("*", "prom", false),
            ("", "prom", false),
        ] as [(String, String, Bool)]
    )
    func matches(pattern: String, name: String, isMatch: Bool) {
        #expect(ServerNameCheck.matches(pattern, name) == isMatch)
    }
}
