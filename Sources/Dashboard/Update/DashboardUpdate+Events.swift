import GoldenSignals
import PromModel

extension DashboardUpdate {
    /// Finds what happened to the processes: restarts, deploys, targets that went and came back.
    static func noteProcesses(_ update: SourceUpdate, _ state: inout DashboardState) {
        let snapshot = update.snapshot
        noteTargets(update, &state.live)
        let now = ProcessTable(at: snapshot.at, starts: snapshot.processStarts, versions: snapshot.versions)
        let isFirst = state.live.processes == nil
        // What was before the screen opened is told by the source, once.
        let before = isFirst ? update.past : state.live.processes
        var kept = now
        if let before {
            if isFirst { for instance in before.versions.keys { state.live.versionsSeen[instance] = now.at } }
            noteRestarts(before, now, &state.live)
            noteDeploys(before, now, &state.live)
            kept = merged(before, now)
        }
        for instance in now.versions.keys { state.live.versionsSeen[instance] = now.at }
        state.live.processes = kept
        state.live.events.sort { $0.at < $1.at }
    }

    /// How long a process may be away and still count as running: it misses a scrape now and then.
    private static let versionGrace = Duration.seconds(60)
    /// Processes that are gone are kept up to this many.
    private static let mostProcesses = 1000

    /// A process that is away for a moment keeps what is known of it.
    private static func merged(_ before: ProcessTable, _ now: ProcessTable) -> ProcessTable {
        guard before.starts.count < mostProcesses else { return now }
        return ProcessTable(
            at: now.at,
            starts: before.starts.merging(now.starts) { $1 },
            versions: before.versions.merging(now.versions) { $1 }
        )
    }

    /// A process whose start time changed was restarted: its counters began anew.
    private static func noteRestarts(_ before: ProcessTable, _ now: ProcessTable, _ source: inout SourceState) {
        for (instance, start) in now.starts.sorted(by: { $0.key < $1.key }) {
            guard let earlier = before.starts[instance], earlier != start else { continue }
            source.restarts += 1
            // Another version cannot start without a restart: the deploy says it all.
            if let version = now.versions[instance], let old = before.versions[instance], version != old { continue }
            let text = "\(instance) was restarted: counters began anew, rates are spliced"
            note(
                .restart,
                text,
                at: moment(ofStart: start, between: before.at, and: now.at),
                subject: instance,
                &source
            )
        }
    }

    /// When a process began: by its own clock where that lies in the time when it was not watched.
    private static func moment(ofStart seconds: Double, between first: Timestamp, and last: Timestamp) -> Timestamp {
        guard seconds.isFinite, seconds > first.seconds, seconds <= last.seconds else { return last }
        return Timestamp(seconds: seconds)
    }

    /// Versions that run now and did not before.
    private static func noteDeploys(_ before: ProcessTable, _ now: ProcessTable, _ source: inout SourceState) {
        // Only what ran until now counts: the version before the last one is new again when it is rolled back to.
        source.versionsSeen = source.versionsSeen.filter { now.at - $0.value <= versionGrace }
        let seen = source.versionsSeen
        let known = Set(before.versions.filter { seen[$0.key] != nil }.values)
        guard !known.isEmpty else { return }
        for version in Set(now.versions.values).subtracting(known).sorted() {
            let instances = now.versions.filter { $0.value == version }.map(\.key)
            let starts = instances.compactMap { now.starts[$0] }
            let at = moment(ofStart: starts.min() ?? .nan, between: before.at, and: now.at)
            let left = known.sorted().joined(separator: ", ")
            let text = "version \(version), before \(left) (\(instances.count)/\(now.versions.count))"
            note(.deploy, text, at: at, subject: version, &source)
        }
        // A deploy goes from process to process: its event tells how far it is, until the next one begins.
        guard !now.versions.isEmpty, let index = source.events.lastIndex(where: { $0.kind == .deploy }),
            let end = source.events[index].text.lastIndex(of: "(")
        else { return }
        let version = source.events[index].subject
        let count = now.versions.values.count { $0 == version }
        source.events[index].text = source.events[index].text[..<end] + "(\(count)/\(now.versions.count))"
    }

    /// One target of several that does not answer, or answers again; all at once is the source's own failure.
    private static func noteTargets(_ update: SourceUpdate, _ source: inout SourceState) {
        guard update.targets.count > 1, update.failure == nil, !source.targets.isEmpty else { return }
        // When the source comes back it says so itself.
        if case .failing = source.health { return }
        let before = Dictionary(
            source.targets.map { ($0.instance, $0.failure) },
            uniquingKeysWith: { first, _ in first }
        )
        for target in update.targets {
            guard let earlier = before[target.instance], (earlier == nil) != (target.failure == nil) else { continue }
            if let failure = target.failure {
                note(
                    .targetLost,
                    "\(target.instance) does not answer: \(failure)",
                    at: update.snapshot.at,
                    subject: target.instance,
                    &source
                )
            } else {
                note(
                    .targetBack,
                    "\(target.instance) answers again",
                    at: update.snapshot.at,
                    subject: target.instance,
                    &source
                )
            }
        }
    }
}
