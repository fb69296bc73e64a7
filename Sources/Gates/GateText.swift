package import GoldenSignals

/// Numbers in the words of gates: three significant digits at most, with their unit.
package enum GateText {
    /// A value in its unit: `0.52%`, `128ms`, `1.28s`, `12.5/s`.
    package static func value(_ value: Double, _ unit: Signal.Unit) -> String {
        switch unit {
        case .share: percent(value)
        case .seconds: seconds(value)
        case .perSecond: "\(number(value))/s"
        }
    }

    /// A share in percent; only what is nothing is `0%`.
    package static func percent(_ share: Double) -> String {
        guard share.isFinite else { return "?" }
        let text = number(share * 100)
        return text == "0" && share > 0 ? "<0.01%" : "\(text)%"
    }

    /// A time in milliseconds below a second, else in seconds.
    package static func seconds(_ seconds: Double) -> String {
        guard seconds.isFinite else { return "?" }
        return seconds < 1 ? "\(number(seconds * 1000))ms" : "\(number(seconds))s"
    }

    /// Three significant digits, at most two behind the point; whole numbers in full.
    package static func number(_ value: Double) -> String {
        guard value.isFinite, value.magnitude < 1e15 else { return "?" }
        let digits = value.magnitude < 9.995 ? 100.0 : value.magnitude < 99.95 ? 10 : 1
        let scaled = Int((value.magnitude * digits).rounded())
        var text = "\(scaled / Int(digits))"
        let rest = scaled % Int(digits)
        if rest > 0 {
            let padded = digits == 100 && rest < 10 ? "0\(rest)" : "\(rest)"
            text += ".\(padded.hasSuffix("0") ? String(padded.dropLast()) : padded)"
        }
        return value < 0 && scaled > 0 ? "-\(text)" : text
    }

    /// A number with at most so many decimals (up to nine), without the zeros that say nothing.
    package static func decimal(_ value: Double, places: Int) -> String {
        guard value.isFinite, value.magnitude < 1e9 else { return "?" }
        var scale = 1
        for _ in 0..<min(9, max(0, places)) { scale *= 10 }
        let scaled = Int((value.magnitude * Double(scale)).rounded())
        var text = "\(scaled / scale)"
        if scaled % scale > 0 {
            var digits = String(scaled % scale + scale).dropFirst()
            while digits.hasSuffix("0") { digits.removeLast() }
            text += ".\(digits)"
        }
        return value < 0 && scaled > 0 ? "-\(text)" : text
    }
}
