/// How the unstable service is to run.
package struct ServiceConfiguration: Sendable {
    /// The name or address to listen on.
    package var host = "127.0.0.1"
    /// The port; 0 lets the system choose one.
    package var port = 8000
    /// How many ports after `port` to try while the one before is taken.
    package var furtherPorts = 0
    /// A further port for probes and the metrics page alone; nil for none.
    ///
    /// Whoever may scrape need not reach the API then, and the other way round.
    package var metricsPort: Int?
    /// What requests to the control routes have to carry; nil lets this machine's pass, and no others.
    package var controlToken: String?
    /// Seeds the failures and the latencies.
    package var seed: UInt64 = 1
    /// Whether the built-in defect (20 % of `/risky` answer 500) is on at the start.
    package var defectIsOn = true
    /// Ends the service when standard input reaches its end: the parent that held the pipe is gone.
    package var endsWithStandardInput = false
    /// Ends the service at SIGTERM and SIGINT.
    ///
    /// Off where the process has other uses for them.
    package var endsOnSignals = true
    /// What no fault may exceed.
    package var limits = FaultLimits()
    /// Where a crash loop is remembered; nil for nowhere, and then there is none.
    package var crashLoop: CrashLoopFile?
    /// How long it still takes requests after it was told to end, not being ready any more.
    package var drainDelay = Duration.zero
    /// Under whose conventions the metrics page tells of requests.
    package var metricsStyle = MetricsStyle.standard
    /// Routes `/extra/1` to `/extra/N` beside its own.
    package var furtherRoutes = 0
    /// How its log is written.
    package var log = ServiceLog(.none)
    /// Whether each request has a line in the log.
    package var logsRequests = false
    /// Shown by `/version` and in `unstable_api_build_info`.
    package var version: String

    /// The defaults, for a version.
    package init(version: String) {
        self.version = version
    }
}

/// Why the unstable service could not run.
package enum ServiceError: Error, Sendable, Equatable, CustomStringConvertible {
    /// Every port tried is taken by another program.
    case portInUse(host: String, ports: ClosedRange<Int>)
    /// The address cannot be listened on, with the system's reason.
    case cannotListen(host: String, port: Int, reason: String)

    /// One line for a person.
    package var description: String {
        switch self {
        case .portInUse(let host, let ports) where ports.count == 1:
            "port \(ports.lowerBound) on \(host) is in use by another program; choose another with --port"
        case .portInUse(let host, let ports):
            "ports \(ports.lowerBound) to \(ports.upperBound) on \(host) are all in use; choose another with --port"
        case .cannotListen(let host, let port, let reason):
            "cannot listen on \(host):\(port): \(reason)"
        }
    }
}
