/// Reads what stands on a screen.
enum ScreenText {
    /// Its words with one space between them: what is said, wherever a line was broken.
    static func words(_ screen: String) -> String {
        screen.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }

    /// The number in a signal's row; nil where a word stands in its place.
    static func number(of signal: String, _ screen: String) -> Double? {
        let row = screen.split(separator: "\n").first { $0.hasPrefix("\(signal) ") }
        let now = row?.split(separator: " ").dropFirst().first ?? ""
        return Double(now.prefix { $0.isNumber || $0 == "." })
    }

    /// The row with the source's state and the keys.
    static func footer(_ screen: String) -> String {
        screen.split(separator: "\n").last { $0.contains("? help") }.map(String.init) ?? ""
    }
}
