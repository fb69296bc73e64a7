#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Where the line of one set of arguments is kept, and by whom: a folder that is the user's alone.
///
/// Only system calls: whoever asks for the line asks every few seconds, in every pane.
struct LinePlace: Sendable {
    /// What the refresher knows.
    let line: String
    /// What the refresher holds a lock on while it runs.
    let lock: String
    /// Whose time of change tells when somebody last read.
    let read: String

    /// Flags that are about how a line is shown, not about what it says.
    static let lookFlags: Set = ["--line", "--tmux"]

    /// Nil where there is no folder that nobody else can write to.
    init?(arguments: [String], environment: (String) -> String?, version: String) {
        guard let folder = Self.folder(environment) else { return nil }
        let told = ["PROMETHEUS_URL", "XDG_CONFIG_HOME", "HOME", "PWD"].map {
            environment($0) ?? ""
        }
        let parts = arguments.filter { !Self.lookFlags.contains($0) } + told + [version]
        let base = "\(folder)/\(Self.key(parts))"
        line = "\(base).line"
        lock = "\(base).lock"
        read = "\(base).read"
    }

    private static func folder(_ environment: (String) -> String?) -> String? {
        let user = getuid()
        let given = environment("XDG_RUNTIME_DIR").flatMap { $0.hasPrefix("/") ? $0 : nil }
        let path = given.map { "\($0)/sretop" } ?? "/tmp/sretop-\(user)"
        mkdir(path, 0o700)
        var status = stat()
        // A link, or a folder of somebody else, could make us show anything.
        guard lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFDIR, status.st_uid == user,
            status.st_mode & 0o022 == 0
        else { return nil }
        return path
    }

    /// A name for some texts: FNV-1a of 64 bits, each text ended by a zero.
    private static func key(_ parts: [String]) -> String {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for part in parts {
            for byte in part.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
            hash = hash &* 0x100_0000_01B3
        }
        return String(hash, radix: 16)
    }

    /// Says that somebody reads, now.
    func touch() {
        let descriptor = open(read, O_WRONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { return }
        futimens(descriptor, nil)
        close(descriptor)
    }

    /// How many seconds ago somebody last read; nil where nobody did.
    func secondsSinceRead(now: timespec) -> Double? {
        var status = stat()
        guard stat(read, &status) == 0 else { return nil }
        return Double(now.tv_sec - status.st_mtim.tv_sec) + Double(now.tv_nsec - status.st_mtim.tv_nsec) / 1e9
    }

    /// Whether a refresher is at work.
    var isRefreshed: Bool {
        let descriptor = open(lock, O_RDWR | O_CLOEXEC | O_NOFOLLOW)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        var wanted = flock()
        wanted.l_type = Int16(F_WRLCK)
        wanted.l_whence = Int16(SEEK_SET)
        return fcntl(descriptor, F_GETLK, &wanted) == 0 && wanted.l_type != Int16(F_UNLCK)
    }

    /// Becomes the one refresher; nil where there is one already.
    ///
    /// The lock goes with the process; its descriptor is never closed, since closing any would give it up.
    func becomeRefresher() -> Bool {
        let descriptor = open(lock, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { return false }
        var wanted = flock()
        wanted.l_type = Int16(F_WRLCK)
        wanted.l_whence = Int16(SEEK_SET)
        return fcntl(descriptor, F_SETLK, &wanted) == 0
    }

    /// Leaves nothing behind.
    func remove() {
        for path in [line, read, lock] { unlink(path) }
    }
}
