package import PromModel

// What is judged anew from a moment on keeps what was under way.
extension VerdictTracker {
    /// A tracker that is to judge everything from a moment on anew, and remembers what began before it.
    ///
    /// A breach or a calm that began before `moment` and goes on now went on at that moment: the points before it may
    /// have left the screen, the onset stays.
    package func restarted(at moment: Timestamp, window: Duration) -> VerdictTracker {
        var fresh = VerdictTracker(limits: limits, window: window)
        for index in trackers.indices {
            guard let breach = trackers[index].breach, breach.since < moment else { continue }
            fresh.trackers[index] = trackers[index].restarted(with: breach)
        }
        if let calmSince, calmSince < moment {
            (fresh.calmSince, fresh.isCalmOlderThanData) = (calmSince, isCalmOlderThanData)
            fresh.hasJudged = hasJudged
        }
        fresh.wasIdle = wasIdle
        fresh.recovery = recovery
        return fresh.remembering(self)
    }

    /// The same where signals are over another window from a moment on: what is under way goes on, with its count.
    package func counting(over window: Duration, from moment: Timestamp) -> VerdictTracker {
        var same = restarted(at: moment, window: window)
        same.errors = errors
        return same
    }

    /// This tracker with what another one of the same service was told beside the points.
    package func remembering(_ other: VerdictTracker) -> VerdictTracker {
        var both = self
        both.told = other.told
        // Points know nothing of targets.
        both.hasAnswered = hasAnswered || other.hasAnswered
        both.estimates = other.estimates
        both.ends = other.ends
        both.tracedEnds = other.tracedEnds
        return both
    }
}
