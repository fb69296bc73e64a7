import CProcess
import Dispatch
import Synchronization

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// The demo's unstable service: this program again, as a child that ends when its standard input does.
///
/// A child, so that its crash or hunger for processor time cannot hurt the screen; a pipe, because its end reaches the
/// child however this process ends, `kill -9` included.
final class ServiceProcess: Sendable {
    /// Why the child could not be started.
    enum Failure: Error, CustomStringConvertible {
        case cannotStart(String)
        case endedAtOnce(ending: String, port: Int)

        var description: String {
            switch self {
            case .cannotStart(let reason): "the service cannot be started: \(reason)"
            case .endedAtOnce(let ending, let port):
                "the service ended before it listened (\(ending)): is port \(port), and are those after it, in use?"
            }
        }
    }

    /// How long a child may take to drain after its pipe was closed.
    private static let drainLimit = 3

    private let pid: pid_t
    private let output: Int32
    /// The pipe that keeps the child alive; nil once it is closed.
    private let input: Mutex<Int32?>
    /// The child was reaped: its number may belong to another process by now.
    private let isReaped = Mutex(false)

    /// Starts the service on `port` or one of the `furtherPorts` above it.
    init(port: Int, furtherPorts: Int) throws(Failure) {
        var inPipe: [Int32] = [0, 0]
        var outPipe: [Int32] = [0, 0]
        guard Self.makePipe(&inPipe) else { throw .cannotStart(Self.reason(errno)) }
        guard Self.makePipe(&outPipe) else {
            for descriptor in inPipe { close(descriptor) }
            throw .cannotStart(Self.reason(errno))
        }
        let arguments = [
            "sretop", "serve", "--port", "\(port)", "--further-ports", "\(furtherPorts)", "--end-with-stdin",
        ]
        var child: pid_t = 0
        let status = Self.spawn(arguments, input: inPipe[0], output: outPipe[1], &child)
        close(inPipe[0])
        close(outPipe[1])
        guard status == 0 else {
            close(inPipe[1])
            close(outPipe[0])
            throw .cannotStart(Self.reason(status))
        }
        (pid, output) = (child, outPipe[0])
        input = Mutex(inPipe[1])
    }

    /// Waits for the child to listen.
    ///
    /// - Returns: its port.
    ///
    /// A child that ends instead is reaped.
    func listeningPort(wanted: Int) async throws(Failure) -> Int {
        let output = output
        let line = await withCheckedContinuation { (continuation: CheckedContinuation<String, Never>) in
            DispatchQueue.global().async { @Sendable in continuation.resume(returning: Self.readLine(output)) }
        }
        guard line.hasPrefix("listening on "), let colon = line.lastIndex(of: ":"),
            let port = Int(line[line.index(after: colon)...])
        else {
            end()
            throw .endedAtOnce(ending: await ending(), port: wanted)
        }
        return port
    }

    /// Waits for the child's end, in words: `exit status 0`, `signal 9`.
    func ending() async -> String {
        await withCheckedContinuation { continuation in
            DispatchQueue.global().async { @Sendable in
                // First without reaping, so that a late kill cannot hit a stranger with the same number.
                var information = siginfo_t()
                while waitid(P_PID, id_t(self.pid), &information, WEXITED | WNOWAIT) < 0, errno == EINTR {}
                let status = self.isReaped.withLock { isReaped in
                    var status: Int32 = 0
                    isReaped = true
                    while waitpid(self.pid, &status, 0) < 0, errno == EINTR {}
                    return status
                }
                let signal = status & 0x7F
                continuation.resume(returning: signal == 0 ? "exit status \(status >> 8 & 0xFF)" : "signal \(signal)")
            }
        }
    }

    /// Closes the pipe: the child drains and ends; one that does not (it was stopped, or hangs) is killed.
    func end() {
        guard let descriptor = input.withLock({ $0.take() }) else { return }
        close(descriptor)
        DispatchQueue.global().asyncAfter(deadline: .now() + .seconds(Self.drainLimit)) { @Sendable in
            self.isReaped.withLock { isReaped in
                if !isReaped { kill(self.pid, SIGKILL) }
            }
        }
    }

    deinit {
        if let descriptor = input.withLock({ $0.take() }) { close(descriptor) }
        close(output)
    }

    private static func makePipe(_ ends: inout [Int32]) -> Bool {
        cprocess_pipe(&ends) == 0
    }

    private static func spawn(_ arguments: [String], input: Int32, output: Int32, _ child: inout pid_t) -> Int32 {
        #if canImport(Glibc)
        var actions = posix_spawn_file_actions_t()
        var attributes = posix_spawnattr_t()
        #else
        var actions: posix_spawn_file_actions_t?
        var attributes: posix_spawnattr_t?
        #endif
        posix_spawn_file_actions_init(&actions)
        posix_spawnattr_init(&attributes)
        defer {
            posix_spawn_file_actions_destroy(&actions)
            posix_spawnattr_destroy(&attributes)
        }
        posix_spawn_file_actions_adddup2(&actions, input, STDIN_FILENO)
        posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO)
        // Nothing may write beside the screen.
        posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0)
        // A process group of its own: Ctrl-C and Ctrl-Z at the terminal are for the screen.
        var defaults = sigset_t()
        var none = sigset_t()
        sigfillset(&defaults)
        sigemptyset(&none)
        posix_spawnattr_setsigdefault(&attributes, &defaults)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setpgroup(&attributes, 0)
        posix_spawnattr_setflags(
            &attributes,
            Int16(POSIX_SPAWN_SETPGROUP) | Int16(POSIX_SPAWN_SETSIGDEF) | Int16(POSIX_SPAWN_SETSIGMASK)
        )
        var pointers: [UnsafeMutablePointer<CChar>?] = arguments.map { strdup($0) } + [nil]
        defer { for pointer in pointers { free(pointer) } }
        return posix_spawn(&child, executablePath, &actions, &attributes, &pointers, environ)
    }

    /// The real path where it can be read, so that the child's name is the program's; the link itself works too.
    private static var executablePath: String {
        #if os(Linux)
        var path = [CChar](repeating: 0, count: Int(PATH_MAX))
        let length = readlink("/proc/self/exe", &path, path.count - 1)
        guard length > 0, access(path, X_OK) == 0 else { return "/proc/self/exe" }
        return String(decoding: path.prefix(length).map { UInt8(bitPattern: $0) }, as: UTF8.self)
        #else
        CommandLine.arguments.first ?? "sretop"
        #endif
    }

    private static func readLine(_ descriptor: Int32) -> String {
        var bytes: [UInt8] = []
        var byte: UInt8 = 0
        while bytes.count < 4096, read(descriptor, &byte, 1) == 1, byte != UInt8(ascii: "\n") { bytes.append(byte) }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func reason(_ code: Int32) -> String { String(cString: strerror(code)) }
}
