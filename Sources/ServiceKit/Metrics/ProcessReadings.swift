#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// What the operating system says of this process.
///
/// What cannot be read is nil and left off the page, never 0 or NaN.
package struct ProcessReadings: Sendable, Equatable {
    /// User and system time.
    package var cpuSeconds: Double?
    /// Since the Unix epoch.
    package var startTimeSeconds: Double?
    /// Bytes.
    package var virtualMemoryBytes: Double?
    /// Bytes.
    package var residentMemoryBytes: Double?
    /// File descriptors in use.
    package var openFileDescriptors: Double?
    /// The soft limit on file descriptors.
    package var maxFileDescriptors: Double?
    /// Operating system threads.
    package var threads: Double?
    /// Processors that it may use: those online, or fewer where its control group says so.
    package var cpuCores: Double?
    /// Bytes that it may use: the control group's limit, or the machine's memory.
    package var memoryLimitBytes: Double?

    /// Reads `/proc/self`; on a system without it everything is nil.
    package static func current() -> ProcessReadings {
        var readings = ProcessReadings()
        #if os(Linux)
        readings.readStat()
        readings.readLimits()
        readings.openFileDescriptors = countEntries(of: "/proc/self/fd").map { Double($0 - 1) }
        let group = ControlGroupLimits.current(contents)
        let online = Double(sysconf(Int32(_SC_NPROCESSORS_ONLN)))
        readings.cpuCores = min(online, group.cpuCores ?? online)
        let memory = Double(sysconf(Int32(_SC_PHYS_PAGES))) * Double(sysconf(Int32(_SC_PAGESIZE)))
        readings.memoryLimitBytes = min(memory, group.memoryBytes ?? memory)
        #endif
        return readings
    }

    /// Fields of `/proc/self/stat` are counted after the last `)`: the command's name may hold blanks and brackets.
    private mutating func readStat() {
        guard let text = Self.contents(of: "/proc/self/stat"), let bracket = text.lastIndex(of: ")") else { return }
        let fields = text[text.index(after: bracket)...].split(separator: " ")
        guard fields.count > 21 else { return }
        let ticksPerSecond = Double(sysconf(Int32(_SC_CLK_TCK)))
        if let user = Double(fields[11]), let system = Double(fields[12]), ticksPerSecond > 0 {
            cpuSeconds = (user + system) / ticksPerSecond
        }
        threads = Double(fields[17])
        if let start = Double(fields[19]), let boot = Self.bootTimeSeconds(), ticksPerSecond > 0 {
            startTimeSeconds = boot + start / ticksPerSecond
        }
        virtualMemoryBytes = Double(fields[20])
        residentMemoryBytes = Double(fields[21]).map { $0 * Double(sysconf(Int32(_SC_PAGESIZE))) }
    }

    private mutating func readLimits() {
        guard let text = Self.contents(of: "/proc/self/limits") else { return }
        for line in text.split(separator: "\n") where line.hasPrefix("Max open files") {
            let fields = line.split(separator: " ")
            maxFileDescriptors = fields.count > 3 ? Double(fields[3]) : nil
        }
    }

    private static func bootTimeSeconds() -> Double? {
        guard let text = contents(of: "/proc/stat") else { return nil }
        for line in text.split(separator: "\n") where line.hasPrefix("btime ") {
            return Double(line.dropFirst("btime ".count))
        }
        return nil
    }

    private static func countEntries(of directory: String) -> Int? {
        guard let handle = opendir(directory) else { return nil }
        defer { closedir(handle) }
        var count = 0
        while let entry = readdir(handle) {
            // The names "." and ".." both start with a dot; a descriptor's name is a number.
            if entry.pointee.d_name.0 != CChar(UInt8(ascii: ".")) { count += 1 }
        }
        return count
    }

    private static func contents(of path: String) -> String? {
        let descriptor = open(path, O_RDONLY)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 4096)
        while true {
            let count = read(descriptor, &chunk, chunk.count)
            guard count > 0 else { break }
            bytes.append(contentsOf: chunk[..<count])
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
