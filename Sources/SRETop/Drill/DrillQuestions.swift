import Incidents
import PromModel

/// Asks what somebody saw, line by line.
struct DrillQuestions {
    let epoch: Timestamp
    let leftAt: Timestamp

    /// The answers; nil where the input ended before all were given.
    func ask() -> DrillScore.Answer? {
        let names = Trouble.allCases.map(\.rawValue).joined(separator: ", ")
        guard let trouble = ask("What is wrong? (\(names))", read: Trouble.init(answer:)) else { return nil }
        var (since, who): (Timestamp?, String) = (nil, "")
        if trouble != .nothing {
            guard
                let answer = ask(
                    "Since when? (as 22:04:10, or 90s for so long before the screen was left; - for no idea)",
                    read: { $0 == "-" ? .some(nil) : moment($0).map(Optional.some) }
                ),
                let name = ask("Who explains it? (such as /pay, web-2, POST, or everywhere)", read: { $0 })
            else { return nil }
            (since, who) = (answer, name)
        }
        return DrillScore.Answer(
            leftAt: seconds(leftAt),
            answeredAt: seconds(WallClock.now()),
            trouble: trouble,
            since: since.map(seconds),
            who: who
        )
    }

    /// From the incident's beginning.
    private func seconds(_ moment: Timestamp) -> Double { Double((moment - epoch).milliseconds) / 1000 }

    /// Asks until there is an answer that can be read; nil at the end of the input.
    private func ask<Value>(_ question: String, read: (String) -> Value?) -> Value? {
        while true {
            StandardOutput.print(question)
            guard let line = readLine() else { return nil }
            let answer = line.trimmed
            if let value = read(answer) { return value }
            StandardOutput.print("  '\(answer)' is none of these")
        }
    }

    /// A time of day, of UTC or of here, whichever lies next to the drill; or a duration before its end.
    func moment(_ text: String) -> Timestamp? {
        if let duration = DurationArgument(argument: text)?.duration { return leftAt - duration }
        let digits = text.hasSuffix("Z") ? text.dropLast() : text[...]
        let parts = digits.split(separator: ":", omittingEmptySubsequences: false).map { Int($0) }
        guard parts.count == 2 || parts.count == 3, let hour = parts[0], let minute = parts[1] else { return nil }
        let second = parts.count == 3 ? parts[2] : 0
        guard let second, (0..<24).contains(hour), (0..<60).contains(minute), (0..<60).contains(second) else {
            return nil
        }
        let day = 86_400
        let offset = Int(WallClock.localOffset(at: leftAt).components.seconds)
        let now = Int(leftAt.milliseconds / 1000)
        return [0, offset].map { zone in
            let midnight = (now + zone) / day * day - zone
            let moment = midnight + hour * 3600 + minute * 60 + second
            // Just after midnight, 23:59 was yesterday.
            return Timestamp(seconds: Double(moment > now + 60 ? moment - day : moment))
        }
        .min { abs(($0 - leftAt).milliseconds) < abs(($1 - leftAt).milliseconds) }
    }
}
