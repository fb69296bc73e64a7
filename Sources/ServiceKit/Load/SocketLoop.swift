#if os(Linux)
import CPoller
import Glibc
import NIOCore

/// Waits for a shard's sockets, its timer and what other threads ask of it: the system's own calls and nothing between.
///
/// Lives on one thread. A request costs one call to send and one to read.
final class SocketLoop: LoadLoop {
    private let poller: cpoller
    private let address: SocketAddress
    private var wires: [SocketWire?] = []
    /// Places in `wires` that nobody has.
    private var vacant: [Int] = []
    /// How many sockets there were: a token is never used twice, since an event may still be of the one before.
    private var made: UInt64 = 0
    /// Closed ones whose shard does not know it yet.
    private var ended: [SocketWire] = []
    /// Attempts to connect that failed at once, likewise.
    private var refused = 0

    init(_ poller: cpoller, to address: SocketAddress) {
        self.poller = poller
        self.address = address
    }

    /// Serves the shard until `jobs` says that it is over; `jobs` runs what other threads ask.
    func run(_ shard: LoadShard, jobs: () -> Bool) {
        withUnsafeTemporaryAllocation(byteCount: 65_536, alignment: 16) { buffer in
            withUnsafeTemporaryAllocation(of: cpoller_event.self, capacity: 64) { events in
                while serve(shard, jobs, events, buffer) {}
            }
        }
        for wire in wires { wire?.close() }
        tellEnds(shard)
    }

    private func serve(
        _ shard: LoadShard,
        _ jobs: () -> Bool,
        _ events: UnsafeMutableBufferPointer<cpoller_event>,
        _ buffer: UnsafeMutableRawBufferPointer
    ) -> Bool {
        for index in 0..<Int(cpoller_wait(poller, events.baseAddress, Int32(events.count))) {
            let event = events[index]
            switch event.token {
            case cpoller_timer:
                shard.timerWentOff()
            case cpoller_bell:
                cpoller_hush(poller)
                guard jobs() else { return false }
            default:
                let place = Int(truncatingIfNeeded: event.token & 0xFFFF_FFFF)
                // An event of a socket that was closed by one before it.
                guard let wire = wires[place], wire.token == event.token else { continue }
                wire.ready(event, buffer)
            }
            tellEnds(shard)
        }
        return true
    }

    func connect(_ shard: LoadShard) {
        let descriptor = address.withSockAddr { cpoller_connect($0, socklen_t($1)) }
        let place = vacant.popLast() ?? wires.count
        if place == wires.count { wires.append(nil) }
        made += 1
        let token = (made & 0x7FFF_FFFF) << 32 | UInt64(place)
        guard descriptor >= 0, cpoller_add(poller, descriptor, token) == 0 else {
            if descriptor >= 0 { Glibc.close(descriptor) }
            vacant.append(place)
            refused += 1
            // Whoever called waits for the answer to come later.
            return cpoller_ring(poller)
        }
        wires[place] = SocketWire(self, shard, descriptor: descriptor, token: token)
    }

    func giveUpConnecting(since moment: Int64) {
        for wire in wires {
            if let wire, wire.isConnecting, wire.since < moment { wire.close() }
        }
    }

    func setTimer(at moment: Int64, _: LoadShard) {
        cpoller_set_timer(poller, moment)
    }

    /// Closes the socket now, and tells of it after what is going on.
    func close(_ wire: SocketWire) {
        let place = Int(truncatingIfNeeded: wire.token & 0xFFFF_FFFF)
        wires[place] = nil
        vacant.append(place)
        Glibc.close(wire.descriptor)
        ended.append(wire)
    }

    private func tellEnds(_ shard: LoadShard) {
        while let wire = ended.popLast() { wire.tellEnd() }
        guard refused > 0 else { return }
        let count = refused
        refused = 0
        for _ in 0..<count { shard.connectFailed() }
    }
}
#endif
