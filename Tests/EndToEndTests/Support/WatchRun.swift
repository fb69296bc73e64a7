import Foundation
import Testing

/// One run of sretop on a terminal, with the numbers of each of its polls.
struct WatchRun {
    /// A line of `--readings`, as far as these tests need it.
    struct Reading: Decodable {
        let at: Double
        let health: String
        let verdict: String
        let values: [String: Double]
    }

    let tmux: Tmux
    private let readingsPath: String
    private let logPath: String

    /// Starts it with these arguments; it polls every second over a window of 15 s unless told.
    init(
        _ parts: Parts,
        columns: Int = 80,
        rows: Int = 24,
        environment: [String] = [],
        _ arguments: String...
    ) throws {
        let name = UUID().uuidString.prefix(8)
        readingsPath = parts.path("\(name).readings")
        logPath = parts.path("\(name).log")
        let usual = ["--every 1s --window 15s --span 5m", "--readings \(readingsPath) --log \(logPath)"]
        tmux = try Tmux(
            columns: columns,
            rows: rows,
            environment: ["TERM=tmux-256color", "LC_ALL=C.UTF-8"] + environment,
            ([Programs.sretop] + usual + arguments).joined(separator: " ")
        )
    }

    /// What it noted so far, oldest first.
    var readings: [Reading] {
        let decoder = JSONDecoder()
        return readingsText.split(separator: "\n").compactMap { try? decoder.decode(Reading.self, from: Data($0.utf8)) }
    }

    var readingsText: String { (try? String(contentsOfFile: readingsPath, encoding: .utf8)) ?? "" }

    var logText: String { (try? String(contentsOfFile: logPath, encoding: .utf8)) ?? "" }

    /// A signal's middle value among the polls of a time; NaN where there is none.
    func middle(_ signal: String, from start: Date, through end: Date) -> Double {
        let times = start.timeIntervalSince1970...end.timeIntervalSince1970
        let values = readings.filter { times.contains($0.at) }.compactMap { $0.values[signal] }.sorted()
        return values.isEmpty ? .nan : values[values.count / 2]
    }

    /// Opens a panel by its key, waits for a word in it, and gives the screen's words.
    func panel(_ key: String, showing word: String, sourceLocation: SourceLocation = #_sourceLocation) throws -> String
    {
        try tmux.press(key)
        // Its last row comes last.
        tmux.wait(for: word, sourceLocation: sourceLocation) { $0.contains(word) && $0.contains("Esc closes") }
        let words = ScreenText.words(tmux.screen)
        try tmux.press("Escape")
        return words
    }
}
