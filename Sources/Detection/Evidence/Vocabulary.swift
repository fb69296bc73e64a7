/// The words of metric names and what they say: the knowledge that the rules share.
enum Vocabulary {
    /// Words for one thing, by each of them.
    static let synonyms: [String: String] = {
        let groups: [(String, [String])] = [
            ("request", ["requests", "req", "reqs", "rq", "response", "responses", "resp", "accesses", "access"]),
            ("query", ["queries", "statements", "questions"]), ("command", ["commands", "cmd", "cmds"]),
            ("task", ["tasks", "job", "jobs", "reconcile", "reconciles", "reconciliations"]),
            ("call", ["calls", "rpcs", "invocation", "invocations", "invoke", "invokes"]),
            ("message", ["messages", "msgs", "msg", "messaging"]),
            ("transaction", ["transactions", "xact", "xacts", "txn", "txns"]),
            ("handled", ["handling", "handle"]),
            ("status", ["statuses"]), ("code", ["codes"]), ("attempt", ["attempts"]),
            ("operation", ["operations"]), ("execution", ["executions"]), ("activation", ["activations"]),
        ]
        var words: [String: String] = [:]
        for (word, others) in groups { for other in others { words[other] = word } }
        return words
    }()

    /// Words that some write as one.
    static let compounds: [String: [String]] = [
        "requestcount": ["request", "count"], "errorcount": ["error", "count"],
        "processingtime": ["processing", "time"], "responsetime": ["response", "time"],
        "requesttime": ["request", "time"], "elapsedtime": ["elapsed", "time"], "requests5xx": ["requests", "5xx"],
        "requests4xx": ["requests", "4xx"], "requests2xx": ["requests", "2xx"],
        "statuscode": ["status", "code"], "querytime": ["query", "time"],
        "messagesin": ["messages", "in"], "messagesinpersec": ["messages", "in"],
        "requestspersec": ["requests"], "httprequests": ["http", "requests"], "httprequest": ["http", "request"],
        "httpd": ["http"],
    ]

    /// Words that say how something is counted or measured, not what.
    static let manner: Set<String> = Set([
        "total", "count", "counts", "counter", "sum", "number", "num", "xx", "processed", "served", "received",
        "completed", "finished", "hist", "histogram", "summary", "distribution",
    ]).union(durations).union(succeeded).union(failed).union(units.keys)

    /// Words of durations.
    static let durations: Set<String> = [
        "duration", "durations", "latency", "latencies", "time", "times", "elapsed", "took", "runtime", "processing",
    ]

    /// Words of transactions that were kept, and of those that were undone: by whoever asked, as often as by a failure.
    static let kept: Set<String> = ["commit", "commits", "committed"]
    static let undone: Set<String> = ["rollback", "rollbacks", "rolledback"]

    /// Units in names, and how many of each make a second.
    static let units: [String: Double] = [
        "seconds": 1, "second": 1, "secs": 1, "sec": 1, "s": 1,
        "milliseconds": 1e3, "millisecond": 1e3, "millis": 1e3, "msec": 1e3, "msecs": 1e3, "ms": 1e3,
        "microseconds": 1e6, "microsecond": 1e6, "micros": 1e6, "usec": 1e6, "usecs": 1e6, "us": 1e6,
        "minutes": 1.0 / 60, "minute": 1.0 / 60, "hours": 1.0 / 3600, "centiseconds": 100,
        "nanoseconds": 1e9, "nanosecond": 1e9, "nanos": 1e9, "nsec": 1e9, "ns": 1e9,
    ]

    /// Words of what went well.
    static let succeeded: Set<String> = [
        "success", "successes", "succeed", "succeeded", "successful", "ok",
    ]

    /// Words of what did not.
    static let failed: Set<String> = [
        "error", "errors", "err", "errs", "fail", "fails", "failed", "failure", "failures", "fault", "faults",
        "faulted",
        "exception", "exceptions", "errored", "5xx",
    ]

    /// What a family is about that does not count what a service was asked, by its words, with the reason.
    static let foreign: [(words: Set<String>, reason: String)] = [
        (["bytes", "size", "sizes", "length", "kilobytes", "octets", "body", "payload"], "measures sizes"),
        (
            [
                "client", "clients", "resolver", "outbound", "outgoing", "egress", "dialer", "remotewrite", "forward",
                "forwarded", "fwd",
                "notification", "notifications", "datasource", "webhook", "sd", "fetch", "fetches", "persistence",
                "external", "thirdparty", "dependency", "dependencies", "cloudprovider",
            ], "counts what the service asks others"
        ),
        (["retry", "retries", "retried", "hedged", "shadow", "mirrored", "replayed"], "counts retries"),
        (["cache", "cached", "hit", "hits", "miss", "misses"], "is about a cache"),
        (["scrape", "scrapes", "exporter", "telemetry"], "counts scrapes or is the exporter's own"),
        (["scraper", "crawler", "fetcher"], "counts what the service fetches"),
        (["threadpool", "threadpools"], "counts what a pool of threads does"),
        (["maintenance", "housekeeping"], "counts what the service does for itself"),
        (["ping", "pings", "icmp"], "counts probes"),
        (["admin"], "belongs to the administration"),
        (["circuitbreaker", "ratelimiter", "bulkhead", "timelimiter"], "counts what guards calls to others"),
        (["delegated", "authn", "authz"], "is a step of other requests"),
        (
            ["disk", "flush", "checkpoint", "checkpoints", "fs", "filesystem", "io", "nfs", "nfsd", "swap", "wal"],
            "is about disks"
        ),
        (["process", "go", "python", "jvm", "gc", "runtime_info", "nodejs", "cpu", "memory"], "is about the process"),
    ]

