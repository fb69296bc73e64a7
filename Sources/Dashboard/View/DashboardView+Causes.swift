import Diagnosis
import GoldenSignals
import PromModel

// What happened before what is broken, where it can be the cause.
extension DashboardView {
    /// The event nearest before the onset, at most five minutes earlier: a cause shows in a window's time, or never.
    var onsetText: String? {
        guard let onset = verdict.began, let event = causes.last else { return nil }
        return "\(TimeText.span(max(.zero, onset - event.at))) after \(words(event))"
    }

    /// Whether what happened before the onset is known to have hit those that fail now.
    var isCauseKnown: Bool {
        guard let event = causes.last else { return true }
        guard let explanation = source.explanation, case .suspect = explanation.attribution else { return true }
        return !event.instances.isEmpty && !explanation.failingInstances.isEmpty
    }

    /// What happened shortly before the onset to those that fail now; what explains more comes last.
    private var causes: [SourceEvent] {
        guard let onset = verdict.began else { return [] }
        let slack = (verdict.estimate?.latest ?? onset) - onset
        let near = source.events.filter { event in
            // When it began is known to about two scrapes.
            let delay = onset - event.at
            return event.kind.isCause && !isRoutine(event) && delay >= .zero - max(slack, .seconds(5))
                && delay <= .seconds(300)
        }
        let possible = near.filter { event in
            (source.explanation?.allowsCause(on: event.instances) ?? true) && hasFailures(on: event.instances)
        }
        // A deploy explains more than what came with it.
        return possible.filter { $0.kind != .deploy } + possible.filter { $0.kind == .deploy }
    }

    /// A target that answers again so soon has missed a scrape or two.
    private static let shortLoss = Duration.seconds(30)

    /// Whether a loss says nothing: of a target that missed a scrape, or that was lost and came back before.
    private func isRoutine(_ event: SourceEvent) -> Bool {
        guard event.kind == .targetLost else { return false }
        return source.events.contains { other in
            guard other.subject == event.subject else { return false }
            switch other.kind {
            case .targetLost: return other.at < event.at && event.at - other.at <= .seconds(300)
            case .targetBack: return other.at > event.at && other.at - event.at <= Self.shortLoss
            default: return false
            }
        }
    }

    /// Whether failures may be on some instances, by the table of who: not where nearly all are on another one.
    private func hasFailures(on instances: Set<String>) -> Bool {
        guard !instances.isEmpty, source.explanation?.failingInstances.isEmpty ?? true,
            let breakdown = source.snapshot?.breakdown, let top = breakdown.top
        else { return true }
        let place = breakdown.dimension == .instance ? top.name : top.parts.first?.name
        let share = breakdown.dimension == .instance ? top.share : top.parts.first?.share
        guard let place, let share, share >= 0.9 else { return true }
        return instances.contains(place)
    }

    /// What happened lately to the processes, where nothing is broken by it.
    var recentText: String? {
        guard verdict.onset == nil, source.crashLoop == nil,
            let event = source.events.last(where: { $0.kind == .deploy && isRunning($0) || $0.kind == .restart }),
            now - event.at <= .seconds(300)
        else { return nil }
        return "\(TimeText.span(now - event.at)) since \(words(event))"
    }

    /// Whether any process still runs what was deployed, as far as is known: what was taken back explains nothing now.
    private func isRunning(_ deploy: SourceEvent) -> Bool {
        guard let versions = source.snapshot?.versions, !versions.isEmpty else { return true }
        return versions.values.contains(deploy.subject)
    }

    private func words(_ event: SourceEvent) -> String {
        switch event.kind {
        case .deploy:
            let progress = event.text.split(separator: " ").last.map { " \($0)" } ?? ""
            return "deploy \(event.subject)\(isNarrow ? "" : progress)"
        case .restart: return "the restart of \(event.subject)"
        case .targetLost: return "the loss of \(event.subject)"
        default: return event.text
        }
    }
}
