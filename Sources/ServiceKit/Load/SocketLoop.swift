#if os(Linux)
import CPoller
import Glibc
import NIOCore

/// Waits for a shard's sockets, its timer and what other threads ask of it: the system's own calls and nothing between.
///
/// Lives on one thread. A request costs one call to send and one to read. In a closed loop requests go out several at a
/// time while the target has others to answer: it finds work enough in one wait, and so does this loop.
final class SocketLoop: LoadLoop {
    /// So many requests go out together; fewer where they are more than a quarter of the connections.
    private static let most = 8
    /// No request waits longer for others, in nanoseconds.
    private static let patience: Int64 = 50_000

    /// Waking a processor that sleeps takes up to so long, in nanoseconds, on a virtual machine.
    let shortestSleep: Int64 = 60_000

    private let poller: cpoller
    private let address: SocketAddress
    private var wires: [SocketWire?] = []
    /// Places in `wires` that nobody has.
    private var vacant: [Int] = []
    /// How many sockets there were: a token is never used twice, since an event may still be of the one before.
    private var made: UInt64 = 0
    /// When the shard wants to be called, and for when the system's timer is set; `Int64.max` for never.
    private var timer: Int64 = .max
    private var armed: Int64 = .max
    /// Closed ones whose shard does not know it yet.
    private var ended: [SocketWire] = []
    /// Requests that go out together.
    private var outbox: [(wire: SocketWire, kind: Int)] = []
    private var heldSince: Int64 = 0
    /// Attempts to connect that failed at once, likewise, and whether each was refused.
    private var failed: [Bool] = []

    init(_ poller: cpoller, to address: SocketAddress) {
        self.poller = poller
        self.address = address
    }

    /// Serves the shard until `jobs` says that it is over; `jobs` runs what other threads ask.
    func run(_ shard: LoadShard, jobs: () -> Bool) {
        cpoller_be_exact()
        withUnsafeTemporaryAllocation(byteCount: 65_536, alignment: 16) { buffer in
            withUnsafeTemporaryAllocation(of: cpoller_event.self, capacity: 64) { events in
                while serve(shard, jobs, events, buffer) {}
            }
        }
        outbox.removeAll()
        for wire in wires { wire?.close() }
        tellEnds(shard)
    }

    private func serve(
        _ shard: LoadShard,
        _ jobs: () -> Bool,
        _ events: UnsafeMutableBufferPointer<cpoller_event>,
        _ buffer: UnsafeMutableRawBufferPointer
    ) -> Bool {
        var now = LoadShard.now()
        if timer <= now {
            timer = .max
            shard.timerWentOff()
            tellEnds(shard)
            now = LoadShard.now()
        }
        let wait = timeToWait(now)
        let count = Int(cpoller_wait(poller, events.baseAddress, Int32(events.count), wait))
        if wait != 0 {
            shard.effort.slept(LoadShard.now() - now)
        } else if count == 0, outbox.isEmpty {
            shard.effort.lookedInVain(LoadShard.now() - now)
        }
        for index in 0..<count {
            let event = events[index]
            switch event.token {
            case cpoller_timer:
                // Its time has come: the next turn sees to it.
                armed = .max
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
        if !outbox.isEmpty, isTime(shard) {
            sendHeld()
            tellEnds(shard)
        }
        return true
    }

    /// How long to wait for sockets, in nanoseconds; -1 for as long as the timer takes that was set here.
    private func timeToWait(_ now: Int64) -> Int64 {
        if timer - now <= shortestSleep { return 0 }
        if !outbox.isEmpty { return max(0, min(heldSince + Self.patience, timer) - now) }
        if timer != armed, timer != .max {
            armed = timer
            cpoller_set_timer(poller, timer)
        }
        return -1
    }

    /// Keeps a request for a moment, to send it with others.
    func hold(_ kind: Int, of wire: SocketWire) {
        if outbox.isEmpty { heldSince = LoadShard.now() }
        outbox.append((wire, kind))
    }

    private func isTime(_ shard: LoadShard) -> Bool {
        // Where the target has too little left to do it must not wait.
        outbox.count >= Self.most || outbox.count * 4 > shard.open.count
            || LoadShard.now() - heldSince >= Self.patience
    }

    private func sendHeld() {
        for held in outbox { held.wire.sendHeld(held.kind) }
        outbox.removeAll(keepingCapacity: true)
    }

    func connect(_ shard: LoadShard) {
        let (descriptor, reason) = address.withSockAddr { (cpoller_connect($0, socklen_t($1)), errno) }
        let place = vacant.popLast() ?? wires.count
        if place == wires.count { wires.append(nil) }
        made += 1
        let token = (made & 0x7FFF_FFFF) << 32 | UInt64(place)
        guard descriptor >= 0, cpoller_add(poller, descriptor, token) == 0 else {
            if descriptor >= 0 { Glibc.close(descriptor) }
            vacant.append(place)
            failed.append(descriptor < 0 && reason == ECONNREFUSED)
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
        timer = moment
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
        guard !failed.isEmpty else { return }
        let told = failed
        failed.removeAll()
        for isRefused in told { shard.connectFailed(isRefused: isRefused) }
    }
}
#endif
