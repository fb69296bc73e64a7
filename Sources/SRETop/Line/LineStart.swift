import ArgumentParser

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Starts the process that keeps the line, where there is none yet.
enum LineStart {
    #if canImport(Glibc)
    /// `POSIX_SPAWN_SETSID`, a macro of glibc that only its own extensions show.
    private static let newSession: Int16 = 0x80
    private static let program = "/proc/self/exe"
    #else
    private static let newSession: Int16 = 0x400
    private static let program = CommandLine.arguments.first ?? "sretop"
    #endif

    /// Starts it in a session of its own, without any of this process's files; prints what there is to say so far.
    ///
    /// - Throws: `ValidationError` where it cannot be started.
    static func start() throws {
        guard let reader = LineReader(Array(CommandLine.arguments.dropFirst()), version: ProgramVersion.text) else {
            throw ValidationError(
                "--line keeps its line in $XDG_RUNTIME_DIR/sretop, else /tmp/sretop-UID: "
                    + "it has to be a folder of yours that nobody else may write to"
            )
        }
        // Somebody reads from now on: before the arguments were known to be right nothing is left behind.
        reader.place.touch()
        let given = CommandLine.arguments.dropFirst().filter { $0 != "--tmux" }
        let arguments = ["sretop", "line-refresh"] + (given.first == "watch" ? Array(given.dropFirst()) : Array(given))
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        for descriptor: Int32 in 0...2 {
            posix_spawn_file_actions_addopen(&actions, descriptor, "/dev/null", O_RDWR, 0)
        }
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        posix_spawnattr_setflags(&attributes, newSession)
        var pointers: [UnsafeMutablePointer<CChar>?] = arguments.map { strdup($0) } + [nil]
        defer { for pointer in pointers { free(pointer) } }
        var child: pid_t = 0
        let code = posix_spawn(&child, program, &actions, &attributes, &pointers, environ)
        guard code == 0 else {
            throw ValidationError.quoting("cannot start what keeps the line: \(String(cString: strerror(code)))")
        }
        StandardOutput.print("sretop \u{2026}")
    }
}
