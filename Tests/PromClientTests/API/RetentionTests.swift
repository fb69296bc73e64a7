import PromClient
import Testing

@Suite("Retention")
struct RetentionTests {
    @Test(
        "A time, a size, or both",
        arguments: [
            ("15d", .seconds(15 * 86_400), nil), ("512MiB", nil, "512MiB"),
            ("1y or 1.5TB", .seconds(365 * 86_400), "1.5TB"), ("30d or 100GB", .seconds(30 * 86_400), "100GB"),
        ] as [(String, Duration?, String?)]
    )
    func read(text: String, time: Duration?, size: String?) throws {
        let retention = try #require(Retention(text))
        #expect(retention.time == time && retention.size == size)
    }

    @Test("Anything else says nothing", arguments: ["", "0s", "for ever"])
    func nothing(text: String) {
        #expect(Retention(text) == nil)
    }
}