    /// Words of probes, behind a name of whose.
    static let probes: Set<String> = [
        "health", "healthz", "healthcheck", "healthchecks", "liveness", "readiness",
    ]

    /// Several words in a row that make a family foreign.
    static let foreignPhrases: [(words: [String], reason: String)] = [
        (["metric", "handler"], "counts scrapes"), (["metrics", "handler"], "counts scrapes"),
        (["third", "party"], "counts what the service asks others"),
        (["internal", "api"], "counts what the service asks others"),
        (["k8s", "request"], "counts what the service asks Kubernetes"),
        (["k8s", "requests"], "counts what the service asks Kubernetes"),
        (["kubernetes", "request"], "counts what the service asks Kubernetes"),
        (["kubernetes", "requests"], "counts what the service asks Kubernetes"),
        (["prometheus", "requests"], "counts scrapes"), (["prometheus", "request"], "counts scrapes"),
        (["thread", "pool"], "counts what a pool of threads does"),
        (["thread", "pools"], "counts what a pool of threads does"),
        (["db", "pool"], "counts what is asked of a pool of connections"),
        (["database", "pool"], "counts what is asked of a pool of connections"),
        (["sql", "pool"], "counts what is asked of a pool of connections"),
        (["jdbc", "pool"], "counts what is asked of a pool of connections"),
        (["connection", "pool"], "counts what is asked of a pool of connections"),
        (["conn", "pool"], "counts what is asked of a pool of connections"),
        (["object", "store"], "counts what the service asks its store of objects"),
        (["llm", "calls"], "counts what the service asks a model"),
        (["llm", "call"], "counts what the service asks a model"),
        (["remote", "write"], "counts what the service sends on"),
        (["remote", "read"], "counts what the service asks others"),
        (["remote", "storage"], "counts what the service sends on"),
    ]

    /// Words of things that are counted one by one.
    static let counted: Set<String> = [
        "requests", "responses", "reqs", "rq", "accesses", "calls", "rpcs", "invocations", "handled", "queries",
        "commands",
        "tasks", "jobs", "messages",
    ]

    /// States of requests that are under way or left aside: no counter of answered ones.
    static let states: Set<String> = [
        "active", "pending", "waiting", "running", "inflight", "flight", "progress", "inprogress", "current",
        "concurrent", "concurrency", "queued", "queue", "limit", "max", "min", "open", "busy", "idle", "started",
        "created", "timestamp", "last", "rejected", "dropped", "cancelled", "canceled", "aborted", "overflow",
        "unknown", "ajax", "streaming", "redirect", "redirects", "redirected", "invalid", "exceeded", "timeout",
        "insert", "enqueue",
        "timeouts", "reset", "http1", "http2", "http3", "websocket", "ratio", "age", "connections", "connection",
        "cx", "sent", "rules", "first", "ttfb", "header", "headers", "wait", "connect", "handshake", "lookup",
        "compute", "uptime",
        "rejections", "rejection", "refused", "denied", "blocked", "shed", "challenged",
        "token", "tokens", "unprocessed", "ssl", "tls", "slow", "throttled", "limited", "paused", "terminated",
    ]

    /// What is asked of a service, by a word of the stem; the first kind that fits counts.
    static let kinds: [(word: String, kind: ServiceKind)] = [
        ("grpc", .grpc), ("http", .http), ("https", .http), ("dns", .dns), ("rpc", .rpc),
        ("task", .tasks), ("command", .commands), ("query", .queries), ("transaction", .transactions),
        ("message", .messages), ("consume", .messages), ("publish", .messages),
        ("request", .requests), ("call", .requests), ("handled", .requests),
    ]

    /// Whether a stem names something that a service is asked.
    static func isNamed(_ stem: Set<String>) -> Bool { kinds.contains { stem.contains($0.word) } }

    /// Words for how something ended.
    static let ends = succeeded.union(failed).union(kept).union(undone)

    /// Words of protocols: what stands before one is a name, but for a word right before it that says whose requests they are.
    static let protocols: Set<String> = ["http", "https", "grpc"]
    static let directions: Set<String> = outerLayers.union([
        "client", "clients", "outbound", "outgoing", "egress", "upstream", "upstreams", "backend", "remote", "dialer",
        "sd", "admin", "internal",
    ])

    /// Layers that stand before others, and layers behind them: a request passes both and counts once.
    static let outerLayers: Set<String> = [
        "frontend", "downstream", "entrypoint", "inbound", "incoming", "ingress", "edge", "external",
    ]
    static let innerLayers: Set<String> = [
        "backend", "backends", "upstream", "upstreams", "router", "cluster", "middleware", "middlewares", "proxy",
        "database", "datastore",
        "db", "sql", "repo", "repository", "storage", "store",
    ]
    /// Methods of HTTP and statements of SQL, in small letters.
    static let statements: Set<String> = ["select", "insert", "update", "delete"]
    static let verbs: Set<String> = [
        "get", "post", "put", "patch", "delete", "head", "options", "connect", "trace", "move",
    ]
}
