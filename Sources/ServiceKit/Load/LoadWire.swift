/// What the bytes of a connection go through.
protocol LoadWire: AnyObject {
    /// Sends one of the shard's requests, by its number.
    func write(_ kind: Int)
    /// Closes it.
    ///
    /// Its connection hears of the end later, never within this call.
    func close()
}

/// What a shard lives on: it opens connections and keeps one timer.
protocol LoadLoop: AnyObject {
    /// Begins to open a connection.
    ///
    /// It reports to the shard by `opened` or `connectFailed`, never within this call.
    func connect(_ shard: LoadShard)
    /// Gives up connections that began to open before a moment and are not open yet.
    func giveUpConnecting(since moment: Int64)
    /// Calls the shard's `timerWentOff` at a moment, in nanoseconds on the monotonic clock; the last call counts.
    func setTimer(at moment: Int64, _ shard: LoadShard)
}

/// A thread on which a shard lives; others reach the shard only through it.
protocol LoadThread: Sendable {
    /// Runs something on the thread and hands its value back.
    func run<Value: Sendable>(_ body: @escaping @Sendable (LoadShard) -> Value) async -> Value
    /// Ends the thread; nothing can be run any more.
    func end() async
}
