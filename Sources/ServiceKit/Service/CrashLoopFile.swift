#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// A file in which a crash loop survives the process: when it ends, and how long each process lives.
package struct CrashLoopFile: Sendable, Equatable {
    private struct Content: Codable {
        /// Seconds since the Unix epoch.
        let endsAt: Double
        let afterSeconds: Double
    }

    private let path: String

    /// A file that need not exist.
    package init(path: String) {
        self.path = path
    }

    /// Notes a loop that has so long to go; what cannot be written is not remembered, and the loop ends.
    func remember(remaining: Duration, after: Double) {
        let content = Content(endsAt: Self.now + remaining / .seconds(1), afterSeconds: after)
        guard let data = try? JSONEncoder().encode(content) else { return }
        try? data.write(to: URL(filePath: path), options: .atomic)
    }

    /// The loop that a process before this one was in; nil where there is none, or its time is over.
    func take() -> FaultRequest? {
        guard let data = try? Data(contentsOf: URL(filePath: path)),
            let content = try? JSONDecoder().decode(Content.self, from: data)
        else { return nil }
        forget()
        // Whatever the file says, no loop goes on for longer than any fault.
        let seconds = min(content.endsAt - Self.now, FaultRequest.longestSeconds)
        guard seconds >= 1 else { return nil }
        var request = FaultRequest(.crashLoop)
        request.seconds = seconds
        request.parameters[.after] = content.afterSeconds
        return request
    }

    /// Forgets a loop.
    func forget() {
        try? FileManager.default.removeItem(atPath: path)
    }

    private static var now: Double { Date().timeIntervalSince1970 }
}
