import ServiceKit
import Testing

@Suite("Alert receiver")
struct AlertReceiverTests {
    private static let notification = """
        {"version":"4","status":"firing","receiver":"r","groupLabels":{},"alerts":[
         {"status":"firing","labels":{"alertname":"A","job":"x\\u001b[31m\\n"},"annotations":{"summary":"s"},
          "startsAt":"2026-01-02T03:04:05Z","endsAt":"0001-01-01T00:00:00Z","fingerprint":"f"},
         {"status":"resolved","labels":{"alertname":"B"},"annotations":{},
          "startsAt":"2026-01-02T03:04:05Z","endsAt":"2026-01-02T03:05:05Z"}]}
        """

    @Test("Each alert of a notification is a line of printable JSON")
    func lines() throws {
        let lines = try #require(AlertReceiver.lines(Array(Self.notification.utf8)))
        try #require(lines.count == 2)
        #expect(lines[0].hasPrefix("{\"annotations\":{\"summary\":\"s\"},\"endsAt\":\"0001-01-01T00:00:00Z\""))
        #expect(lines[0].contains("\"status\":\"firing\"") && lines[1].contains("\"status\":\"resolved\""))
        #expect(lines.allSatisfy { $0.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7F } })
    }

    @Test("What is no notification is none", arguments: ["", "x", "[]", "{}", "{\"alerts\":[{}]}"])
    func nonsense(body: String) {
        #expect(AlertReceiver.lines(Array(body.utf8)) == nil)
    }
}
