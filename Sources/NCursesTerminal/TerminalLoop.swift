import CTerminal
import TerminalUI

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// The life of the terminal's thread: keys and signals in, frames out, blocked by nothing but `poll`.
///
/// Not Sendable: made by the opening thread, then handed to the terminal's thread for good.
final class TerminalLoop {
    /// How long a program has after TERM or HUP before the terminal ends it.
    static let grace: Duration = .milliseconds(300)
    /// How long a terminal that does not read may delay leaving the screen, in milliseconds.
    static let patience: Int32 = 200

    private let terminal: OpaquePointer
    private let canvas: Canvas
    private let mailbox: Mailbox
    private let events: AsyncStream<TerminalEvent>.Continuation
    private let wakeUps: Int32
    private var isInputOpen: Bool
    /// There may be more to read than was taken in one go.
    private var isInputLeft = false
    private var isOutputOpen = true
    private var isWaiting = false
    /// Everything is to be drawn anew as soon as the terminal has read what it was given: any number of wishes is one.
    private var isRepaintDue = false
    /// True while the program is in the background after Ctrl-Z.
    private var isAway = false
    private var interrupts: [ContinuousClock.Instant] = []
    private var deadline: (at: ContinuousClock.Instant, signal: Int32)?

    init(
        terminal: OpaquePointer,
        canvas: Canvas,
        mailbox: Mailbox,
        events: AsyncStream<TerminalEvent>.Continuation,
        wakeUps: Int32
    ) {
        self.terminal = terminal
        self.canvas = canvas
        self.mailbox = mailbox
        self.events = events
        self.wakeUps = wakeUps
        isInputOpen = cterm_input_descriptor(terminal) >= 0
    }

    /// Serves the terminal until it is closed, then restores it.
    func run() {
        cterm_signals_unblock()
        cterm_guard_prepare_thread()
        while true {
            // Signals are taken before the mailbox is read, so that what comes later wakes the next round.
            take(signals: cterm_signals_take())
            let (isClosing, wantsRepaint) = mailbox.acknowledge()
            if isClosing { break }
            if wantsRepaint { isRepaintDue = true }
            draw()
            wait()
        }
        cterm_guard_disarm()
        cterm_close(terminal, TerminalLoop.patience)
        cterm_signals_remove()
        events.finish()
    }

    /// Composes what is to be shown, unless the terminal still has the last frame to read.
    private func draw() {
        guard !isAway, isOutputOpen else { return }
        flush()
        guard !isWaiting else { return }
        if let text = mailbox.takeClipboard() { copy(text) }
        if let text = mailbox.takeNotice() {
            let isInTmux = getenv("TMUX") != nil
            cterm_announce(terminal, PrintableText.sanitize(text).filter { $0 != ";" }, isInTmux)
            flush()
        }
        let frame = mailbox.takeFrame()
        guard frame != nil || isRepaintDue else { return }
        if isRepaintDue { canvas.invalidate() }
        isRepaintDue = false
        canvas.show(frame)
        flush()
    }

    private func copy(_ text: String) {
        let bytes = Base64.encode(text)
        bytes.withUnsafeBufferPointer { bytes in
            bytes.withMemoryRebound(to: CChar.self) { cterm_copy(terminal, $0.baseAddress, $0.count) }
        }
        flush()
    }

    private func flush() {
        let left = cterm_flush(terminal)
        isWaiting = left > 0
        if left < 0 { isOutputOpen = false }
    }

    private func wait() {
        let canRead = isInputOpen && !isAway
        var descriptors = [
            pollfd(fd: wakeUps, events: Int16(POLLIN), revents: 0),
            pollfd(fd: canRead ? cterm_input_descriptor(terminal) : -1, events: Int16(POLLIN), revents: 0),
            pollfd(fd: isWaiting ? cterm_output_descriptor(terminal) : -1, events: Int16(POLLOUT), revents: 0),
        ]
        let count = poll(&descriptors, nfds_t(descriptors.count), timeout)
        if let deadline, deadline.at <= .now { cterm_die(terminal, 128 + deadline.signal) }
        if isAway { comeBack() }
        if canRead, isInputLeft || (count > 0 && descriptors[1].revents != 0) { readKeys(descriptors[1].revents) }
        cterm_end_silent_paste(terminal)
    }

