import Diagnosis
import GoldenSignals
import PromModel

extension DashboardUpdate {
    /// Finds what happened to the processes: restarts, deploys, targets that went and came back.
    static func noteProcesses(_ update: SourceUpdate, _ state: inout DashboardState) {
        let snapshot = update.snapshot
        noteTargets(update, &state.live)
        if case .severalProcesses(let instance) = snapshot.distrust {
            forgetRestarts(of: instance, snapshot.at, &state.live)
        }
        let now = ProcessTable(at: snapshot.at, starts: snapshot.processStarts, versions: snapshot.versions)
        let isFirst = state.live.processes == nil
        // What was before the screen opened is told by the source, once.
        let before = isFirst ? update.past : state.live.processes
        var kept = now
        if let past = update.processPast { takePast(past, before, now, &state.live) }
        if let before {
            if isFirst { noteSeen(before, at: before.at, &state.live) }
            let between = isFirst ? update.processPast?.tables ?? [] : []
            let deployed = noteDeploys(before, through: between, now, &state.live)
            let same = restated(before, snapshot, state.live.snapshot)
            noteRestarts(before, now, except: deployed, restated: same, &state.live)
            kept = merged(before, now)
        }
        noteSeen(now, at: now.at, &state.live)
        state.live.processes = kept
        state.live.crashLoop = state.live.restartWatch.loop(at: now.at)
        state.live.noteEndedLoop(at: now.at)
        state.live.events.sort { $0.at < $1.at }
    }

    /// Takes what the processes did before the screen was opened: what grows, and what begins anew again and again.
    private static func takePast(
        _ past: ProcessPast,
        _ before: ProcessTable?,
        _ now: ProcessTable,
        _ source: inout SourceState
    ) {
        for (instance, moments) in past.restarts {
            // The last one is seen by its start, which is another one than when the span began.
            let isSeen = before?.starts[instance].map { $0 != now.starts[instance] } ?? false
            source.restartWatch.precede(instance, with: isSeen ? moments.dropLast() : moments)
        }
        var growth = GrowthWatch(span: .seconds(3600))
        for sample in past.samples where sample.at < now.at { growth.observe(sample.gauges, at: sample.at) }
        source.growth = growth
    }

    /// What was taken for restarts was another process answering.
    private static func forgetRestarts(of instance: String, _ moment: Timestamp, _ source: inout SourceState) {
        let before = source.events.count
        source.events.removeAll { event in
            event.kind == .restart && event.subject == instance && moment - event.at <= .seconds(300)
        }
        source.restarts -= before - source.events.count
        source.restartWatch.forget(instance)
        if source.endedTrouble?.what == SourceState.EndedTrouble.restarts { source.endedTrouble = nil }
    }

    /// How long a process may be away and still count as running: it misses a scrape now and then.
    private static let versionGrace = Duration.seconds(60)
    /// Processes that are gone are kept up to this many.
    private static let mostProcesses = 1000

    private static func noteSeen(_ table: ProcessTable, at moment: Timestamp, _ source: inout SourceState) {
        for instance in table.versions.keys { source.processesSeen[instance] = moment }
        for instance in table.starts.keys { source.processesSeen[instance] = moment }
    }

    /// A process that is away for a moment keeps what is known of it.
    private static func merged(_ before: ProcessTable, _ now: ProcessTable) -> ProcessTable {
        guard before.starts.count < mostProcesses else { return now }
        return ProcessTable(
            at: now.at,
            starts: before.starts.merging(now.starts) { $1 },
            versions: before.versions.merging(now.versions) { $1 }
        )
    }

    /// So far a start time may be told anew, being reckoned from that of the machine.
    private static let startJitter = 2.0

    /// Processes whose start time is told anew, a little off, while their counters go on: they are the same ones.
    private static func restated(
        _ before: ProcessTable,
        _ now: SignalSnapshot,
        _ last: SignalSnapshot?
    ) -> Set<String> {
        Set(
            now.processStarts.compactMap { instance, start in
                guard let earlier = before.starts[instance], start > earlier, start - earlier <= startJitter,
                    let total = now.requestTotals[instance], let old = last?.requestTotals[instance], old > 0,
                    total >= old
                else { return nil }
                return instance
            }
        )
    }

