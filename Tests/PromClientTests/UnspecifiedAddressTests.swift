import PromClient
import Testing

@Suite("Addresses that no machine has")
struct UnspecifiedAddressTests {
    @Test(
        "What servers listen at is no place to go to",
        arguments: [
            ("http://0.0.0.0:8000", true), ("http://[::]:8000/x", true), ("http://[0:0:0:0:0:0:0:0]", true),
            ("http://127.0.0.1:8000", false), ("http://[::1]:8000", false), ("http://10.0.0.0:80", false),
            ("http://localhost", false),
        ]
    )
    func unspecified(url: String, expected: Bool) throws {
        #expect(try #require(HTTPURL(url)).isUnspecified == expected)
    }
}
