import Synchronization

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// A pseudo-terminal and, if asked for, a thread that reads what is written to it.
final class Pty: Sendable {
    let terminal: Int32
    private let person: Person

    init?(columns: UInt16, rows: UInt16) {
        var (controller, terminal): (Int32, Int32) = (-1, -1)
        guard openpty(&controller, &terminal, nil, nil, nil) == 0 else { return nil }
        person = Person(controller)
        self.terminal = terminal
        resize(columns: columns, rows: rows)
    }

    deinit {
        hangUp()
        close(terminal)
    }

    /// Closes the side of the person.
    func hangUp() {
        person.leave()
    }

    func resize(columns: UInt16, rows: UInt16) {
        var size = winsize(ws_row: rows, ws_col: columns, ws_xpixel: 0, ws_ypixel: 0)
        _ = ioctl(person.descriptor, UInt(TIOCSWINSZ), &size)
    }

    func type(_ text: String) {
        type(bytes: Array(text.utf8))
    }

    func type(bytes: [UInt8]) {
        _ = write(person.descriptor, bytes, bytes.count)
    }

    /// Begins to read what the program writes.
    func startReading() {
        person.startReading()
    }

    /// What was read so far.
    var text: String { String(decoding: bytes, as: UTF8.self) }

    /// The same as it came.
    var bytes: [UInt8] { person.bytes }

    /// The modes as text, for comparison.
    var modes: String {
        var modes = termios()
        guard tcgetattr(terminal, &modes) == 0 else { return "none" }
        return "\(modes.c_iflag) \(modes.c_oflag) \(modes.c_cflag) \(modes.c_lflag) \(modes.c_cc)"
    }
}

/// Who sits at the terminal.
///
/// Apart from `Pty`, so that the reading thread does not keep that alive.
private final class Person: Sendable {
    let descriptor: Int32
    private let output = Mutex<[UInt8]>([])
    private let reader = Mutex<pthread_t?>(nil)
    private let isGone = Atomic(false)

    init(_ descriptor: Int32) {
        self.descriptor = descriptor
    }

    var bytes: [UInt8] { output.withLock { $0 } }

    /// Closes once only: a second time the number may be another test's.
    func leave() {
        guard !isGone.exchange(true, ordering: .acquiringAndReleasing) else { return }
        if let thread = reader.withLock({ $0.take() }) { pthread_join(thread, nil) }
        close(descriptor)
    }

    func startReading() {
        var thread = pthread_t()
        let result = pthread_create(
            &thread,
            nil,
            { context in
                guard let context else { return nil }
                Unmanaged<Person>.fromOpaque(context).takeRetainedValue().collect()
                return nil
            },
            Unmanaged.passRetained(self).toOpaque()
        )
        if result == 0 { reader.withLock { [thread] in $0 = thread } }
    }

    private func collect() {
        var bytes = [UInt8](repeating: 0, count: 4096)
        while true {
            // Who leaves has first read what is there.
            let isLast = isGone.load(ordering: .acquiring)
            var wait = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
            guard poll(&wait, 1, isLast ? 0 : 20) == 1 else {
                if isLast { return }
                continue
            }
            let count = read(descriptor, &bytes, bytes.count)
            guard count > 0 else { return }
            output.withLock { $0 += bytes.prefix(count) }
        }
    }
}

/// Waits until a condition holds; false if it does not within ten seconds.
func eventually(_ condition: () -> Bool) -> Bool {
    let deadline = ContinuousClock.now + .seconds(10)
    while !condition() {
        guard ContinuousClock.now < deadline else { return false }
        pass(.milliseconds(2))
    }
    return true
}

/// Lets time pass that is part of what is tried: how far apart bytes or signals come.
///
/// A terminal tells Esc from a sequence by nothing but time. To wait until something has happened is ``eventually(_:)``.
func pass(_ time: Duration) {
    let (seconds, attoseconds) = time.components
    usleep(useconds_t(seconds * 1_000_000 + attoseconds / 1_000_000_000_000))
}