    private var timeout: Int32 {
        // A job that runs in the background gets no signal when it comes to the foreground: it has to look.
        if isInputLeft, !isAway { return 0 }
        // The end of a paste may never come: then silence is its end, and somebody has to look at the clock.
        var result: Int32 = isAway ? 250 : cterm_paste_patience(terminal)
        if let deadline {
            let left = max(.zero, deadline.at - .now) / Duration.milliseconds(1)
            let milliseconds = Int32(left.rounded(.up))
            result = result < 0 ? milliseconds : min(result, milliseconds)
        }
        return result
    }
}

// Input and signals.
extension TerminalLoop {
    /// How much is read before frames and signals have their turn: a paste may be huge.
    private static let inputsAtOnce = 64

    private func readKeys(_ readiness: Int16) {
        let wasInputLeft = isInputLeft
        isInputLeft = false
        let hasData = readiness & Int16(POLLIN) != 0 && cterm_has_input(terminal)
        var input = cterm_read(terminal)
        guard hasData || wasInputLeft || input.kind != CTERM_INPUT_NONE else {
            isInputOpen = false
            events.yield(.inputClosed)
            return
        }
        var count = 0
        while input.kind != CTERM_INPUT_NONE {
            if let event = KeyDecoder.event(input) { events.yield(event) }
            count += 1
            guard count < TerminalLoop.inputsAtOnce else {
                isInputLeft = true
                return
            }
            input = cterm_read(terminal)
        }
    }

    private func take(signals: UInt64) {
        guard signals != 0 else { return }
        func came(_ signal: Int32) -> Bool { signals & (1 << UInt64(signal)) != 0 }
        if came(SIGINT) { interrupt() }
        for signal in [SIGTERM, SIGHUP, SIGQUIT] where came(signal) {
            events.yield(.terminate(signal: signal))
            if deadline == nil { deadline = (.now + TerminalLoop.grace, signal) }
        }
        if came(SIGTSTP) {
            suspend()
        } else if came(SIGCONT), !isAway {
            // Stopped by a signal that cannot be caught: whoever had the terminal since may have changed it.
            isAway = true
            comeBack()
        }
        // A window that was back at its size before we looked has lost what did not fit in between.
        if came(SIGWINCH), !measure() { mailbox.leave { $0.wantsRepaint = true } }
    }

    /// Tells the program of Ctrl-C; a third one in a row means that the program does not listen.
    private func interrupt() {
        events.yield(.interrupted)
        let now = ContinuousClock.now
        interrupts = interrupts.filter { now - $0 < .seconds(2) } + [now]
        if interrupts.count >= 3, deadline == nil { deadline = (now + TerminalLoop.grace, SIGINT) }
    }

    /// Takes the window's size; false where it has not changed.
    @discardableResult
    private func measure() -> Bool {
        let size = TerminalSize(of: terminal)
        guard size != mailbox.size else { return false }
        mailbox.size = size
        canvas.resize(to: size)
        events.yield(.resized(size))
        return true
    }

    private func suspend() {
        cterm_leave(terminal, TerminalLoop.patience)
        isWaiting = false
        isAway = true
        cterm_signals_stop()
        comeBack()
    }

    private func comeBack() {
        guard cterm_is_foreground(terminal) else { return }
        isAway = false
        canvas.comeBack()
        isRepaintDue = false
        cterm_guard_arm(terminal)
        measure()
        flush()
        events.yield(.continued)
    }
}

extension TerminalSize {
    /// The size of the window that a terminal is.
    init(of terminal: OpaquePointer) {
        var rows: Int32 = 0
        var columns: Int32 = 0
        cterm_size(terminal, &rows, &columns)
        self.init(columns: Int(columns), rows: Int(rows))
    }
}