    /// A process whose start time changed was restarted: its counters began anew.
    ///
    /// Of those whose new version was noted that says it all.
    private static func noteRestarts(
        _ before: ProcessTable,
        _ now: ProcessTable,
        except deployed: Set<String>,
        restated: Set<String>,
        _ source: inout SourceState
    ) {
        for (instance, start) in now.starts.sorted(by: { $0.key < $1.key }) {
            // A start that lies further back is of another process, or told by another clock.
            guard let earlier = before.starts[instance], earlier < start else { continue }
            if restated.contains(instance) { continue }
            source.restarts += 1
            if deployed.contains(instance) { continue }
            let at = moment(ofStart: start, after: source.processesSeen[instance] ?? before.at, until: now.at)
            source.restartWatch.note(instance, at: at)
            if let loop = source.restartWatch.loop(at: now.at), loop.instance == instance {
                noteLoop(loop, &source)
                continue
            }
            let text = "\(instance) was restarted: counters began anew, rates are spliced"
            note(.restart, text, at: at, subject: instance, instances: [instance], &source)
        }
    }

    /// One event tells of all restarts of a loop: a hundred of them would hide what came before.
    private static func noteLoop(_ loop: CrashLoop, _ source: inout SourceState) {
        let old = source.events.filter { $0.kind == .restart && $0.subject == loop.instance && $0.at >= loop.since }
        source.events.removeAll { old.contains($0) }
        let text = "\(loop.instance) was restarted \(loop.count) times in \(TimeText.span(loop.length))"
        note(.restart, text, at: loop.since, subject: loop.instance, instances: [loop.instance], &source)
    }

    /// When a process began: by its own clock where that lies in the time when it was not seen.
    private static func moment(ofStart seconds: Double, after first: Timestamp, until last: Timestamp) -> Timestamp {
        guard seconds.isFinite, seconds > first.seconds, seconds <= last.seconds else { return last }
        return Timestamp(seconds: seconds)
    }

    /// Versions that run now and did not before.
    ///
    /// - Returns: the processes whose version is another one than before.
    private static func noteDeploys(
        _ before: ProcessTable,
        _ now: ProcessTable,
        _ source: inout SourceState
    ) -> Set<String> {
        let changed = now.versions.filter { instance, version in
            before.versions[instance].map { $0 != version } ?? false
        }
        // Only what ran until now counts: the version before the last one is new again when it is rolled back to. Polls
        // may be far apart.
        let grace = max(versionGrace, (now.at - before.at) * 3)
        let running = before.versions.filter { instance, _ in
            source.processesSeen[instance].map { now.at - $0 <= grace } ?? false
        }
        // Where all were away for long, what ran last is what ran before.
        let known = Set((running.isEmpty ? before.versions : running).values)
        guard !known.isEmpty else { return [] }
        let last = source.events.last { $0.kind == .deploy }?.subject
        // A roll-out goes from process to process: of the versions that are known only another turn is news.
        let turned = Set(changed.values).filter { $0 != last }
        for version in Set(now.versions.values).subtracting(known).union(turned).sorted() {
            let instances = now.versions.filter { $0.value == version }.map(\.key)
            if isAsOld(version, as: before, now) { continue }
            let replaced = Set(instances.compactMap { before.versions[$0] }).subtracting([version])
            let left = (replaced.isEmpty ? known.subtracting([version]) : replaced).sorted().joined(separator: ", ")
            let began = start(of: instances, before, now, source)
            var text = "version \(version), before \(left)"
            if began == nil, now.at - before.at > versionGrace {
                text += ", some time in the last \(TimeText.span(now.at - before.at))"
            }
            text += " (\(instances.count)/\(now.versions.count))"
            note(.deploy, text, at: began ?? now.at, subject: version, instances: Set(instances), &source)
        }
        noteProgress(now, &source)
        return Set(changed.keys)
    }

    /// The same of the time before the screen was opened: of a version that came and went nothing is left now.
    ///
    /// What was seen between counts for the deploys alone: restarts are dated by what is known of them.
    private static func noteDeploys(
        _ before: ProcessTable,
        through tables: [ProcessTable],
        _ now: ProcessTable,
        _ source: inout SourceState
    ) -> Set<String> {
        let seen = source.processesSeen
        defer { source.processesSeen = seen }
        var last = before
        var deployed: Set<String> = []
        for table in tables.filter({ $0.at > before.at && $0.at < now.at }) + [now] {
            deployed.formUnion(noteDeploys(last, table, &source))
            noteSeen(table, at: table.at, &source)
            last = merged(last, table)
        }
        return deployed
    }

