import PromModel

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// The system's clock.
enum WallClock {
    /// Now, to the millisecond.
    @Sendable
    static func now() -> Timestamp {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Timestamp(milliseconds: Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000)
    }

    /// How far local time is ahead of UTC at a moment; a zone's summer time begins while a screen is open.
    static func localOffset(at moment: Timestamp) -> Duration {
        var seconds = time_t(moment.milliseconds / 1000)
        var parts = tm()
        guard localtime_r(&seconds, &parts) != nil else { return .zero }
        return .seconds(Int64(parts.tm_gmtoff))
    }
}
