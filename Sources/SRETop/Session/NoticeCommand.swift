import Dashboard
import Diagnosis
import Gates
import Synchronization

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// The user's command that is told of a new critical breach, and of its end.
///
/// It gets the verdict as JSON on its standard input and `SRETOP_NOTICE` (`critical` or `resolved`) in its environment,
/// runs beside everything else, one at a time, and is ended after its time limit.
final class NoticeCommand: Sendable {
    private static let limit = Duration.seconds(10)
    private let notices: AsyncStream<(NoticeWatch.Occasion, String)>.Continuation
    private let watch = Mutex(NoticeWatch())

    /// Runs `command` by the shell; of notices that wait for one under way the newest are kept.
    init(_ command: String) {
        let (stream, notices) = AsyncStream<(NoticeWatch.Occasion, String)>.makeStream(
            bufferingPolicy: .bufferingNewest(4)
        )
        self.notices = notices
        Task.detached {
            for await (occasion, document) in stream { await Self.run(command, occasion, document) }
        }
    }

    deinit { notices.finish() }

    /// Looks whether there is something to tell, and has it told; never waits.
    func observe(_ state: DashboardState) {
        guard let occasion = watch.withLock({ $0.observe(state.live.verdict) }) else { return }
        notices.yield((occasion, VerdictRecord(state).line + "\n"))
    }

    private static func run(_ command: String, _ occasion: NoticeWatch.Occasion, _ document: String) async {
        var pipe: [Int32] = [0, 0]
        guard ChildPipe.make(&pipe) else { return }
        let child = spawn(command, occasion, input: pipe[0])
        close(pipe[0])
        let end = ContinuousClock.now + limit
        var rest = Array(document.utf8)[...]
        var isReaped = child == nil
        while !isReaped, ContinuousClock.now < end {
            if !rest.isEmpty { ChildPipe.write(&rest, to: pipe[1]) }
            if rest.isEmpty, pipe[1] >= 0 {
                close(pipe[1])
                pipe[1] = -1
            }
            isReaped = child.map { waitpid($0, nil, WNOHANG) != 0 } ?? true
            if !isReaped { try? await Task.sleep(for: .milliseconds(50)) }
        }
        if pipe[1] >= 0 { close(pipe[1]) }
        guard let child, !isReaped else { return }
        // Everything that it started is of its group.
        kill(-child, SIGKILL)
        waitpid(child, nil, 0)
    }

    private static func spawn(_ command: String, _ occasion: NoticeWatch.Occasion, input: Int32) -> pid_t? {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, input, 0)
        // What it says must not reach the screen.
        for descriptor: Int32 in 1...2 {
            posix_spawn_file_actions_addopen(&actions, descriptor, "/dev/null", O_WRONLY, 0)
        }
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETPGROUP) | Int16(POSIX_SPAWN_SETSIGDEF))
        posix_spawnattr_setpgroup(&attributes, 0)
        var signals = sigset_t()
        sigemptyset(&signals)
        sigaddset(&signals, SIGPIPE)
        posix_spawnattr_setsigdefault(&attributes, &signals)
        let words = ["env", "SRETOP_NOTICE=\(occasion.rawValue)", "sh", "-c", command]
        var arguments: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) } + [nil]
        defer { for pointer in arguments { free(pointer) } }
        var child: pid_t = 0
        let code = posix_spawn(&child, "/usr/bin/env", &actions, &attributes, &arguments, environ)
        return code == 0 ? child : nil
    }
}

/// A pipe to a child that is written to without waiting for it.
private enum ChildPipe {
    /// Both ends stay with this process; the one that is written to never waits.
    static func make(_ ends: inout [Int32]) -> Bool {
        guard pipe(&ends) == 0 else { return false }
        for descriptor in ends { _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC) }
        _ = fcntl(ends[1], F_SETFL, O_NONBLOCK)
        return true
    }

    /// Writes what there is room for; what nobody reads any more is dropped.
    static func write(_ bytes: inout ArraySlice<UInt8>, to descriptor: Int32) {
        let count = bytes.withUnsafeBytes { systemWrite(descriptor, $0.baseAddress, $0.count) }
        if count > 0 { bytes = bytes.dropFirst(count) } else if errno != EAGAIN, errno != EINTR { bytes = [] }
    }

    private static func systemWrite(_ descriptor: Int32, _ bytes: UnsafeRawPointer?, _ count: Int) -> Int {
        #if canImport(Glibc)
        Glibc.write(descriptor, bytes, count)
        #else
        Darwin.write(descriptor, bytes, count)
        #endif
    }
}
