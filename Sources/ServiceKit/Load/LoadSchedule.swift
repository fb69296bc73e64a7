import Randomness

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// One part of several that together make a plan: of requests 0, 1, 2 … it takes each `count`-th, from `index` on.
package struct LoadPart: Sendable, Equatable {
    /// From 0 on.
    package let index: Int
    /// How many parts there are.
    package let count: Int

    /// All of it.
    package static let whole = LoadPart(index: 0, count: 1)

    /// Memberwise; `index` lies below `count`.
    package init(index: Int, count: Int) {
        self.index = index
        self.count = count
    }

    /// This part's own part, where it is divided again.
    package func part(_ index: Int, of count: Int) -> LoadPart {
        LoadPart(index: self.index + index * self.count, count: self.count * count)
    }
}

/// How requests lie about their planned rate.
package enum LoadArrivals: Sendable, Equatable {
    /// Evenly.
    case even
    /// At random, each independent of the others (a Poisson process); the same seed gives the same times.
    case random(seed: UInt64)
}

/// When each request of a part is due.
package struct LoadSchedule: Sendable {
    private var curve: LoadCurve
    private let start: Int64
    private let stride: Double
    private var random: SeededRandom?
    /// The number of the next request in the whole plan; a fraction where they lie at random.
    private var number: Double
    private var piece = 0
    /// When the next request is due, in nanoseconds on the monotonic clock; `Int64.max` where none is.
    package private(set) var nextDue: Int64 = .max

    /// A schedule that begins at `start`, in nanoseconds on the monotonic clock.
    package init(
        _ curve: LoadCurve,
        start: Int64,
        part: LoadPart = .whole,
        arrivals: LoadArrivals = .even
    ) {
        self.curve = curve
        self.start = start
        stride = Double(part.count)
        number = Double(part.index)
        if case .random(let seed) = arrivals {
            // Each part is a process of its own at its share of the rate; together they are one at the whole rate.
            random = SeededRandom(seed: seed &+ UInt64(part.index) &* 0x9E37_79B9_7F4A_7C15)
            number = 0
            step()
        }
        find()
    }

    /// A schedule at a constant rate in requests a second; the first request is due at once.
    package init(rate: Double, start: Int64) {
        self.init(LoadCurve(rate: rate), start: start)
    }

    /// Takes the next request if it is due: its planned time, else nil.
    package mutating func takeDue(at now: Int64) -> Int64? {
        let due = nextDue
        guard due <= now, due != .max else { return nil }
        step()
        find()
        return due
    }

    /// How many requests are due at `now` and were not taken, at least.
    package func dueCount(at now: Int64) -> Int {
        guard nextDue <= now else { return 0 }
        let waiting = (curve.arrivals(within: Double(now - start)) - number) / stride
        return max(1, waiting < 1e9 ? Int(waiting) : 1_000_000_000)
    }

    /// From `now` on, another rate in requests a second.
    ///
    /// What was due until now keeps its time. What is begun of an interval counts: no request comes twice, none is left
    /// out, and parts that change at the same moment stay evenly spaced.
    package mutating func change(rate: Double, at now: Int64) {
        curve.change(rate: rate, at: Double(now - start))
        find()
    }

    /// Leaves out everything due before `now`, and says how many that were.
    ///
    /// After a stop of the whole process (a closed laptop, SIGSTOP) the missed requests must not come as a burst.
    package mutating func skip(to now: Int64) -> Int {
        var skipped = 0
        while nextDue < now {
            step()
            find()
            skipped += 1
        }
        return skipped
    }

    private mutating func step() {
        guard random != nil else {
            number += stride
            return
        }
        number -= log(random?.nextUnitInterval() ?? 1) * stride
    }

    private mutating func find() {
        // Beyond a century: never. It would not fit either.
        let due = curve.due(number, from: &piece).flatMap { $0 < 4e18 ? Int64($0.rounded()) : nil }
        nextDue = due.map { start + $0 } ?? .max
    }
}
