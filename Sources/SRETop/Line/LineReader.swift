#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Prints the kept line: the cheap way of `--line`, before anything else of the program has run.
struct LineReader {
    let place: LinePlace
    let isTmux: Bool

    /// Nil where the arguments ask for something else.
    init?(_ arguments: [String], version: String) {
        guard let first = arguments.first, first == "watch" || first.hasPrefix("-"), arguments.contains("--line"),
            !arguments.contains("--help"), !arguments.contains("-h")
        else { return nil }
        let given = first == "watch" ? Array(arguments.dropFirst()) : arguments
        let environment = { (name: String) -> String? in getenv(name).map { String(cString: $0) } }
        guard let place = LinePlace(arguments: given, environment: environment, version: version) else { return nil }
        self.place = place
        isTmux = arguments.contains("--tmux")
    }

    /// Prints the line, and says that somebody reads; false where nobody keeps one: then it has to be asked for.
    func show() -> Bool {
        guard place.isRefreshed, let kept = KeptLine(path: place.line) else { return false }
        place.touch()
        var now = timespec()
        clock_gettime(CLOCK_REALTIME, &now)
        let text = kept.text(isTmux: isTmux, nowMilliseconds: Int(now.tv_sec) * 1000 + now.tv_nsec / 1_000_000)
        _ = StandardOutput.print(text)
        return true
    }
}

/// What a refresher keeps: when it was written, how often it is, and the line in both looks.
struct KeptLine {
    let writtenMilliseconds: Int
    let intervalMilliseconds: Int
    let plain: String
    let tmux: String

    /// A line as it was found now.
    init(writtenMilliseconds: Int, intervalMilliseconds: Int, plain: String, tmux: String) {
        self.writtenMilliseconds = writtenMilliseconds
        self.intervalMilliseconds = intervalMilliseconds
        self.plain = plain
        self.tmux = tmux
    }

    /// Nil where there is none, or not yet all of it.
    init?(path: String) {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var buffer = [UInt8](repeating: 0, count: 4096)
        let count = read(descriptor, &buffer, buffer.count)
        guard count > 0 else { return nil }
        let fields = buffer[..<count].split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        guard fields.count == 5, let written = Int(String(decoding: fields[0], as: UTF8.self)),
            let interval = Int(String(decoding: fields[1], as: UTF8.self))
        else { return nil }
        writtenMilliseconds = written
        intervalMilliseconds = interval
        plain = String(decoding: fields[2], as: UTF8.self)
        tmux = String(decoding: fields[3], as: UTF8.self)
    }

    /// The line; once it is old it says so.
    func text(isTmux: Bool, nowMilliseconds: Int) -> String {
        let age = nowMilliseconds - writtenMilliseconds
        let line = isTmux ? tmux : plain
        return age > intervalMilliseconds * 3 + 5000 ? "\(line) (\(age / 1000)s old)" : line
    }

    /// Puts it into a file in one step: a reader sees the old one or the new one.
    func write(to path: String) {
        let text = "\(writtenMilliseconds)\n\(intervalMilliseconds)\n\(plain)\n\(tmux)\n"
        let fresh = "\(path).new"
        let descriptor = open(fresh, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { return }
        let isWritten = OutputFile.write(text, to: descriptor)
        close(descriptor)
        if isWritten { rename(fresh, path) } else { unlink(fresh) }
    }
}
