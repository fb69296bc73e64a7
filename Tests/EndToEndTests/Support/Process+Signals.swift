import Foundation

extension Process {
    /// Starts it with no signal blocked.
    ///
    /// Threads of the tests may block signals; a child inherits that, hands it on, and then cannot be ended.
    func runWithSignals() throws {
        var none = sigset_t()
        var before = sigset_t()
        sigemptyset(&none)
        pthread_sigmask(SIG_SETMASK, &none, &before)
        defer { pthread_sigmask(SIG_SETMASK, &before, nil) }
        try run()
    }
}
