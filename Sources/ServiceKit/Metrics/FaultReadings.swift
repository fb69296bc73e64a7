/// What the faults did beside hitting requests: how many were cut off, what waited, what is lost.
package struct FaultReadings: Sendable, Equatable {
    /// A pool of workers, or a lock: what waits before it.
    package struct Pool: Sendable, Equatable {
        /// Places that there are; 0 while no fault acts.
        package var width = 0
        /// Places in use.
        package var busy = 0
        /// Requests that may wait.
        package var depth = 0
        /// Requests that wait.
        package var waiting = 0
        /// Requests turned away since the service began.
        package var shed = 0
        /// How long those waited that passed.
        package var waits = DurationCounts(bounds: LatencyBuckets.upperBoundsSeconds)

        /// Nobody.
        package init() {}
    }

    /// Requests that got no answer, or not all of it, by how.
    package var cuts: [FaultAccounts.Cut: Int] = [:]
    /// Calls to what the service depends on: those that ended well.
    package var callsFine = 0
    /// Those that failed.
    package var callsFailed = 0
    /// How long they took.
    package var callTimes = DurationCounts(bounds: LatencyBuckets.upperBoundsSeconds)
    /// Whether what the service depends on can be reached.
    package var isDependencyUp = true
    /// Requests that hang, without an answer to come.
    package var hanging = 0
    /// The pool of workers.
    package var queue = Pool()
    /// The lock.
    package var lock = Pool()
    /// Memory lost.
    package var lostBytes = 0
    /// File descriptors lost.
    package var lostDescriptors = 0
    /// Processors burnt.
    package var burntCores = 0.0
    /// Whether `/readyz` answers 200.
    package var isReady = true

    /// Nothing.
    package init() {}
}
