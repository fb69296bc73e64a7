import CTerminal
import Synchronization
package import TerminalUI

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// The terminal a person sits at, by way of ncurses.
///
/// One thread owns it; every call here returns at once except `close()`, which waits until the terminal is restored:
/// some milliseconds, and a quarter of a second when the terminal has stopped reading.
///
/// Keys are read at once, but for Esc, which most keys' sequences begin with: it is told from them by 10 ms of silence.
/// On a link that holds a sequence back for longer, right behind its first byte, an Esc is read that nobody pressed.
///
/// While it is open the process's signal handlers for WINCH, INT, TERM, HUP, TSTP and CONT are its own. A program that
/// does not call `close()` within 300 ms of a `terminate` event is ended, with the terminal restored; so is one that
/// takes no notice of three Ctrl-C in a row.
package final class NCursesTerminal: TerminalDevice {
    /// What happened, in order.
    ///
    /// For one reader; ends after `close()`.
    package let events: AsyncStream<TerminalEvent>
    /// What the user should know about how the terminal was opened; usually nothing.
    package let notices: [String]
    /// The symbols that the character set can show.
    package let glyphs: GlyphSet
    /// The number of colours in use; 0 without colour.
    package let colors: Int

    private let mailbox: Mailbox
    private let thread: Mutex<pthread_t?>

    private init(
        events: AsyncStream<TerminalEvent>,
        notices: [String],
        glyphs: GlyphSet,
        colors: Int,
        mailbox: Mailbox,
        thread: sending pthread_t
    ) {
        self.events = events
        self.notices = notices
        self.glyphs = glyphs
        self.colors = colors
        self.mailbox = mailbox
        self.thread = Mutex(thread)
    }

    deinit {
        close()
    }

    /// Opens the screen; no event loop is needed, and a frame drawn right after is shown.
    package static func open(_ options: Options = Options()) throws(TerminalError) -> NCursesTerminal {
        guard isatty(options.input) == 1, isatty(options.output) == 1 else { throw .notATerminal }
        let isUTF8 = cterm_is_utf8()
        // Before ncurses, which else installs handlers of its own.
        let wakeUps = cterm_signals_install()
        guard wakeUps >= 0 else { throw errno == EBUSY ? .alreadyOpen : .system(errno: errno) }
        let (terminal, notices): (OpaquePointer, [String])
        do {
            (terminal, notices) = try openDevice(options)
        } catch {
            cterm_signals_remove()
            throw error
        }
        cterm_guard_prepare_thread()
        cterm_guard_arm(terminal)
        let mailbox = Mailbox(size: TerminalSize(of: terminal))
        let glyphs = isUTF8 ? options.glyphs ?? .braille : .ascii
        let colors = options.noColor ? 0 : Int(cterm_colors(terminal))
        let (events, continuation) = AsyncStream.makeStream(of: TerminalEvent.self)
        let palette = Palette(colors: colors, theme: options.theme, isBackgroundLight: options.isBackgroundLight)
        let canvas = Canvas(terminal: terminal, palette: palette, isUnicode: glyphs != .ascii)
        canvas.resize(to: mailbox.size)
        let loop = TerminalLoop(
            terminal: terminal,
            canvas: canvas,
            mailbox: mailbox,
            events: continuation,
            wakeUps: wakeUps
        )
        guard let thread = start(loop) else {
            let reason = errno
            cterm_guard_disarm()
            cterm_close(terminal, TerminalLoop.patience)
            cterm_signals_remove()
            throw .system(errno: reason)
        }
        return NCursesTerminal(
            events: events,
            notices: notices,
            glyphs: glyphs,
            colors: colors,
            mailbox: mailbox,
            thread: thread
        )
    }

    package var size: TerminalSize { mailbox.size }

    package func draw(_ frame: Frame) {
        mailbox.leave { $0.frame = frame }
    }

    package func repaint() {
        mailbox.leave { $0.wantsRepaint = true }
    }

    package func copy(_ text: String) {
        mailbox.leave { $0.clipboard = text }
    }

    /// Gives a notice to the terminal (OSC 9), which may show it to somebody who looks elsewhere.
    package func announce(_ text: String) {
        mailbox.leave { $0.notice = text }
    }

    package func close() {
        mailbox.leave { $0.isClosing = true }
        guard let thread = thread.withLock({ $0.take() }) else { return }
        pthread_join(thread, nil)
    }
}

extension NCursesTerminal {
    /// Tries the named terminal type and, where the machine does not know it, common ones.
    private static func openDevice(_ options: Options) throws(TerminalError) -> (OpaquePointer, [String]) {
        let name = options.termName ?? ""
        var status = CTERM_UNKNOWN_TERM
        for candidate in [name, "xterm-256color", "xterm", "ansi"] where !candidate.isEmpty {
            if let terminal = cterm_open(candidate, options.input, options.output, &status) {
                guard candidate != name else { return (terminal, []) }
                let shown = PrintableText.sanitize(name).truncated(toColumns: 40)
                let reason = name.isEmpty ? "TERM is not set" : "TERM '\(shown)' is unknown here"
                return (terminal, ["\(reason): using \(candidate)"])
            }
            guard status == CTERM_UNKNOWN_TERM else { break }
        }
        switch status {
        case CTERM_NO_CURSOR_ADDRESSING: throw .noCursorAddressing(term: name)
        case CTERM_UNKNOWN_TERM: throw .unknownTerminal(term: name)
        case CTERM_BUSY: throw .alreadyOpen
        default: throw .system(errno: errno)
        }
    }

    /// Gives the loop, and with it the terminal, to a thread of its own; `nil` with the reason in `errno`.
    private static func start(_ loop: TerminalLoop) -> pthread_t? {
        let unmanaged = Unmanaged.passRetained(loop)
        var attributes = pthread_attr_t()
        pthread_attr_init(&attributes)
        defer { pthread_attr_destroy(&attributes) }
        pthread_attr_setstacksize(&attributes, 512 * 1024)
        var thread = pthread_t()
        let result = pthread_create(
            &thread,
            &attributes,
            { context in
                guard let context else { return nil }
                Unmanaged<TerminalLoop>.fromOpaque(context).takeRetainedValue().run()
                return nil
            },
            unmanaged.toOpaque()
        )
        guard result == 0 else {
            unmanaged.release()
            errno = result
            return nil
        }
        return thread
    }
}
