import NIOCore
import Synchronization

/// When connections were opened, by the server's address.
///
/// The first question on a connection waits for it, and for much that a program does once: a page is as old as the
/// moment when it was asked for, not as the wish to ask. Whose connection it is cannot be seen from below, so that it is
/// told only of a server that is named by its address and was asked nothing else meanwhile.
final class OpenedConnections: Sendable {
    private struct Place: Hashable {
        let host: String
        let port: Int
    }

    private struct Use {
        var underWay = 0
        /// When two exchanges were under way at last.
        var shared: ContinuousClock.Instant?
        var opened: ContinuousClock.Instant?
    }

    /// Either loopback address may stand behind it.
    private static let localhost = "localhost"

    private let uses = Mutex<[Place: Use]>([:])

    /// Notes one that is open now, ready for its first request.
    func note(_ channel: any Channel) -> EventLoopFuture<Void> {
        if let address = channel.remoteAddress, let place = Self.place(of: address) {
            uses.withLock { $0[place, default: Use()].opened = .now }
        }
        return channel.eventLoop.makeSucceededVoidFuture()
    }

    /// Notes that an exchange begins.
    func begin(_ url: HTTPURL?) {
        guard let place = Self.place(of: url) else { return }
        uses.withLock { uses in
            var use = uses[place] ?? Use()
            use.underWay += 1
            if use.underWay > 1 { use.shared = .now }
            uses[place] = use
        }
    }

    /// Notes that it ends.
    func end(_ url: HTTPURL?) {
        guard let place = Self.place(of: url) else { return }
        uses.withLock { $0[place]?.underWay -= 1 }
    }

    /// When the question of an exchange under way left: when its connection was opened for it, or when it began.
    func sentAt(_ url: HTTPURL?, begun: ContinuousClock.Instant) -> ContinuousClock.Instant {
        guard let place = Self.place(of: url), let use = uses.withLock({ $0[place] }) else { return begun }
        if let shared = use.shared, shared >= begun { return begun }
        return use.opened.map { max($0, begun) } ?? begun
    }

    private static func place(of url: HTTPURL?) -> Place? {
        guard let url else { return nil }
        if url.host == localhost { return Place(host: localhost, port: url.port) }
        return (try? SocketAddress(ipAddress: url.host, port: url.port)).flatMap(place)
    }

    private static func place(of address: SocketAddress) -> Place? {
        guard let host = address.ipAddress, let port = address.port else { return nil }
        return Place(host: ["127.0.0.1", "::1"].contains(host) ? localhost : host, port: port)
    }
}
