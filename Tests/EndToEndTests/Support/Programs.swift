import Foundation

/// The programs that these tests run: the built sretop, and real tools where they are installed.
enum Programs {
    /// The sretop built with these tests, beside their bundle.
    static let sretop: String = {
        let bundle = URL(fileURLWithPath: CommandLine.arguments.first ?? "").deletingLastPathComponent()
        let candidates = [bundle, URL(fileURLWithPath: #filePath).appendingPathComponent("../../../../.build/release")]
        return candidates.map { $0.appendingPathComponent("sretop").standardizedFileURL.path }
            .first { FileManager.default.isExecutableFile(atPath: $0) } ?? "sretop"
    }()

    static let tmux = find("tmux")
    static let prometheus = RealProgram("prometheus").path("prometheus")
    static let promtool = RealProgram("prometheus").path("promtool")
    /// Packages call it otherwise than its own releases do.
    static let alertmanager = RealProgram("alertmanager").path("alertmanager", "prometheus-alertmanager")

    /// The children of a process.
    static func children(of parent: pid_t) -> [pid_t] {
        let tasks = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/\(parent)/task")) ?? []
        return tasks.flatMap { task in
            let text = try? String(contentsOfFile: "/proc/\(parent)/task/\(task)/children", encoding: .utf8)
            return (text ?? "").split(separator: " ").compactMap { pid_t($0) }
        }
    }

    /// A program on PATH, or among the tools that the set-up fetched.
    private static func find(_ name: String) -> String? {
        let path = ProcessInfo.processInfo.environment["PATH"] ?? ""
        let root = URL(fileURLWithPath: #filePath).appendingPathComponent("../../../..").standardizedFileURL.path
        let folders = path.split(separator: ":").map(String.init) + [root + "/.build/tools/usr/bin"]
        return folders.map { $0 + "/" + name }.first { FileManager.default.isExecutableFile(atPath: $0) }
    }

    /// Runs a program to its end.
    static func run(_ path: String, _ arguments: [String], input: Data? = nil) throws -> (status: Int32, output: String)
    {
        let child = try Child(path, arguments)
        child.write(input)
        let output = child.readToEnd()
        return (child.wait(), output)
    }
}

/// A child process by posix_spawn.
///
/// Foundation's own waits for the end of a socket that grandchildren inherit: a daemon (tmux's server) makes it wait
/// for ever.
private struct Child {
    struct SpawnError: Error {
        let path: String
        let code: Int32
    }

    private let pid: pid_t
    private let input: Int32
    private let output: Int32

    init(_ path: String, _ arguments: [String]) throws {
        var source: [Int32] = [0, 0]
        var sink: [Int32] = [0, 0]
        guard pipe(&source) == 0, pipe(&sink) == 0 else { throw SpawnError(path: path, code: errno) }
        for descriptor in source + sink { _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC) }
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, source[0], 0)
        posix_spawn_file_actions_adddup2(&actions, sink[1], 1)
        posix_spawn_file_actions_adddup2(&actions, sink[1], 2)
        // This thread may block signals, and a child that inherits that cannot be ended.
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var none = sigset_t()
        var all = sigset_t()
        sigemptyset(&none)
        sigfillset(&all)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setsigdefault(&attributes, &all)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK) | Int16(POSIX_SPAWN_SETSIGDEF))
        var pointers: [UnsafeMutablePointer<CChar>?] = ([path] + arguments).map { strdup($0) } + [nil]
        defer { for pointer in pointers { free(pointer) } }
        var child: pid_t = 0
        let code = posix_spawn(&child, path, &actions, &attributes, &pointers, environ)
        close(source[0])
        close(sink[1])
        (pid, input, output) = (child, source[1], sink[0])
        guard code == 0 else { throw SpawnError(path: path, code: code) }
    }

    func write(_ data: Data?) {
        // A child that ends before it has read everything is a failure of its own, not the end of all tests.
        signal(SIGPIPE, SIG_IGN)
        if let data { try? FileHandle(fileDescriptor: input, closeOnDealloc: false).write(contentsOf: data) }
        close(input)
    }

    func readToEnd() -> String {
        let data = try? FileHandle(fileDescriptor: output, closeOnDealloc: true).readToEnd()
        return String(decoding: data ?? Data(), as: UTF8.self)
    }

    func wait() -> Int32 {
        var status: Int32 = 0
        while waitpid(pid, &status, 0) < 0, errno == EINTR {}
        return status & 0x7F == 0 ? status >> 8 & 0xFF : 128 + status & 0x7F
    }
}

/// A program in the background, ended with its owner.
final class BackgroundProgram {
    private let process = Process()
    private let lifeline = Pipe()
    private let end = DispatchSemaphore(value: 0)

    /// Starts a program; its output is dropped.
    init(_ path: String, _ arguments: [String]) throws {
        process.executableURL = URL(fileURLWithPath: path)
        process.arguments = arguments
        process.standardInput = lifeline
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        process.terminationHandler = { [end] _ in end.signal() }
        try process.run()
    }

    var isRunning: Bool { process.isRunning }

    var pid: pid_t { process.processIdentifier }

    func wait() {
        process.waitUntilExit()
    }

    deinit {
        try? lifeline.fileHandleForWriting.close()
        if process.isRunning { process.terminate() }
        // A child of a thread that blocks signals blocks them as well.
        if end.wait(timeout: .now() + 2) == .timedOut { kill(process.processIdentifier, SIGKILL) }
        process.waitUntilExit()
    }
}

/// A port that was free a moment ago, away from the ranges that systems choose from.
enum Ports {
    static func free() -> Int {
        for _ in 0..<200 {
            let port = Int.random(in: 18_000..<28_000)
            if canBind(port) { return port }
        }
        return 0
    }

    private static func canBind(_ port: Int) -> Bool {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(descriptor) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        return withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
            }
        }
    }
}
