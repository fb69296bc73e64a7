/// What the bytes of a connection go through.
protocol LoadWire: AnyObject {
    /// Sends one of the shard's requests, by its number; one that `mayWait` goes out together with others where that helps.
    func write(_ kind: Int, mayWait: Bool)
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
    /// It does not sleep for less, in nanoseconds, but looks until the time has come: as exact as can be, at the price of
    /// a processor; 0 where it always sleeps.
    var shortestSleep: Int64 { get }
    /// Calls the shard's `timerWentOff` at a moment, in nanoseconds on the monotonic clock; the last call counts.
    func setTimer(at moment: Int64, _ shard: LoadShard)
}

extension LoadLoop {
    var shortestSleep: Int64 { 0 }
}

/// A thread on which a shard lives; others reach the shard only through it.
protocol LoadThread: Sendable {
    /// Runs something on the thread and hands its value back.
    func run<Value: Sendable>(_ body: @escaping @Sendable (LoadShard) -> Value) async -> Value
    /// Ends the thread; nothing can be run any more.
    func end() async
}
