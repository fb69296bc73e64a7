/// What a program asks its database looks like what a database is asked: whose page it is tells.
enum ToolRule {
    /// First words of what every process of an interpreter or a virtual machine tells of itself.
    private static let runtimes: Set<String> = ["nodejs", "python", "jvm", "dotnet", "ruby", "php", "beam", "erlang"]
    /// Words of stores of data.
    private static let stores: Set<String> = ["datastore", "database", "db", "sql", "orm"]

    /// What stores of keys and values are told to do, in small letters.
    private static let storeCommands: Set<String> = [
        "get", "set", "setex", "setnx", "getset", "getdel", "mget", "mset", "del", "unlink", "exists", "expire", "ttl",
        "pttl", "incr", "incrby", "decr", "decrby", "append", "hget", "hset", "hmget", "hmset", "hgetall", "hdel",
        "hexists", "hincrby", "lpush", "rpush", "lpop", "rpop", "blpop", "brpop", "lrange", "llen", "sadd", "srem",
        "smembers", "sismember", "zadd", "zrem", "zrange", "zrangebyscore", "zcard", "xadd", "xread", "xreadgroup",
        "xack", "eval", "evalsha", "auth", "select", "ping", "info", "scan", "multi", "exec", "find", "aggregate",
    ]

    /// Whether a label tells commands apart, and every one of them is a store's.
    private static func isOfStore(_ family: MetricFamily) -> Bool {
        ["command", "cmd"].contains { label in
            let named = family.values(of: label).keys.filter { !$0.isEmpty }
            return !named.isEmpty && named.allSatisfy { storeCommands.contains($0.lowercased()) }
        }
    }

    /// The candidates that are asked of a tool, with the reason.
    ///
    /// A program with a runtime of its own is no database: commands and queries of one, on a page of which most is called
    /// otherwise, go to it.
    static func asked(_ candidates: [Candidate], in families: [MetricFamily]) -> [(metric: String, reason: String)] {
        let firsts = families.compactMap { $0.words.all.first }
        guard firsts.contains(where: runtimes.contains) else { return [] }
        let plain = firsts.filter { !runtimes.contains($0) && $0 != "process" }
        return candidates.compactMap { candidate in
            guard candidate.kind == .commands || candidate.kind == .queries,
                let first = candidate.family.words.all.first, stores.contains(first) || isOfStore(candidate.family)
            else { return nil }
            let mine = plain.count { $0 == first }
            guard mine < plain.count, mine * 2 <= plain.count else { return nil }
            return (candidate.family.name, "counts what the service asks its database")
        }
    }
}