    /// Processes that were started together may be seen one after the other.
    private static let startsTogether = 10.0

    /// Whether the processes of a version, none of them seen before, began with those of others: nothing was deployed.
    private static func isAsOld(_ version: String, as before: ProcessTable, _ now: ProcessTable) -> Bool {
        let own = now.versions.filter { $0.value == version }.keys
        let others = now.versions.filter { $0.value != version }.keys
        guard own.allSatisfy({ before.versions[$0] == nil }), let first = own.compactMap({ now.starts[$0] }).min(),
            let last = others.compactMap({ now.starts[$0] }).max()
        else { return false }
        return first <= last + startsTogether
    }

    /// When the first of some processes that are new began; nil where none of them tells.
    private static func start(
        of instances: [String],
        _ before: ProcessTable,
        _ now: ProcessTable,
        _ source: SourceState
    ) -> Timestamp? {
        instances.compactMap { instance -> Timestamp? in
            guard let seconds = now.starts[instance], before.starts[instance] != seconds else { return nil }
            // One that was never seen may have begun before the last poll.
            let unseen = source.processesSeen[instance] ?? min(before.at, now.at - .seconds(600))
            guard seconds > unseen.seconds, seconds <= now.at.seconds else { return nil }
            return Timestamp(seconds: seconds)
        }
        .min()
    }

    /// The last deploy's event tells how far it is, until the next one begins.
    private static func noteProgress(_ now: ProcessTable, _ source: inout SourceState) {
        guard !now.versions.isEmpty, let index = source.events.lastIndex(where: { $0.kind == .deploy }),
            let end = source.events[index].text.lastIndex(of: "(")
        else { return }
        let version = source.events[index].subject
        let running = Set(now.versions.filter { $0.value == version }.keys)
        source.events[index].instances.formUnion(running)
        let count = running.count
        source.events[index].text = source.events[index].text[..<end] + "(\(count)/\(now.versions.count))"
    }

    /// Targets that do not answer, or answer again; where the source fails it says so itself.
    private static func noteTargets(_ update: SourceUpdate, _ source: inout SourceState) {
        guard update.failure == nil else { return }
        let lost = update.targets.filter { $0.failure != nil }
        let before = source.lostSince
        source.answered.formUnion(update.targets.lazy.filter(\.isUp).map(\.instance))
        source.lostSince = Dictionary(
            lost.map { ($0.instance, $0.downSince ?? before[$0.instance] ?? update.snapshot.at) },
            uniquingKeysWith: { first, _ in first }
        )
        // When the source comes back it says so itself.
        if case .failing = source.health { return }
        // At the first look the past is told where it is known.
        let isFirst = source.targets.isEmpty
        let known = Dictionary(source.targets.map { ($0.instance, $0) }, uniquingKeysWith: { first, _ in first })
        let newlyLost = lost.filter { target in
            if isFirst { return target.downSince != nil && !target.isDownOlderThanData }
            return known[target.instance].map { $0.failure == nil } ?? false
        }
        let back = update.targets.filter { $0.isUp && before[$0.instance] != nil }
        noteLost(newlyLost, update, &source)
        noteBack(back, update, &source)
    }

    private static func noteLost(_ lost: [TargetStatus], _ update: SourceUpdate, _ source: inout SourceState) {
        // Many at once are one event: a hundred of them would hide what came before.
        if lost.count > 3 {
            let names = lost.prefix(3).map(\.instance).joined(separator: ", ")
            let text = "\(lost.count) of \(update.targets.count) targets do not answer: \(names), …"
            let first = lost.compactMap(\.downSince).min() ?? update.snapshot.at
            note(.targetLost, text, at: first, subject: "\(lost.count) targets", &source)
            return
        }
        for target in lost {
            let text = "\(target.instance) does not answer: \(target.failure ?? "")"
            note(.targetLost, text, at: target.downSince ?? update.snapshot.at, subject: target.instance, &source)
        }
    }

    private static func noteBack(_ back: [TargetStatus], _ update: SourceUpdate, _ source: inout SourceState) {
        if back.count > 3 {
            let text = "\(back.count) of \(update.targets.count) targets answer again"
            note(.targetBack, text, at: update.snapshot.at, subject: "\(back.count) targets", &source)
            return
        }
        for target in back {
            let text = "\(target.instance) answers again"
            note(.targetBack, text, at: update.snapshot.at, subject: target.instance, &source)
        }
    }
}
