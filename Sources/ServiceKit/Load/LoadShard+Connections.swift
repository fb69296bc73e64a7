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

    /// A connection can carry requests from now on.
    func opened(_ connection: LoadConnection) {
        connecting -= 1
        backoff = 0
        count.opened += 1
        open[ObjectIdentifier(connection)] = connection
        becameIdle(connection, now: Self.now())
    }

    /// One could not be opened, or ended before it was of use.
    func connectFailed(isRefused: Bool = false) {
        connecting -= 1
        if isRefused { count.refused += 1 }
        backoff = min(max(10_000_000, backoff * 2), 1_000_000_000)
        reconnectAt = Self.now() + backoff
        if open.isEmpty, connecting == 0 { failDue() }
    }

    func closed(_ connection: LoadConnection) {
        open[ObjectIdentifier(connection)] = nil
        if connection.isIdle { idle.removeAll { $0 === connection } }
        let now = Self.now()
        if phase == .running, now < endsAt { connectAsNeeded(now: now) }
    }

    /// Drops every connection now and then, and opens as many at once: what clients do when a proxy before them restarts.
    func dropAll(_ now: Int64) {
        guard phase == .running, let pause = limits.dropsEvery else {
            dropAt = .max
            return
        }
        dropAt = now + Int64(pause / .nanoseconds(1))
        let dropped = Array(open.values)
        count.dropped += dropped.count
        for connection in dropped {
            // As when a proxy goes: requests under way are lost, and go out again where they may.
            connection.close()
        }
        for _ in 0..<min(dropped.count, connectionLimit - connecting) { connect() }
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
