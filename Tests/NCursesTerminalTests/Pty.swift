import Synchronization

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// A pseudo-terminal and, if asked for, a thread that reads what is written to it.
final class Pty: Sendable {
    let terminal: Int32
    private let controller: Int32
    private let output = Mutex<[UInt8]>([])
    private let reader = Mutex<pthread_t?>(nil)
    private let isStopping = Atomic(false)

    init?(columns: UInt16, rows: UInt16) {
        var (controller, terminal): (Int32, Int32) = (-1, -1)
        guard openpty(&controller, &terminal, nil, nil, nil) == 0 else { return nil }
        self.controller = controller
        self.terminal = terminal
        resize(columns: columns, rows: rows)
    }

    deinit {
        hangUp()
        close(terminal)
    }

    /// Closes the side of the person.
    func hangUp() {
        isStopping.store(true, ordering: .relaxed)
        let thread = reader.withLock { $0.take() }
        if let thread { pthread_join(thread, nil) }
        close(controller)
    }

    func resize(columns: UInt16, rows: UInt16) {
        var size = winsize(ws_row: rows, ws_col: columns, ws_xpixel: 0, ws_ypixel: 0)
        _ = ioctl(controller, UInt(TIOCSWINSZ), &size)
    }

    func type(_ text: String) {
        let bytes = Array(text.utf8)
        _ = write(controller, bytes, bytes.count)
    }

    /// Begins to read what the program writes.
    func startReading() {
        var thread = pthread_t()
        pthread_create(&thread, nil, { context in
            guard let context else { return nil }
            Unmanaged<Pty>.fromOpaque(context).takeUnretainedValue().read()
            return nil
        }, Unmanaged.passUnretained(self).toOpaque())
        reader.withLock { [thread] in $0 = thread }
    }

    private func read() {
        var bytes = [UInt8](repeating: 0, count: 4096)
        while !isStopping.load(ordering: .relaxed) {
            var wait = pollfd(fd: controller, events: Int16(POLLIN), revents: 0)
            guard poll(&wait, 1, 20) == 1 else { continue }
            let count = Glibc.read(controller, &bytes, bytes.count)
            guard count > 0 else { return }
            output.withLock { $0 += bytes.prefix(count) }
        }
    }

    var text: String { output.withLock { String(decoding: $0, as: UTF8.self) } }

    /// The modes as text, for comparison.
    var modes: String {
        var modes = termios()
        guard tcgetattr(terminal, &modes) == 0 else { return "none" }
        return "\(modes.c_iflag) \(modes.c_oflag) \(modes.c_cflag) \(modes.c_lflag) \(modes.c_cc)"
    }
}

/// Waits until a condition holds; false if it does not within ten seconds.
func eventually(_ condition: () -> Bool) -> Bool {
    let deadline = ContinuousClock.now + .seconds(10)
    while !condition() {
        guard ContinuousClock.now < deadline else { return false }
        usleep(2000)
    }
    return true
}
