import NIOCore
import Synchronization

/// When connections were opened, by the server's port.
///
/// The first question on a connection waits for it, and for much that a program does once: a page is as old as the
/// moment when it was asked for, not as the wish to ask.
final class OpenedConnections: Sendable {
    private let moments = Mutex<[Int: ContinuousClock.Instant]>([:])

    /// Notes one that is open now, ready for its first request.
    func note(_ channel: any Channel) -> EventLoopFuture<Void> {
        if let port = channel.remoteAddress?.port { moments.withLock { $0[port] = .now } }
        return channel.eventLoop.makeSucceededVoidFuture()
    }

    /// When the newest one to a server's port was opened; nil where none was, or by way of a proxy.
    func newest(for url: HTTPURL?) -> ContinuousClock.Instant? {
        guard let port = url?.port else { return nil }
        return moments.withLock { $0[port] }
    }
}
