import Foundation

/// A driver that sends at a constant rate for a while, and what it counted.
final class LoadRun {
    /// The driver's own numbers.
    struct Count {
        var answered = 0
        var failed = 0
    }

    let rate: Double
    private let process = Process()
    private let output = Pipe()

    /// Starts it.
    init(_ url: String, rate: Double, seconds: Int) throws {
        self.rate = rate
        process.executableURL = URL(fileURLWithPath: Programs.sretop)
        process.arguments = ["load", url, "--rate", "\(rate)", "--duration", "\(seconds)s"]
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.runWithSignals()
    }

    deinit {
        if process.isRunning { process.terminate() }
        process.waitUntilExit()
    }

    /// Waits for its end.
    func count() -> Count {
        let data = (try? output.fileHandleForReading.readToEnd()) ?? Data()
        process.waitUntilExit()
        let words = String(decoding: data, as: UTF8.self).split(whereSeparator: \.isWhitespace).map(String.init)
        func number(after word: String) -> Int {
            guard let index = words.firstIndex(of: word), index + 1 < words.count else { return 0 }
            return Int(words[index + 1].filter { $0 != "," }) ?? 0
        }
        return Count(answered: number(after: "answered"), failed: number(after: "5xx"))
    }
}
