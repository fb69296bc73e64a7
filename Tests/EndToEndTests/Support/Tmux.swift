import Foundation
import Testing

/// A pane of a tmux server of its own, without the user's configuration.
final class Tmux {
    private static let pollInterval: TimeInterval = 0.05
    private let program: String
    private let socket: String
    private let modes: String

    /// Starts `command` in a shell that prints `exit=STATUS` and its terminal modes around it.
    ///
    /// A recording takes every byte that they write to the pane.
    init(
        columns: Int,
        rows: Int,
        environment: [String] = ["TERM=tmux-256color", "LC_ALL=C.UTF-8"],
        recording: Recording? = nil,
        _ command: String
    ) throws {
        program = try #require(Programs.tmux, "tmux is not installed")
        socket = "sretop-\(UUID().uuidString.prefix(8))"
        modes = FileManager.default.temporaryDirectory.appendingPathComponent(socket).path
        let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
        let clean = (["PATH=\(path)", "HOME=/tmp", "SWIFT_BACKTRACE=enable=no"] + environment).joined(separator: " ")
        // The shell stays, so that what is left of the terminal can be looked at.
        // Into files: some terminals have no second screen, and what was printed before is painted over.
        let script =
            "stty -g >\(modes).before; env -i \(clean) \(command); echo exit=$?; stty -g >\(modes).after; exec cat"
        let session = ["-f", "/dev/null", "-u", "new-session", "-d", "-x", "\(columns)", "-y", "\(rows)"]
        // In the same breath: tmux reads nothing of the pane before it has carried out both.
        let pipe = recording.map { [";", "pipe-pane", "-O", "cat >\($0.path)"] } ?? []
        try tmux(session + ["sh", "-m", "-c", script] + pipe)
    }

    deinit {
        _ = try? tmux("kill-server")
        for part in ["before", "after"] { try? FileManager.default.removeItem(atPath: "\(modes).\(part)") }
    }

    /// The rows of the pane as text.
    var screen: String { (try? tmux("capture-pane", "-p")) ?? "" }

    /// The same with the sequences for colours and other attributes.
    var styledScreen: String { (try? tmux("capture-pane", "-p", "-e")) ?? "" }

    /// The terminal's modes `before` the program and `after` it; empty while there are none.
    func modes(_ part: String) -> String {
        (try? String(contentsOfFile: "\(modes).\(part)", encoding: .utf8)) ?? ""
    }

    /// A property of the pane, such as `alternate_on`.
    func property(_ name: String) throws -> String {
        try tmux("display", "-p", "#{\(name)}").trimmingCharacters(in: .whitespacesAndNewlines)
    }

    /// Presses keys in tmux's notation.
    func press(_ keys: String...) throws {
        try tmux(["send-keys"] + keys)
    }

    /// Pastes a text, with marks around it where the program asked for them.
    func paste(_ text: String) throws {
        let file = FileManager.default.temporaryDirectory.appendingPathComponent("\(socket).paste")
        defer { try? FileManager.default.removeItem(at: file) }
        try Data(text.utf8).write(to: file)
        try tmux("load-buffer", file.path, ";", "paste-buffer", "-p")
    }

    /// Sends bytes as a terminal does that reports more than keys.
    func send(_ bytes: String) throws {
        try tmux(["send-keys", "-H"] + bytes.utf8.map { String($0, radix: 16) })
    }

    /// Writes over the pane behind the program's back.
    func scribble(_ text: String, column: Int, row: Int) throws {
        let tty = try #require(FileHandle(forWritingAtPath: try property("pane_tty")))
        try tty.write(contentsOf: Data("\u{1b}7\u{1b}[\(row + 1);\(column + 1)H\(text)\u{1b}8".utf8))
    }

    /// The words that another client attaches to this session with.
    var attaching: [String] { [program, "-L", socket, "attach"] }

    /// Gives every client its shell back; the session goes on.
    func detachClients() throws {
        try tmux("detach-client", "-a")
        try tmux("detach-client")
    }

    func killServer() throws {
        try tmux("kill-server")
    }

    func resize(columns: Int, rows: Int) throws {
        try tmux("resize-window", "-x", "\(columns)", "-y", "\(rows)")
    }

    /// The process that runs in the pane's foreground under the shell.
    func programPid() throws -> pid_t {
        let shell = try #require(pid_t(try property("pane_pid")))
        return try #require(Programs.children(of: shell).first)
    }

    /// Waits until the screen satisfies a condition; records an issue with the screen where it never does.
    @discardableResult
    func wait(
        _ limit: TimeInterval = 15,
        for what: String,
        sourceLocation: SourceLocation = #_sourceLocation,
        _ condition: (String) -> Bool
    ) -> Bool {
        var last = ""
        let isSeen = comesTrue(within: limit, askedEvery: Self.pollInterval) {
            last = screen
            return condition(last)
        }
        if !isSeen {
            Issue.record("no \(what) within \(limit) s; the screen:\n\(last)", sourceLocation: sourceLocation)
        }
        return isSeen
    }

    /// The modes before and after are equal, the first screen is back, the cursor is visible.
    func expectWhole(sourceLocation: SourceLocation = #_sourceLocation) throws {
        wait(for: "the shell's modes again", sourceLocation: sourceLocation) { _ in !modes("after").isEmpty }
        #expect(!modes("before").isEmpty, sourceLocation: sourceLocation)
        #expect(modes("before") == modes("after"), sourceLocation: sourceLocation)
        #expect(try property("alternate_on") == "0", sourceLocation: sourceLocation)
        #expect(try property("cursor_flag") == "1", sourceLocation: sourceLocation)
    }

    @discardableResult
    func wait(_ limit: TimeInterval = 15, for text: String, sourceLocation: SourceLocation = #_sourceLocation) -> Bool {
        wait(limit, for: text, sourceLocation: sourceLocation) { $0.contains(text) }
    }

    @discardableResult
    private func tmux(_ arguments: String...) throws -> String {
        try tmux(arguments)
    }

    @discardableResult
    private func tmux(_ arguments: [String]) throws -> String {
        try Programs.run(program, ["-L", socket] + arguments).output
    }
}

/// Whether a process exists and is not a zombie.
func isAlive(_ pid: pid_t) -> Bool {
    guard let stat = try? String(contentsOfFile: "/proc/\(pid)/stat", encoding: .utf8),
        let bracket = stat.lastIndex(of: ")")
    else { return false }
    return !stat[bracket...].hasPrefix(") Z")
}
