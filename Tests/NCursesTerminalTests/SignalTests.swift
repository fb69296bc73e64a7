import CTerminal
import Foundation
import NCursesTerminal
import TerminalUI
import Testing

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// In processes of their own: signals are sent to a whole process, and the other tests did not ask for any.
@Suite("Signals", .timeLimit(.minutes(2)))
struct SignalTests {
    @Test("Resize, interrupt and terminate are events, and closing in time goes on")
    func events() async {
        await #expect(processExitsWith: .exitCode(0)) {
            let pty = try #require(Pty(columns: 60, rows: 10))
            pty.startReading()
            let terminal = try openTerminal(pty)
            var events = terminal.events.makeAsyncIterator()
            pty.resize(columns: 70, rows: 20)
            kill(getpid(), SIGWINCH)
            guard await events.next() == .resized(TerminalSize(columns: 70, rows: 20)) else { exit(1) }
            guard terminal.size == TerminalSize(columns: 70, rows: 20) else { exit(2) }
            kill(getpid(), SIGINT)
            guard await events.next() == .interrupted else { exit(3) }
            kill(getpid(), SIGHUP)
            guard await events.next() == .terminate(signal: SIGHUP) else { exit(4) }
            terminal.close()
            guard await events.next() == nil else { exit(5) }
            exit(0)
        }
    }

    @Test("A program that does not answer TERM is ended, its terminal restored")
    func grace() async {
        await #expect(processExitsWith: .exitCode(128 + SIGTERM)) {
            let pty = try #require(Pty(columns: 60, rows: 10))
            let terminal = try openTerminal(pty)
            kill(getpid(), SIGTERM)
            for await _ in terminal.events {}
            withExtendedLifetime(pty) { exit(1) }
        }
    }

    @Test("A program that does not answer Ctrl-C is ended by the third")
    func interrupts() async {
        await #expect(processExitsWith: .exitCode(128 + SIGINT)) {
            let pty = try #require(Pty(columns: 60, rows: 10))
            let terminal = try openTerminal(pty)
            var events = terminal.events.makeAsyncIterator()
            for _ in 0..<3 {
                kill(getpid(), SIGINT)
                guard await events.next() == .interrupted else { exit(1) }
            }
            guard await events.next() == nil else { exit(2) }
            withExtendedLifetime(pty) { exit(3) }
        }
    }

    @Test("A crash restores the terminal first, and keeps its status")
    func crash() async {
        await #expect(processExitsWith: .signal(SIGSEGV)) {
            let pty = try #require(Pty(columns: 60, rows: 10))
            let modes = pty.modes
            pty.startReading()
            let terminal = try openTerminal(pty)
            guard pty.modes != modes else { exit(1) }
            // The child sees the crash of its own child: only from outside can what the terminal was left as be read.
            let child = forkAndCrash()
            var status: Int32 = 0
            waitpid(child, &status, 0)
            guard pty.modes == modes, eventually({ pty.text.contains("\u{1B}[?1049l") }) else { exit(2) }
            receiveSignals()
            withExtendedLifetime(terminal) { _ = raise(status & 0x7F) }
        }
    }

    @Test("Ctrl-Z and a crash switch the mouse off; coming back switches it on")
    func mouse() async {
        await #expect(processExitsWith: .exitCode(0)) {
            let (on, off) = ("\u{1B}[?1006;1000h", "\u{1B}[?1006;1000l")
            let pty = try #require(Pty(columns: 60, rows: 10))
            pty.startReading()
            wakeLater()
            let terminal = try openTerminal(pty)
            var events = terminal.events.makeAsyncIterator()
            var frame = frame("needle", terminal.size)
            frame.isMouseOn = true
            terminal.draw(frame)
            guard eventually({ pty.text.contains(on) }) else { exit(1) }
            kill(getpid(), SIGTSTP)
            guard eventually({ pty.text.contains(off) }) else { exit(2) }
            guard await events.next() == .continued else { exit(3) }
            guard eventually({ pty.text.split(separator: off).last?.contains(on) == true }) else { exit(4) }
            guard pty.text.occurrences(of: off) == 1 else { exit(4) }
            waitpid(forkAndCrash(), nil, 0)
            guard eventually({ pty.text.occurrences(of: off) == 2 }) else { exit(5) }
            withExtendedLifetime(terminal) { exit(0) }
        }
    }

    @Test("After Ctrl-Z there is one coming back, and the title is ours again")
    func comingBack() async {
        await #expect(processExitsWith: .exitCode(0)) {
            let pty = try #require(Pty(columns: 60, rows: 10))
            pty.startReading()
            let terminal = try openTerminal(pty)
            var events = terminal.events.makeAsyncIterator()
            var frame = frame("needle", terminal.size)
            frame.title = "sretop"
            terminal.draw(frame)
            guard eventually({ pty.text.contains("]2;sretop\u{7}") }) else { exit(1) }
            wakeOnce(after: .seconds(1))
            kill(getpid(), SIGTSTP)
            guard await events.next() == .continued else { exit(2) }
            guard eventually({ pty.text.occurrences(of: "]2;sretop\u{7}") == 2 }) else { exit(3) }
            // Whatever comes late comes now.
            pass(.milliseconds(300))
            guard pty.text.occurrences(of: "needle") == 2 else { exit(4) }
            terminal.close()
            guard await events.next() == nil else { exit(5) }
            exit(0)
        }
    }

    @Test("A signal amidst a report of the mouse changes nothing about it")
    func interruptedReport() async {
        await #expect(processExitsWith: .exitCode(0)) {
            let pty = try #require(Pty(columns: 60, rows: 10))
            pty.startReading()
            var status = CTERM_OPENED
            let device = cterm_open("xterm-256color", pty.terminal, pty.terminal, &status)
            let terminal = try #require(device)
            guard cterm_signals_install() >= 0 else { exit(1) }
            cterm_signals_unblock()
            cterm_set_mouse(terminal, true)
            pty.type("\u{1B}[M ")
            let reader = ThreadName(number: pthread_self())
            Thread.detachNewThread {
                pass(.milliseconds(20))
                pthread_kill(reader.number, SIGWINCH)
                pass(.milliseconds(10))
                pty.type("\"#z")
            }
            let input = cterm_read(terminal)
            guard input.kind == CTERM_INPUT_MOUSE, input.x == 1, input.y == 2 else { exit(2) }
            guard cterm_signals_take() & (1 << UInt64(SIGWINCH)) != 0 else { exit(3) }
            exit(0)
        }
    }

    @Test("Ending without time switches the mouse off")
    func mouseAtDeath() async {
        await #expect(processExitsWith: .exitCode(0)) {
            let pty = try #require(Pty(columns: 60, rows: 10))
            let modes = pty.modes
            pty.startReading()
            var status = CTERM_OPENED
            let device = cterm_open("xterm-256color", pty.terminal, pty.terminal, &status)
            let terminal = try #require(device)
            cterm_set_mouse(terminal, true)
            cterm_flush(terminal)
            guard eventually({ pty.text.contains("\u{1B}[?1006;1000h") }) else { exit(1) }
            let child = fork()
            if child == 0 { cterm_die(terminal, 3) }
            waitpid(child, nil, 0)
            guard eventually({ pty.text.contains("\u{1B}[?1006;1000l") }), pty.modes == modes else { exit(2) }
            exit(0)
        }
    }

    @Test("After closing, signals have their former meaning")
    func restored() async {
        await #expect(processExitsWith: .signal(SIGTERM)) {
            let pty = try #require(Pty(columns: 60, rows: 10))
            let terminal = try openTerminal(pty)
            if (try? openTerminal(pty)) != nil { exit(1) }
            terminal.close()
            receiveSignals()
            kill(getpid(), SIGTERM)
            pause()
        }
    }
}

