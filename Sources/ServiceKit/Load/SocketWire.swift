#if os(Linux)
import CPoller
import Glibc

/// One socket of a `SocketLoop`.
final class SocketWire: LoadWire {
    private let loop: SocketLoop
    private let shard: LoadShard
    let descriptor: Int32
    /// Its number among the loop's sockets, told with each event.
    let token: UInt64
    /// When it began to open, in nanoseconds on the monotonic clock.
    let since = LoadShard.now()
    /// Nil until it is open, and after its end was told.
    private var connection: LoadConnection?
    private var isOpen = false
    private var isClosed = false
    private var isBroken = false
    private var isRefused = false
    /// What the system has not taken yet of what was sent.
    private var rest: [UInt8] = []

    init(_ loop: SocketLoop, _ shard: LoadShard, descriptor: Int32, token: UInt64) {
        self.loop = loop
        self.shard = shard
        self.descriptor = descriptor
        self.token = token
    }

    var isConnecting: Bool { !isOpen && !isClosed }

    func write(_ kind: Int, mayWait: Bool) {
        guard !isClosed else { return }
        if mayWait { loop.hold(kind, of: self) } else { send(kind) }
    }

    /// Sends what was held back until now, which is when it leaves.
    func sendHeld(_ kind: Int) {
        guard !isClosed else { return }
        connection?.leaves(at: LoadShard.now())
        send(kind)
    }

    private func send(_ kind: Int) {
        let bytes = shard.mix.bytes(kind)
        guard rest.isEmpty else {
            rest += bytes
            return
        }
        let sent = bytes.withUnsafeBytes { cpoller_send(descriptor, $0.baseAddress, $0.count) }
        if sent == bytes.count { return }
        guard sent >= 0 else { return breakOff() }
        rest = Array(bytes[sent...])
    }

    func close() {
        guard !isClosed else { return }
        isClosed = true
        loop.close(self)
    }

    /// Something can be read or written.
    func ready(_ event: cpoller_event, _ buffer: UnsafeMutableRawBufferPointer) {
        if !isOpen {
            guard event.is_writable != 0 else { return }
            opened()
        }
        if event.is_writable != 0, !rest.isEmpty { flush() }
        guard event.is_readable != 0 else { return }
        while !isClosed {
            let count = cpoller_receive(descriptor, buffer.baseAddress, buffer.count)
            guard count > 0 else {
                if count == 0 { close() }
                return count == -1 ? breakOff() : ()
            }
            connection?.received(UnsafeRawBufferPointer(start: buffer.baseAddress, count: count))
            // Less than there was room for: that was all, and what comes later is told again.
            if count < buffer.count, event.has_ended == 0 { return }
        }
    }

    /// Tells the shard of its end.
    func tellEnd() {
        guard isOpen else { return shard.connectFailed(isRefused: isRefused) }
        connection?.ended(isBroken: isBroken)
        connection = nil
    }

    private func opened() {
        let result = cpoller_connect_result(descriptor)
        guard result == 0 else {
            isRefused = result == ECONNREFUSED
            return close()
        }
        isOpen = true
        let connection = LoadConnection(shard, over: self)
        self.connection = connection
        shard.opened(connection)
    }

    private func flush() {
        let sent = rest.withUnsafeBytes { cpoller_send(descriptor, $0.baseAddress, $0.count) }
        guard sent >= 0 else { return breakOff() }
        rest.removeFirst(sent)
    }

    private func breakOff() {
        isBroken = true
        close()
    }
}
#endif
