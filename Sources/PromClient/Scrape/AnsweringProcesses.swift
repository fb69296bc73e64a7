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

    /// The one seen last comes last.
    private var tracks: [Track] = []
    private var last: Timestamp?
    /// What the counters of a process together rise by a second, from page to page.
    private var paces: [Double] = []
    /// When counters fell, and went on from those of an earlier page.
    private var returns: [Timestamp] = []
    /// When counters fell to more than a new process can have counted.
    private var hastyFalls: [Timestamp] = []
    /// When a start time came back.
    private var startReturn: Timestamp?
    /// A counter fell when the start time changed last.
    private var hasFallen = false

    /// Nothing seen yet.
    package init() {}

    /// Whether several processes answer, as far as the last minutes tell.
    package var areSeveral: Bool {
        guard let last else { return false }
        let isRecent = { (moment: Timestamp) in last - moment <= Self.memory }
        if let startReturn, isRecent(startReturn) { return true }
        if hastyFalls.count(where: isRecent) >= 2 { return true }
        return returns.count(where: isRecent) >= max(Self.fewestReturns, tracks.count * 3 / 2)
    }

    /// Takes the next page.
    package mutating func observe(_ page: Exposition, at moment: Timestamp) {
        let (counters, start) = PageCounters.read(page)
        let seconds = last.map { max(1, (moment - $0).inSeconds) }
        last = moment
        guard let current = tracks.last, let seconds else {
            tracks.append(Track(counters: counters, start: start))
            return
        }
        let step = Step(from: current.counters, to: counters)
        if let start, let before = current.start, start != before {
            // The start of the machine, which start times are told from, may be told anew now and then: where nothing
            // falls, it is the same process.
            if start < before, step.falls > 0 || hasFallen { startReturn = moment }
            hasFallen = step.falls > 0
        } else if step.falls > 0 {
            if isHasty(step, within: seconds) { hastyFalls = (hastyFalls + [moment]).suffix(8) }
        }
        let place = place(counters, start)
        if place != nil, step.falls > 0, isBeyondStart(step, within: seconds) {
            returns = (returns + [moment]).suffix(40)
        }
        if let place {
            let step = Step(from: tracks[place].counters, to: counters)
            if place == tracks.count - 1 { paces = (paces + [step.rise / seconds]).suffix(15) }
            tracks.remove(at: place)
        }
        tracks.append(Track(counters: counters, start: start))
        if tracks.count > Self.mostTracks { tracks.removeFirst() }
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
        guard !paces.isEmpty else { return true }
        return step.fallenTo > 3 * paces.sorted()[paces.count / 2] * seconds
    }

    /// Whether most of what changed fell, and to more than a process that began since the last page can have counted.
    private func isHasty(_ step: Step, within seconds: Double) -> Bool {
        guard step.falls >= step.rises, !paces.isEmpty, step.fallenTo * 2 > step.fallenFrom else { return false }
        let pace = paces.sorted()[paces.count / 2]
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
        /// By how much they rose together.
        var rise = 0.0
        /// What those that fell amounted to, and what they amount to now.
        var fallenFrom = 0.0
        var fallenTo = 0.0

        init(from before: [Labels: Double], to now: [Labels: Double]) {
            for (labels, value) in now {
                guard let old = before[labels] else { continue }
                common += 1
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
