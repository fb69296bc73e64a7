import TerminalUI
import Testing

@Suite("Base64")
struct Base64Tests {
    @Test(
        "RFC 4648's own examples, and what is beyond ASCII",
        arguments: [
            ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="), ("fooba", "Zm9vYmE="),
            ("foobar", "Zm9vYmFy"), ("ü▲", "w7zilrI="), ("~~~???", "fn5+Pz8/"),
        ]
    )
    func examples(text: String, encoded: String) {
        #expect(String(decoding: Base64.encode(text), as: UTF8.self) == encoded)
    }
}
