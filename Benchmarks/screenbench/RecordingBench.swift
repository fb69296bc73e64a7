import Dashboard
internal import Foundation
import GoldenSignals
import PromModel
import Recording

/// Writes a recording of made-up polls, as long as is wanted: what it costs to open and to play one is measured outside.
enum RecordingBench {
    /// When to end, whichever comes first.
    struct Length {
        let megabytes: Int
        let polls: Int
    }

    /// So many bytes are written at once.
    private static let piece = 1 << 20
    private static let span = Duration.seconds(1800)

    /// Writes the file, and prints how much came of it; ends the program where that cannot be.
    static func run(to path: String, _ length: Length, services: Int, step: Duration) {
        guard FileManager.default.createFile(atPath: path, contents: nil),
            let file = FileHandle(forWritingAtPath: path)
        else { ScreenBench.fail("recording: cannot make '\(path)'\n") }
        do {
            let (polls, size) = try write(length, Incident(serviceCount: services, step: step)) {
                try file.write(contentsOf: $0)
            }
            let hours = (step * polls / .seconds(36)).rounded() / 100
            let each = size / max(1, polls)
            print("polls=\(polls) services=\(services) bytes=\(size) bytes_per_poll=\(each) hours=\(hours)")
        } catch {
            ScreenBench.fail("recording: \(error)\n")
        }
    }

    private static func write(
        _ length: Length,
        _ incident: Incident,
        to file: (Data) throws -> Void
    ) throws -> (polls: Int, size: Int) {
        var schedule = RefreshSchedule(
            scrapeInterval: incident.step,
            scrapeTimeout: min(incident.step, .seconds(10)),
            atLeast: .seconds(5),
            span: span
        )
        var writer = RecordingWriter()
        let settings = RecordedSettings(incident.state(span: span))
        var bytes = try writer.bytes(of: RecordedStep(at: Incident.start, .settings(settings)))
        var (polls, written) = (0, 0)
        while polls < length.polls, written + bytes.count < length.megabytes * 1_000_000 {
            let moment = Incident.start + incident.step * polls
            let plan = schedule.plan(at: moment)
            bytes += try writer.bytes(of: RecordedStep(at: moment, .source(incident.update(plan))))
            schedule.completed(plan)
            polls += 1
            guard bytes.count >= piece else { continue }
            try file(Data(bytes))
            written += bytes.count
            bytes.removeAll(keepingCapacity: true)
        }
        try file(Data(bytes))
        return (polls, written + bytes.count)
    }
}
