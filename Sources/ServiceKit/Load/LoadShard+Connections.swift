import NIOCore
import NIOPosix

/// How connections come and go.
extension LoadShard {
    /// So many may be on their way at once: more would fill the target's queue of those it has not accepted.
    private static let connectingLimit = 64

    /// Opens connections while more would be of use: all in a closed loop, else one for each request that waits.
    func connectAsNeeded(now: Int64) {
        let allowed = connectionLimit - open.count - connecting
        let useful = usefulConnections(allowed, now)
        if useful > allowed { isAtConnectionLimit = true }
        var wanted = min(allowed, useful, Self.connectingLimit - connecting)
        guard wanted > 0 else { return }
        guard now >= reconnectAt else {
            // It refused a moment ago and nothing is open.
            if open.isEmpty, connecting == 0 { failDue() }
            return
        }
        while wanted > 0 {
            connect()
            wanted -= 1
        }
    }

    private func usefulConnections(_ allowed: Int, _ now: Int64) -> Int {
        if isClosedLoop { return phase == .running ? allowed : retries.count - connecting }
        return (idle.isEmpty ? dueCount(at: now) : retries.count) - connecting
    }

    /// Whether a free connection has to make room for a fresh one: what goes out again would only die on it once more.
    func wantsFresh(insteadOf connection: LoadConnection, now: Int64) -> Bool {
        connection.answers > 0 && retries.count > connecting && open.count + connecting >= connectionLimit
            && now >= reconnectAt
    }

    /// Closes a free connection, which no longer counts from here on, and opens another.
    func replace(_ connection: LoadConnection, now: Int64) {
        connection.isIdle = false
        open[ObjectIdentifier(connection)] = nil
        connection.close()
        connectAsNeeded(now: now)
    }

    private func connect() {
        connecting += 1
        let bound = NIOLoopBound(self, eventLoop: loop)
        ClientBootstrap(group: loop)
            .connectTimeout(.seconds(2))
            // Most answers fit, and the channel uses its buffer again.
            .channelOption(.recvAllocator, value: FixedSizeRecvByteBufferAllocator(capacity: 16_384))
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    let pipeline = channel.pipeline.syncOperations
                    if let tls = bound.value.tls { try pipeline.addHandler(tls.handler()) }
                    try pipeline.addHandler(LoadConnection(shard: bound.value))
                }
            }
            .connect(to: target.address)
            .assumeIsolated()
            .whenComplete { [self] result in
                switch result {
                // Over TLS a connection is of use only after its handshake: it reports itself.
                case .success(let channel): if tls == nil { opened(channel) } else { limitHandshake(channel) }
                case .failure: connectFailed()
                }
            }
    }

    private func opened(_ channel: any Channel) {
        guard let connection = try? channel.pipeline.syncOperations.handler(type: LoadConnection.self) else {
            return connectFailed()
        }
        opened(connection)
    }

    private func limitHandshake(_ channel: any Channel) {
        guard let connection = try? channel.pipeline.syncOperations.handler(type: LoadConnection.self) else {
            return connectFailed()
        }
        loop.assumeIsolated().scheduleTask(in: .seconds(5)) { if !connection.isOpen { connection.close() } }
    }

    /// A connection can carry requests from now on.
    func opened(_ connection: LoadConnection) {
        connecting -= 1
        backoff = 0
        count.opened += 1
        connection.isOpen = true
        open[ObjectIdentifier(connection)] = connection
        becameIdle(connection, now: Self.now())
    }

    /// One could not be opened, or ended before it was of use.
    func connectFailed() {
        connecting -= 1
        backoff = min(max(10_000_000, backoff * 2), 1_000_000_000)
        reconnectAt = Self.now() + backoff
        if open.isEmpty, connecting == 0 { failDue() }
    }

    func closed(_ connection: LoadConnection) {
        open[ObjectIdentifier(connection)] = nil
        if connection.isIdle { idle.removeAll { $0 === connection } }
        if phase == .running { connectAsNeeded(now: Self.now()) }
    }

    /// Drops every connection now and then, and opens as many at once: what clients do when a proxy before them restarts.
    func dropRegularly(every pause: Duration, of wanted: Int) {
        let length = TimeAmount.nanoseconds(Int64(pause / .nanoseconds(1)))
        loop.assumeIsolated().scheduleTask(in: length) { [self] in
            guard wanted == generation, phase == .running else { return }
            let dropped = Array(open.values)
            count.dropped += dropped.count
            for connection in dropped {
                // As when a proxy goes: requests under way are lost, and go out again where they may.
                connection.close()
            }
            for _ in 0..<min(dropped.count, connectionLimit - connecting) { connect() }
            dropRegularly(every: pause, of: wanted)
        }
    }

    /// Closes every free connection.
    func closeIdle() {
        let free = idle
        idle.removeAll()
        for connection in free {
            connection.isIdle = false
            connection.close()
        }
    }
}
