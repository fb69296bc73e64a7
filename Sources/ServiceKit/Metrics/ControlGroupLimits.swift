/// What the control group (version 2) of this process may use: a container's limits.
package struct ControlGroupLimits: Sendable, Equatable {
    /// Processors, possibly a fraction; nil without a limit.
    package var cpuCores: Double?
    /// Bytes of memory; nil without a limit.
    package var memoryBytes: Double?

    /// Reads the limits; `contents` gives a file's text, nil where it cannot be read.
    ///
    /// Within a container its own group is the root of what it sees; outside the path stands in `/proc/self/cgroup`.
    package static func current(_ contents: (String) -> String?) -> ControlGroupLimits {
        let entry = contents("/proc/self/cgroup")?.split(separator: "\n").first { $0.hasPrefix("0::") }
        let path = entry.map { String($0.dropFirst(3)) } ?? "/"
        var limits = ControlGroupLimits()
        for folder in ["/sys/fs/cgroup" + (path == "/" ? "" : path), "/sys/fs/cgroup"] {
            limits.memoryBytes = limits.memoryBytes ?? contents("\(folder)/memory.max").flatMap(memory)
            limits.cpuCores = limits.cpuCores ?? contents("\(folder)/cpu.max").flatMap(cores)
        }
        return limits
    }

    /// `max`, or bytes.
    private static func memory(_ text: String) -> Double? {
        text.split(separator: "\n").first.flatMap { Double($0) }
    }

    /// `max PERIOD`, or `QUOTA PERIOD` in microseconds.
    private static func cores(_ text: String) -> Double? {
        let fields = text.split { $0 == " " || $0 == "\n" }
        guard fields.count == 2, let quota = Double(fields[0]), let period = Double(fields[1]), period > 0 else {
            return nil
        }
        return quota / period
    }
}