/// A thread that another one may signal; on macOS its number is a pointer.
private struct ThreadName: @unchecked Sendable {
    let number: pthread_t
}

/// A copy of this process that crashes at once.
private func forkAndCrash() -> pid_t {
    let child = fork()
    guard child == 0 else { return child }
    receiveSignals()
    kill(getpid(), SIGSEGV)
    pause()
    _exit(1)
}

/// Continues this process, if it has stopped, until it has ended: nobody else would.
private func wakeLater() {
    let parent = getpid()
    guard fork() == 0 else { return }
    for _ in 0..<100 where getppid() == parent {
        pass(.milliseconds(100))
        kill(parent, SIGCONT)
    }
    _exit(0)
}

/// Continues this process once, and again only when it must have been forgotten.
private func wakeOnce(after delay: Duration) {
    let parent = getpid()
    guard fork() == 0 else { return }
    pass(delay)
    kill(parent, SIGCONT)
    for _ in 0..<100 where getppid() == parent { pass(.milliseconds(100)) }
    if getppid() == parent { kill(parent, SIGCONT) }
    _exit(0)
}

/// Unblocks every signal for this thread: threads of a pool may block them, and children inherit that.
private func receiveSignals() {
    var all = sigset_t()
    sigfillset(&all)
    pthread_sigmask(SIG_UNBLOCK, &all, nil)
}
