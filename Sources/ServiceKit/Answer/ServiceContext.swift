import Hummingbird
import NIOCore

/// A request's context: what Hummingbird needs, and who asks.
struct ServiceContext: RequestContext {
    var coreContext: CoreRequestContextStorage
    let remoteAddress: SocketAddress?
    /// The connection, for faults that break it off.
    let channel: any Channel

    init(source: ApplicationRequestContextSource) {
        coreContext = CoreRequestContextStorage(source: source)
        remoteAddress = source.channel.remoteAddress
        channel = source.channel
    }

    /// Whether the request comes from this machine.
    var isFromLoopback: Bool {
        remoteAddress?.isLoopback ?? false
    }
}

extension SocketAddress {
    /// True for 127.0.0.0/8, ::1, the IPv4 loopback mapped into IPv6, and Unix sockets.
    var isLoopback: Bool {
        switch self {
        case .unixDomainSocket:
            return true
        case .v4:
            return ipAddress?.hasPrefix("127.") ?? false
        case .v6:
            guard let text = ipAddress else { return false }
            return text == "::1" || text.hasPrefix("::ffff:127.")
        }
    }
}
