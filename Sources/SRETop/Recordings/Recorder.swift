import ArgumentParser
import Dashboard
import PromModel
import Recording
import Synchronization

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Records what the screen is told, event by event: what a crash cuts off is the end of the last one.
final class Recorder: Sendable {
    /// So many events may wait for a disk that is slow.
    private static let mostWaiting = 4096

    private let path: String
    private let descriptor: Int32
    private let steps: AsyncStream<RecordedStep>
    private let feed: AsyncStream<RecordedStep>.Continuation
    private let writing = Mutex<Task<String, Never>?>(nil)

    /// Makes the file, which only its owner may read: names and errors of others are in it.
    ///
    /// - Throws: `ValidationError` where that cannot be; one that is there already is somebody's recording.
    init(path: String) throws {
        descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            let reason = errno == EEXIST ? "it is there already" : String(cString: strerror(errno))
            throw ValidationError.quoting("--record cannot make '\(path)': \(reason)")
        }
        self.path = path
        (steps, feed) = AsyncStream.makeStream(bufferingPolicy: .bufferingOldest(Self.mostWaiting))
    }

    deinit {
        close(descriptor)
        // Nothing came of the run: its file must not be in the way of the next one.
        if writing.withLock({ $0 == nil }) { unlink(path) }
    }

    /// Begins with what the numbers are to be read by; `tell` hears where nothing more can be written.
    func begin(_ state: DashboardState, at moment: Timestamp, tell: @escaping @Sendable (String) -> Void) {
        note(.settings(RecordedSettings(state)), at: moment)
        // Beside the screen, which waits for no disk; and not cancelled with it.
        let task = Task.detached { await self.write(tell) }
        writing.withLock { $0 = task }
    }

    /// Writes an event, where it is of what was collected.
    func note(_ event: DashboardEvent, at moment: Timestamp) {
        if let recorded = RecordedEvent(event) { note(recorded, at: moment) }
    }

    /// Waits until all is written.
    ///
    /// - Returns: where it is, and how large.
    func finish() async -> String? {
        feed.finish()
        return await writing.withLock { $0 }?.value
    }

    /// Takes the file away again, of which nothing came.
    func discard() async {
        _ = await finish()
        unlink(path)
    }

    private func note(_ event: RecordedEvent, at moment: Timestamp) {
        // One that finds no room is missing, and no other: each is compared with what was written.
        feed.yield(RecordedStep(at: moment, event))
    }

    private func write(_ tell: @Sendable (String) -> Void) async -> String {
        var writer = RecordingWriter()
        var size = 0
        for await step in steps {
            guard let bytes = try? writer.bytes(of: step) else { continue }
            // What a full disk does not take ends the recording: what came after could not be read.
            guard write(bytes) else {
                let reason = "the recording '\(path)' ends here: \(String(cString: strerror(errno)))"
                tell(reason)
                return TextCharacters.harmless(reason)
            }
            size += bytes.count
        }
        let text = NumberText.count(Double(size))
        return TextCharacters.harmless("recorded \(text)B; sretop replay '\(path)' shows it, sretop report tells it")
    }

    private func write(_ bytes: [UInt8]) -> Bool {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { systemWrite(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return false }
            rest = rest.dropFirst(count)
        }
        return true
    }
}

/// The system's call, whose name the type's own function hides.
private func systemWrite(_ descriptor: Int32, _ base: UnsafeRawPointer?, _ count: Int) -> Int {
    write(descriptor, base, count)
}
