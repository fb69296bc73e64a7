import CProcess

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Settings of the process that must stand before anything else runs.
enum ProcessSetup {
    static func apply() {
        cprocess_share_heap()
        // A reader that went away is an error of a write, not the end of the process.
        signal(SIGPIPE, SIG_IGN)
    }
}
