import Dashboard
import GoldenSignals
import PromModel
import TerminalUI
import Testing

@Suite("Numbers and times as text")
struct TextTests {
    @Test(
        "Shares have two decimals; only a true zero is 0 % and only a true one is 100 %",
        arguments: [
            (0, "0%"), (0.00001, "<0.01%"), (0.0001, "0.01%"), (0.0721, "7.21%"), (0.2, "20.00%"), (0.92794, "92.79%"),
            (0.99994, "99.99%"), (0.999_999, ">99.99%"), (1, "100%"), (.nan, "?"), (.infinity, "?"),
        ] as [(Double, String)]
    )
    func success(value: Double, text: String) {
        #expect(NumberText.signal(.successShare, value) == text)
    }

    @Test("An error share just under one never reads 100 %")
    func nearlyAll() {
        #expect(NumberText.signal(.errorShare, 0.999_999) == "99.99%")
    }

    @Test(
        "Rates have three digits and a unit",
        arguments: [
            (0, "0/s"), (0.5, "0.50/s"), (9.994, "9.99/s"), (9.996, "10.0/s"), (99.96, "100/s"), (200, "200/s"),
            (999.4, "999/s"), (999.6, "1.00k/s"), (1_240, "1.24k/s"), (12_400, "12.4k/s"), (1.24e6, "1.24M/s"),
            (5e12, "5000G/s"),
        ] as [(Double, String)]
    )
    func rates(value: Double, text: String) {
        #expect(NumberText.rate(value) == text)
    }

    @Test(
        "Latencies have three digits and a unit",
        arguments: [
            (0, "0ms"), (0.000_512, "512µs"), (0.00234, "2.34ms"), (0.0269, "26.9ms"), (0.128, "128ms"),
            (0.9994, "999ms"), (0.9996, "1.00s"), (1.284, "1.28s"), (61, "61.0s"), (.infinity, "?"),
        ] as [(Double, String)]
    )
    func latencies(value: Double, text: String) {
        #expect(NumberText.latency(value) == text)
    }

    @Test("Nothing is wider than eight columns", arguments: Signal.allCases)
    func width(signal: Signal) {
        var value = 1e-7
        while value < 1e9 {
            let isShare = signal.unit == .share && signal != .saturation
            let text = NumberText.signal(signal, isShare ? min(value, 1) : value)
            if value < 1e6 { #expect(text.count <= 8, "\(text)") }
            value *= 1.37
        }
    }

    @Test(
        "Durations show their two largest units",
        arguments: [
            (0, "0s"), (59, "59s"), (96, "1m36s"), (3_599, "59m59s"), (7_500, "2h05m"), (187_200, "2d4h"), (-5, "0s"),
        ] as [(Int, String)]
    )
    func spans(seconds: Int, text: String) {
        #expect(TimeText.span(.seconds(seconds)) == text)
    }

    @Test(
        "Settings are as short as they are exact",
        arguments: [(15_000, "15s"), (300_000, "5m"), (3_600_000, "1h"), (90_000, "1m30s"), (500, "500ms")]
            as [(Int, String)]
    )
    func settings(milliseconds: Int, text: String) {
        #expect(TimeText.setting(.milliseconds(milliseconds)) == text)
    }

    @Test("The clock is UTC, before the epoch too")
    func clock() {
        #expect(TimeText.clock(Scene.start) == "16:40:00")
        #expect(TimeText.clock(Timestamp(milliseconds: -1)) == "23:59:59")
    }

    @Test(
        "Whole numbers have commas",
        arguments: [(0, "0"), (999, "999"), (19_206, "19,206"), (-1_234_567, "-1,234,567")]
    )
    func whole(value: Int, text: String) {
        #expect(NumberText.whole(value) == text)
    }

    @Test(
        "Changes are percent for rates, points for shares, factors for latencies; small ones are nothing",
        arguments: [
            (100, 88, .perSecond, "↓12%"), (10, 140, .perSecond, "↑14.0x"), (100, 101, .perSecond, ""),
            (0, 5, .perSecond, ""), (0.9998, 0.9279, .share, "↓7.2pp"), (0.01, 0.0101, .share, ""),
            (0.1, 0.34, .seconds, "↑3.4x"), (0.2, 0.1, .seconds, "↓2.0x"), (0.1, 0.105, .seconds, ""),
        ] as [(Double, Double, Signal.Unit, String)]
    )
    func changes(before: Double, value: Double, unit: Signal.Unit, text: String) {
        #expect(DashboardView.change(from: before, to: value, unit, .braille) == text)
    }
}
