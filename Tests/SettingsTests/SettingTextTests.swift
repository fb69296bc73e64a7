import GoldenSignals
import Randomness
import Settings
import Testing

@Suite("Durations and limits as text")
struct SettingTextTests {
    @Test(
        "Durations",
        arguments: [
            ("500ms", .milliseconds(500)), ("15s", .seconds(15)), ("1m30s", .seconds(90)), ("1d", .seconds(86_400)),
            ("4w", .seconds(28 * 86_400)), ("1y", .seconds(365 * 86_400)), ("1y2w", .seconds(379 * 86_400)),
            ("1Y", nil),
            ("999999999y", nil),
            ("", nil), ("0s", nil), ("5", nil), ("5 m", nil), ("-5m", nil), ("1.5m", nil), ("5M", nil), ("٥s", nil),
            ("99999999999999999999s", nil), ("1000000000s", nil),
        ] as [(String, Duration?)]
    )
    func durations(text: String, duration: Duration?) {
        #expect(DurationText.parse(text) == duration)
    }

    @Test("A duration is written as it is read")
    func durationRoundTrip() {
        for milliseconds in [1, 500, 999, 1000, 1500, 60_000, 90_000, 3_600_000, 86_400_000, 86_400_001] {
            let duration = Duration.milliseconds(milliseconds)
            #expect(DurationText.parse(DurationText.format(duration)) == duration)
        }
    }

    @Test(
        "Limits",
        arguments: [
            ("5xx<1%", "5xx<1%"), ("5XX < 0.7 %", "5xx<0.7%"), ("p95<0.5s", "p95<500ms"), ("p99<1s", "p99<1s"),
            ("avg<1500ms", "avg<1.5s"), ("sat<100%", "sat<100%"), ("sat<101%", nil), ("5xx<0%", nil), ("p95<1m", nil),
            ("rps<5%", nil), ("5xx<nan%", nil), ("p95<infs", nil), ("p95", nil),
            ("4xx < 5%", "4xx<5%"), ("4xx<0%", nil), ("4xx>5%", nil), ("rps>10", "rps>10"), ("rps > 0.5/s", "rps>0.5"),
            ("rps>0", nil), ("rps>", nil), ("traffic>-80%", "traffic>-80%"), ("Traffic > -33.3 %", "traffic>-33.3%"),
            ("traffic>-100%", nil), ("traffic>80%", nil), ("traffic<80%", nil), ("p95<1s<2s", nil), ("", nil),
        ] as [(String, String?)]
    )
    func limits(text: String, written: String?) {
        #expect(LimitText.parse(text).map(LimitText.format) == written)
    }

    @Test("A limit is written as it is read")
    func limitRoundTrip() throws {
        var random = SeededRandom(seed: 3)
        for _ in 0..<20_000 {
            let number = Double.random(in: 0.0001...100, using: &random)
            let digits = Bool.random(using: &random) ? number : (number * 100).rounded() / 100
            guard digits > 0 else { continue }
            for text in ["5xx<\(digits)%", "p95<\(digits)ms", "avg<\(digits)s"] {
                let limit = try #require(LimitText.parse(text))
                #expect(LimitText.parse(LimitText.format(limit)) == limit, "\(text)")
            }
        }
    }

    @Test("Without a severity, 5xx is critical and the rest a warning")
    func severities() {
        #expect(LimitText.parse("5xx<1%")?.severity == .critical && LimitText.parse("sat<1%")?.severity == .warning)
        #expect(LimitText.parse("5xx<1%", severity: .warning)?.severity == .warning)
    }
}
