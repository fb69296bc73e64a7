package import PromModel

/// Follows one signal against its limit, and knows since when it is over.
///
/// A value that is proven to be over its limit is a breach at once; where nothing is proven by counts, two evaluations in
/// a row are one. It has begun at the first evaluation over the limit. It ends once the value has stayed under 0.9 of the
/// limit for a whole window, or nearer to what it was before than to the limit, or the window holds nothing bad or nothing
/// at all, or what came since excludes that it goes on: a value that dances around its limit is one breach.
package struct BreachTracker: Sendable, Equatable {
    /// One evaluation.
    package enum Observation: Sendable, Equatable {
        /// The value; over the limit in two evaluations in a row it is a breach.
        case value(Double)
        /// The value, over the limit beyond what chance would bring.
        case proven
        /// A value over the limit that may be chance.
        case unproven
        /// There were requests in the window, and not one bad among them.
        case clean
        /// Well under the limit, and of a breach since that moment the window could not be: what was is over.
        case recovered(since: Timestamp)
        /// No traffic in the whole window, and not by chance: nothing can be over a limit.
        case idle
        /// Nothing can be said: too few events, or no data.
        case undecided
    }

    /// A breach under way.
    package struct Breach: Sendable, Hashable {
        /// The first evaluation over the limit.
        package let since: Timestamp
        /// No evaluation before it was under the limit: it may have begun earlier.
        package let isOlderThanData: Bool
    }

    /// A breach that is over.
    package struct Ended: Sendable, Hashable {
        /// The breach.
        package let breach: Breach
        /// When the last of it was seen.
        package let until: Timestamp
        /// When the one before it ended; nil where none is known.
        package let after: Timestamp?
    }

    private enum State: Sendable, Equatable {
        case under
        case suspect(Breach)
        case breached(Breach, recoveringSince: Timestamp?)
        /// Ended by what came since a moment, while the window still holds what was before it.
        case quiet(Breach, since: Timestamp)
    }

    /// What a recovery keeps of the limit: near to it nothing is over.
    package static let recoveryShare = 0.9
    private let threshold: Double
    private let window: Duration
    private var state = State.under
    private var hasBeenUnder = false
    /// What is usual for it.
    private var calm = CalmLevel()
    /// The last breach that ended; nil before the first.
    package private(set) var ended: Ended?

    /// How long a value has to stay far under the limit.
    private let clearWindow: Duration
    /// This share of the limit is far under it.
    private static let clearShare = 0.5

    /// Follows a limit; `window` is how long a recovery has to last.
    ///
    /// Of a signal that is itself told over a window, `isWindowed`, a number far under the limit says that the whole window
    /// was well: a quarter of another one is enough then.
    package init(threshold: Double, window: Duration, isWindowed: Bool = false) {
        self.threshold = threshold
        self.window = window
        clearWindow = isWindowed ? window / 4 : window
    }

    /// The breach under way, if any.
    package var breach: Breach? {
        if case .breached(let breach, _) = state { breach } else { nil }
    }

    /// The breach whose end is told while the window still holds what was before it, if any.
    var quietBreach: Breach? { if case .quiet(let breach, _) = state { breach } else { nil } }

    /// Its end is told, and the window still holds what was before it.
    var isQuiet: Bool { quietBreach != nil }

    /// The last evaluation kept the limit, or nothing was over it yet.
    var isCalm: Bool { state == .under }

    /// The same limit with a breach under way.
    func restarted(with breach: Breach) -> BreachTracker {
        var fresh = self
        fresh.state = .breached(breach, recoveringSince: nil)
        return fresh
    }

    /// Takes the next evaluation; evaluations come in the order of time.
    ///
    /// Since `quiet` nothing bad has come, or little, although the breach would have brought more; nil where that is not
    /// known.
    package mutating func observe(_ observation: Observation, at moment: Timestamp, quiet: Timestamp? = nil) {
        let isOver = observation == .proven || observation == .unproven || observation.value ?? 0 > threshold
        if let quiet, end(quietSince: quiet, isOver: isOver, at: moment) { return }
        if case .quiet(let breach, let since) = state {
            // What the window holds is what was; something bad came again, and it is the same breach.
            let isOld = moment - since >= window
            state = isOver && !isOld ? .breached(breach, recoveringSince: nil) : .under
            if !isOld { return }
        }
        switch observation {
        case .undecided: break
        case .idle, .clean: clean(since: moment - window)
        case .recovered(let since): clean(since: since)
        case .proven: follow(isOver: true, isProven: true, isUnder: false, for: window, at: moment)
        case .unproven: suspect(at: moment)
        case .value(let value):
            let isUnder = breach != nil && value < calm.recovery(of: threshold)
            let length = value < threshold * Self.clearShare ? clearWindow : window
            follow(isOver: value > threshold, isProven: false, isUnder: isUnder, for: length, at: moment)
            noteCalm(value, at: moment)
        }
    }

    /// Nothing was observed for a while: two evaluations around the gap are not two in a row, and a recovery begins anew.
    package mutating func interrupt() {
        calm.interrupt()
        switch state {
        case .under: break
        case .suspect, .quiet: state = .under
        case .breached(let breach, _): state = .breached(breach, recoveringSince: nil)
        }
    }

    private mutating func noteCalm(_ value: Double, at moment: Timestamp) {
        if breach != nil { calm.interrupt() }
        // For a window after an end there is something left of what was.
        guard state == .under, value <= threshold, ended.map({ moment - $0.until >= window }) ?? true else { return }
        calm.note(value, at: moment, window: window)
    }

    /// Whether the breach is over by what came since a moment.
    ///
    /// What is over the limit though nothing bad came for a whole window is still what was: some servers count from the
    /// sample before the window, others from one that was stored late.
    private mutating func end(quietSince quiet: Timestamp, isOver: Bool, at moment: Timestamp) -> Bool {
        switch state {
        case .breached(let breach, _):
            state = .quiet(breach, since: quiet)
            finish(breach, at: max(quiet, breach.since))
            hasBeenUnder = true
            return true
        case .quiet(_, let since): return moment - since < (isOver ? window * 2 : window)
        case .under, .suspect: return false
        }
    }

    /// The same breach may end again, where something bad came after all.
    private mutating func finish(_ breach: Breach, at moment: Timestamp) {
        let before = ended.flatMap { $0.breach == breach ? $0.after : $0.until }
        ended = Ended(breach: breach, until: moment, after: before)
    }

    private mutating func clean(since moment: Timestamp) {
        if case .breached(let breach, _) = state {
            finish(breach, at: max(breach.since, moment))
        }
        state = .under
        hasBeenUnder = true
    }

    private mutating func suspect(at moment: Timestamp) {
        switch state {
        case .under, .quiet: state = .suspect(Breach(since: moment, isOlderThanData: !hasBeenUnder))
        case .suspect: break
        case .breached(let breach, _): state = .breached(breach, recoveringSince: nil)
        }
    }

    private mutating func follow(
        isOver: Bool,
        isProven: Bool,
        isUnder: Bool,
        for length: Duration,
        at moment: Timestamp
    ) {
        switch state {
        case .under where isOver, .quiet where isOver:
            let breach = Breach(since: moment, isOlderThanData: !hasBeenUnder)
            state = isProven ? .breached(breach, recoveringSince: nil) : .suspect(breach)
        case .under, .quiet:
            state = .under
            hasBeenUnder = true
        case .suspect(let breach):
            state = isOver ? .breached(breach, recoveringSince: nil) : .under
            hasBeenUnder = hasBeenUnder || !isOver
        case .breached(let breach, let recoveringSince):
            guard isUnder else {
                state = .breached(breach, recoveringSince: nil)
                return
            }
            let start = recoveringSince ?? moment
            if moment - start >= length {
                state = .under
                finish(breach, at: start)
            } else {
                state = .breached(breach, recoveringSince: start)
            }
            hasBeenUnder = true
        }
    }
}

extension BreachTracker.Observation {
    /// The value that is compared with the limit; nil where counts decide.
    var value: Double? {
        if case .value(let value) = self { value } else { nil }
    }
}
