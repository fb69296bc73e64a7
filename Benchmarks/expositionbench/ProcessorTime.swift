internal import Foundation

/// Processor time of this process: what else runs on the machine does not count.
enum ProcessorTime {
    /// Seconds that the process has used so far.
    static func now() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
    }

    /// Seconds that some work takes.
    static func seconds(_ work: () -> Void) -> Double {
        let start = now()
        work()
        return now() - start
    }

    /// The median of five rounds.
    static func median(_ round: () -> Double) -> Double {
        (0..<5).map { _ in round() }.sorted()[2]
    }
}
