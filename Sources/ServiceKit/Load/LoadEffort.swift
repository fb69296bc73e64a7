#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// How much of a thread's time a run took: a generator that is busy all the time tells nothing of its target.
package struct LoadEffort: Sendable, Equatable {
    /// Processor time of the loop's thread, without what it took to look for work where there was none.
    package private(set) var processor = Duration.zero
    /// The time in which it was spent.
    package private(set) var elapsed = Duration.zero
    /// Time in which it had something to do, and something else had its processor; zero where the loop does not tell it.
    package private(set) var denied = Duration.zero
    /// Answers that came in that time.
    package private(set) var answers = 0

    private static let longestLook: Int64 = 5_000

    private var start: Int64 = 0
    private var before: Int64 = 0
    /// Nanoseconds in which it looked in vain instead of sleeping.
    private var inVain: Int64 = 0
    /// Nanoseconds in which it slept; nil where the loop does not tell.
    private var asleep: Int64?
    private var isOver = true

    /// Nothing measured.
    init() {}

    /// What another driver measured.
    init(processor: Duration, denied: Duration, elapsed: Duration, answers: Int) {
        self.processor = processor
        self.denied = denied
        self.elapsed = elapsed
        self.answers = answers
    }

    /// From `start` on, in nanoseconds on the monotonic clock; call it, and the others, on the thread itself.
    init(start: Int64) {
        self.start = start
        before = Self.threadTime()
        isOver = false
    }

    /// It looked for work and there was none, for so many nanoseconds.
    ///
    /// Of a look that took longer than looks do, something else had the processor.
    mutating func lookedInVain(_ nanoseconds: Int64) {
        inVain += min(max(0, nanoseconds), Self.longestLook)
    }

    /// It waited for work, for so many nanoseconds.
    ///
    /// From here on the time that is neither this nor computing is denied to it.
    mutating func slept(_ nanoseconds: Int64) {
        asleep = (asleep ?? 0) + max(0, nanoseconds)
    }

    /// Takes the present state.
    mutating func measure(at now: Int64, answers: Int) {
        guard !isOver else { return }
        self.answers = answers
        let computed = Self.threadTime() - before
        processor = .nanoseconds(max(0, computed - inVain))
        elapsed = .nanoseconds(max(0, now - start))
        if let asleep { denied = .nanoseconds(max(0, now - start - computed - asleep)) }
    }

    /// Takes the last state.
    mutating func end(at now: Int64, answers: Int) {
        measure(at: now, answers: answers)
        isOver = true
    }

    /// The share of the elapsed time in which the thread computed, 0 to 1; nil before anything was measured.
    package var share: Double? { elapsed > .zero ? min(1, processor / elapsed) : nil }

    /// The share in which it could do nothing else: it computed, or had no processor to do so, 0 to 1; nil likewise.
    package var shareTaken: Double? { elapsed > .zero ? min(1, (processor + denied) / elapsed) : nil }

    /// Processor time since the thread began, its own and the kernel's on its behalf, in nanoseconds.
    private static func threadTime() -> Int64 {
        // Seconds and nanoseconds, two words. Their names belong to whichever C module the compiler met first.
        withUnsafeTemporaryAllocation(of: Int.self, capacity: 2) { words in
            words.initialize(repeating: 0)
            words.withMemoryRebound(to: timespec.self) { time in
                if let time = time.baseAddress { clock_gettime(CLOCK_THREAD_CPUTIME_ID, time) }
            }
            return Int64(words[0]) * 1_000_000_000 + Int64(words[1])
        }
    }
}
