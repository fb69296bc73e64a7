import PromClient
import Testing

@Suite("Secrets")
struct SecretTests {
    private func dumped(_ value: Any) -> String {
        var text = ""
        dump(value, to: &text)
        return text
    }

    /// Every place where a secret can stand.
    private func secretive() throws -> HTTPAccess {
        try HTTPAccess.parse(
            """
            basic_auth: {username: me, password: hunter2}
            tls_config: {ca: hunter2, cert: hunter2, key: hunter2}
            http_headers: {X-Key: {values: [hunter2], secrets: [hunter2]}}
            """,
            file: "http.yml",
            directory: "."
        )
    }

    @Test("A secret shows a placeholder however it is printed, and gives its text only when asked")
    func placeholder() {
        let secret = Secret("hunter2")
        #expect("\(secret)" == "<secret>")
        #expect(String(reflecting: secret) == "<secret>")
        #expect(String(describing: Optional(secret)) == "Optional(<secret>)")
        #expect("\([secret])" == "[<secret>]")
        #expect(dumped(secret) == "- <secret>\n")
        #expect(Mirror(reflecting: secret).children.isEmpty)
        #expect(secret.reveal() == "hunter2")
        #expect(secret == Secret("hunter2") && secret != Secret("other"))
    }

    @Test("Nothing that holds a secret prints it")
    func containers() throws {
        let access = try secretive()
        let headers = try access.currentHeaders()
        #expect(headers.contains { $0.value == "hunter2" }, "the text must be there to be hidden")
        let parts: [Any] = [
            access, access.credentials as Any, access.tls as Any, access.headers,
            try HTTPAccess.resolve(
                file: nil,
                headers: ["Authorization: hunter2"],
                environment: [HTTPAccess.tokenVariable: "hunter2"]
            ),
        ]
        for part in parts {
            for text in ["\(part)", String(reflecting: part), dumped(part)] {
                #expect(!text.contains("hunter2"))
                #expect(!text.contains("aHVudGVyMg"), "nor in base64")
            }
        }
    }

    @Test("The summary for logs names the user, not the password")
    func summary() throws {
        #expect(
            try secretive().description
                == "basic auth as me, client certificate (inline), CA (inline), header X-Key, header X-Key"
        )
    }
}
