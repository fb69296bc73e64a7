package import PromModel

/// Tells whether one process answers behind an address, or several in turn.
///
/// Several workers that share a socket each count for themselves: their pages come by turns, and the jumps between them
/// look like restarts, and like traffic that nobody sent. What tells them apart from restarts is that something comes
/// back: a start time that had given way to another one, or counters that had fallen go on from where they were.
package struct AnsweringProcesses: Sendable, Equatable {
    /// The pages that seem to be of one process: the last of them.
    private struct Track: Sendable, Equatable {
        var counters: [Labels: Double]
        var start: Double?
        var at: Timestamp
    }

    /// How many processes are told apart; those not seen for longest are forgotten.
    private static let mostTracks = 12
    /// How long what was seen counts: connections are kept, so that another process may not answer for long.
    private static let memory = Duration.seconds(300)
    /// Counters that come back so often were not restarted; more often where more processes seem to answer, since
    /// numbers of processes that live for a single page go up and down as chance will have it.
    private static let fewestReturns = 3
    /// A restarted process has not counted more than so many times what comes in the time since the last page.
    private static let plausibleHaste = 10.0
    /// What is less than this a new process may have counted at its start.
    private static let startLevel = 1000.0
    /// Counters that go on from an earlier page rise by less than this part of what they fell by against the last one.
    private static let littleRise = 0.2
    /// What falls from less may be a number that goes up and down.
    private static let fewestFallen = 100.0
    /// So many requests any new process may have counted.
    private static let fewCounts = 20.0
    /// The start of the machine, which start times are told from, may be told anew by this much.
    private static let startJitter = 2.0
    /// A start time is told by another clock, and to the second.
    private static let clockSlack = 5.0
    /// How long it takes at least until a fall is settled.
    private static let settling = Duration.seconds(5)
    /// Two restarts within this that no start time tells may be two processes as well.
    private static let restartMemory = Duration.seconds(60)
    /// How long falls that came to nothing are remembered, and how many of them are told.
    private static let longMemory = Duration.seconds(3600)
    private static let mostDoubts = 6

    /// The one seen last comes last.
    private var tracks: [Track] = []
    private var last: Timestamp?
    /// When a page came last that is of another process than the one before it, or of one that began anew.
    package private(set) var lastChange: Timestamp?
    /// What the counters of a process together rise by a second, from page to page.
    private var paces: [Double] = []
    /// When the process began anew last, where only its counters tell.
    package private(set) var restarted: Timestamp?
    /// When counters fell, and went on from those of an earlier page.
    private var returns: [Timestamp] = []
    /// When counters fell to more than a new process can have counted.
    private var hastyFalls: [Timestamp] = []
    /// When start times were earlier than the one before by more than that.
    private var backwards: [Timestamp] = []
    /// When a start time came back.
    private var startReturn: Timestamp?
    /// A counter fell when the start time changed last.
    private var hasFallen = false
    /// When counters fell as no restart explains.
    private var unexplained: [Timestamp] = []
    /// When they changed last as no new process can have counted.
    private var impossible: Timestamp?
    /// When counters fell as those of a restart do, but without a start time that says so.
    private var untold: [Timestamp] = []
    /// When, in doubt, an earlier process went on.
    private var provenReturn: Timestamp?
    /// When counters rose last by far more than they do.
    private var climbed: Timestamp?
    /// What rose at once by far more than it did before, where no start time says whose it is.
    private var leaps = CounterLeaps()

    /// Nothing seen yet.
    package init() {}

    /// Whether several processes answer, as far as the last minutes tell.
    package var areSeveral: Bool {
        guard let last else { return false }
        let isRecent = { (moment: Timestamp) in last - moment <= Self.memory }
        if let startReturn, isRecent(startReturn) { return true }
        if let provenReturn, isRecent(provenReturn) { return true }
        if hastyFalls.count(where: isRecent) >= 2 { return true }
        return returns.count(where: isRecent) >= max(Self.fewestReturns, tracks.count * 3 / 2)
    }

    /// Whether the second page tells far more than the first, so that the next one has to tell whether that is traffic.
    package func isUnsettled(at moment: Timestamp) -> Bool { leaps.isUnsettled(at: moment) && !areSeveral }

    /// Whether counters fell within a window as no restart explains, or rose as no traffic does, so that what the window
    /// counts may be none of the service's traffic; the next pages settle whether several processes answer.
    package func isInDoubt(over window: Duration) -> Bool {
        guard let last, !areSeveral else { return false }
        if leaps.isInDoubt(at: last, over: max(window, Self.settling)) { return true }
        guard let fall = unexplained.last, last - fall <= max(window, Self.settling) else { return false }
        // What falls again and again, and never goes on from where it was, is a number that was declared a counter.
        return unexplained.count { last - $0 <= Self.longMemory } <= Self.mostDoubts
    }

    /// Takes the next page.
    package mutating func observe(_ page: Exposition, at moment: Timestamp) {
        let (counters, start) = PageCounters.read(page)
        observe(counters, start: start, at: moment)
    }

    /// Takes the next values of counters, and when the process started where that is told.
    package mutating func observe(_ counters: [Labels: Double], start: Double?, at moment: Timestamp) {
        let seconds = last.map { max(1, (moment - $0).inSeconds) }
        last = moment
        guard let current = tracks.last, let seconds else {
            tracks.append(Track(counters: counters, start: start, at: moment))
            return
        }
        let step = Step(from: current.counters, to: counters)
        if start == nil || current.start == nil {
            leaps.observe(from: current.counters, to: counters, at: moment, within: seconds)
            if step.falls == 0, let pace, step.rise > Self.fewCounts + 3 * pace * seconds { climbed = moment }
        }
        if step.falls > 0 || start != nil && current.start != nil && start != current.start { lastChange = moment }
        if let start, let before = current.start, start != before {
            // The start of the machine, which start times are told from, may be told anew now and then: where nothing
            // falls, it is the same process.
            // Told anew it is a little off; and set once, a clock goes back once.
            if start < before - Self.startJitter { backwards = (backwards + [moment]).suffix(Self.fewestReturns) }
            let isAgain = backwards.count == Self.fewestReturns && moment - (backwards.first ?? moment) <= Self.memory
            if start < before, step.falls > 0 || hasFallen || isAgain { startReturn = moment }
            hasFallen = step.falls > 0
        } else if step.falls > 0 {
            if isHasty(step, within: seconds) { hastyFalls = (hastyFalls + [moment]).suffix(8) }
        }
        let place = place(counters, start)
        weigh(step, to: Track(counters: counters, start: start, at: moment), place: place, within: seconds)
        if place != nil, step.falls > 0, isBeyondStart(step, within: seconds) {
            returns = (returns + [moment]).suffix(40)
        }
        if let place {
            let own = Step(from: tracks[place].counters, to: counters)
            // No restart leads to so much, and to just a little more than an earlier page told.
            let isFarFromStart = step.falls > 0 && step.isOfMost && step.fallenTo >= Self.startLevel
            if isFarFromStart, own.rise <= (step.fallenFrom - step.fallenTo) * Self.littleRise { provenReturn = moment }
            // What rose by a leap may be another process, and the one before it comes back.
            let isLeap = own.rise > (pace.map { Self.fewCounts + Self.plausibleHaste * $0 * seconds } ?? own.total / 20)
            if place == tracks.count - 1 { paces = (paces + [own.rise / seconds]).suffix(15) }
            if !isLeap || own.total < Self.startLevel { tracks.remove(at: place) }
        }
        tracks.append(Track(counters: counters, start: start, at: moment))
        if tracks.count > Self.mostTracks { tracks.removeFirst() }
    }

    /// Notes what no restart explains; where an earlier process goes on after that, it was another one that had answered.
    private mutating func weigh(_ step: Step, to now: Track, place: Int?, within seconds: Double) {
        let (current, moment) = (tracks[tracks.count - 1], now.at)
        // What fell as it does with a restart, and is at once back to where it was, was another one as well: it tells more
        // than what began with that fall can have counted.
        let isRestored =
            climbed == moment && paces.count >= Self.fewestReturns
            && (untold.last.map { fall in
                let most = Self.fewCounts + Self.plausibleHaste * (paces.max() ?? 0) * max(1, (moment - fall).inSeconds)
                return moment - fall <= Self.restartMemory && step.total > most
            } ?? false)
        let isDoubted = impossible.map { moment - $0 <= Self.memory } ?? false
        if isDoubted || isRestored, let place, place < tracks.count - 1, step.isOfMost {
            let earlier = tracks[place]
            let own = Step(from: earlier.counters, to: now.counters)
            let usual = pace.map { 5 * $0 * (moment - earlier.at).inSeconds } ?? own.total / 5
            let isNearer = step.falls > 0 || step.rise > 2 * own.rise + Self.fewCounts
            if isNearer, own.rise <= usual + Self.fewCounts { provenReturn = moment }
        }
        noteStart(now, after: current, step, within: seconds)
        guard step.falls > 0, step.isOfMost, step.falls * 4 >= step.rises else { return }
        if let start = now.start, let before = current.start, start != before {
            // It began since the last page, or has counted no more than if it had.
            let isNew = start >= current.at.seconds - Self.clockSlack && start > before
            if !isNew, start < before || !isNewLevel(step, within: seconds) { impossible = moment }
        } else if !isNewLevel(step, within: seconds) {
            impossible = moment
        } else {
            untold = (untold.filter { moment - $0 <= Self.restartMemory } + [moment]).suffix(8)
            // What only grows between its falls begins anew each time; of two the other one comes back, from far below.
            let isBack = untold.count > 1 && (climbed.map { $0 > untold[untold.count - 2] } ?? false)
            if untold.count > 1, isBack || pace == nil {
                unexplained.append(moment)
            } else if now.start == nil, step.fallenFrom >= Self.fewestFallen, step.fallenTo * 2 <= step.fallenFrom {
                restarted = moment
            }
        }
        if impossible == moment, unexplained.last != moment { unexplained.append(moment) }
        unexplained = unexplained.suffix(20)
    }

    /// Notes another start time whose counters are above those of the process before it by more than its traffic: an
    /// earlier one is of an older process, and a later one cannot have counted that much yet.
    ///
    /// Where they go on as usual the machine's clock was set, which its start times are told by.
    private mutating func noteStart(_ now: Track, after current: Track, _ step: Step, within seconds: Double) {
        guard let start = now.start, let before = current.start, start != before, step.falls == 0 else { return }
        let usual = pace.map { Self.fewCounts + Self.plausibleHaste * $0 * seconds } ?? step.total / 5
        guard step.rise > usual else { return }
        if start < before - Self.startJitter { provenReturn = now.at }
        impossible = now.at
        unexplained = (unexplained + [now.at]).suffix(20)
    }

    /// What the counters of a process together rise by a second, in the middle; nil where nothing went on yet.
    private var pace: Double? { paces.isEmpty ? nil : paces.sorted()[paces.count / 2] }

    /// Whether what fell is no more than a process that began since the last page may have counted.
    private func isNewLevel(_ step: Step, within seconds: Double) -> Bool {
        step.fallenTo <= Self.fewCounts + Self.plausibleHaste * (pace ?? 0) * seconds
    }

    /// The process whose counters go on in these with the least rise; nil where they begin anew.
    private func place(_ counters: [Labels: Double], _ start: Double?) -> Int? {
        var best: (place: Int, rise: Double)?
        for (place, track) in tracks.enumerated().reversed()
        where start == nil || track.start == nil || track.start == start {
            let step = Step(from: track.counters, to: counters)
            guard step.falls == 0, step.common > 0, best.map({ step.rise < $0.rise }) ?? true else { continue }
            best = (place, step.rise)
        }
        return best?.place
    }

    /// Whether what fell amounts to more than what comes from one page to the next: less than that a new process may have
    /// counted, and it goes on from an earlier page by chance.
    private func isBeyondStart(_ step: Step, within seconds: Double) -> Bool {
        pace.map { step.fallenTo > 3 * $0 * seconds } ?? true
    }

    /// Whether most of what changed fell, and to more than a process that began since the last page can have counted.
    private func isHasty(_ step: Step, within seconds: Double) -> Bool {
        guard step.falls >= step.rises, let pace, step.fallenTo * 2 > step.fallenFrom else { return false }
        return step.fallenTo > Self.startLevel + Self.plausibleHaste * pace * seconds
    }

    /// How the counters of one page differ from those of another.
    private struct Step {
        /// How many both have.
        var common = 0
        /// How many are less.
        var falls = 0
        /// How many are more.
        var rises = 0
        /// What all amount to now.
        var total = 0.0
        /// How many have counted anything.
        var live = 0
        /// By how much they rose together.
        var rise = 0.0
        /// What those that fell amounted to, and what they amount to now.
        var fallenFrom = 0.0
        var fallenTo = 0.0

        /// Whether most of what has counted anything changed: where another process answers, nearly everything does.
        var isOfMost: Bool { (falls + rises) * 2 > live }

        init(from before: [Labels: Double], to now: [Labels: Double]) {
            for (labels, value) in now {
                guard let old = before[labels] else { continue }
                common += 1
                total += value
                if value > 0 || old > 0 { live += 1 }
                if value < old {
                    falls += 1
                    fallenFrom += old
                    fallenTo += value
                } else if value > old {
                    rises += 1
                    rise += value - old
                }
            }
        }
    }
}
