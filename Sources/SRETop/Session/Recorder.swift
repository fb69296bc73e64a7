import ArgumentParser
import Dashboard
import GoldenSignals
import Recording
import Synchronization

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Records what is collected, event by event: what a crash cuts off is the end of the last one.
final class Recorder: Sendable {
    private let events: AsyncStream<RecordedEvent>.Continuation
    private let writing: Task<Void, Never>

    /// Makes the file; one that is there already is somebody's recording.
    init(path: String) throws {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else {
            let reason = errno == EEXIST ? "it is there already" : String(cString: strerror(errno))
            throw ValidationError.quoting("--record cannot make '\(path)': \(reason)")
        }
        let (stream, continuation) = AsyncStream<RecordedEvent>.makeStream()
        events = continuation
        // Beside the screen, which waits for no disk; and not cancelled with it.
        writing = Task.detached {
            var writer = RecordingWriter()
            for await event in stream {
                guard let bytes = try? writer.bytes(of: event) else { continue }
                // What a full disk does not take ends the recording: what came after could not be read.
                guard Self.write(bytes, to: descriptor) else { break }
            }
            close(descriptor)
        }
    }

    /// Writes what the numbers are to be read by.
    func begin(_ state: DashboardState) { events.yield(.settings(RecordedSettings(state))) }

    /// Writes an event that is of what was collected.
    func note(_ event: DashboardEvent) {
        switch event {
        case .source(let update): events.yield(.source(update))
        case .load(let load, let moment): events.yield(.load(RecordedLoad(load), at: moment))
        default: break
        }
    }

    /// Waits until all is written.
    func finish() async {
        events.finish()
        await writing.value
    }

    private static func write(_ bytes: [UInt8], to descriptor: Int32) -> Bool {
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
