import GoldenSignals
import PromModel
import PromQL

// Who answers behind an address, where no start time says so.
extension PrometheusSource {
    /// How far back is looked.
    private static let answeringReach = Duration.seconds(600)
    /// More samples than this are not read with each poll.
    private static let mostAnswered = 6000.0
    /// What is asked in addition must not hold up the refresh.
    private static let answeringTimeout = Duration.seconds(2)

    /// Looks through the samples of the requests of instances that tell no start time; nil where all do, and where there
    /// are too many of them.
    func askWhoAnswers(
        _ chosen: Selection,
        _ facts: [InstantValue],
        through moment: Timestamp
    ) async -> StoredProcesses? {
        let unstarted = RefreshQueries.unstarted(in: facts)
        let scrapes = Self.answeringReach / max(chosen.shortestInterval, .seconds(1))
        guard !unstarted.isEmpty, Double(chosen.match.requestSeries) * scrapes <= Self.mostAnswered,
            let expression = chosen.catalog.requestSamples(within: Self.answeringReach)
        else { return nil }
        let api = api
        let answer = await Self.attempt { () async throws(APIFailure) in
            try await api.query(expression, at: moment, timeout: Self.answeringTimeout)
        }
        guard case .success(let success) = answer, case .matrix(let series) = success.value.result else { return nil }
        note(success)
        return StoredProcesses(series, of: unstarted, over: chosen.window, by: chosen.catalog.targetLabels)
    }

    /// Looks through those of the other services in the list as well, in one question: a row tells no number that the
    /// service's own screen would not tell.
    ///
    /// Where they are too many each has its turn. Of one that has too many series alone its own screen tells no more.
    func askWhoAnswersInList(through moment: Timestamp) async {
        let groups = knowledge.unstarted.groups.filter { $0.key != selection?.match.service }
        let intervals = serviceIntervals
        func samples(_ service: ServiceKey) -> Double {
            let interval = max(intervals[service] ?? .seconds(5), .seconds(1))
            return Double(groups[service]?.series ?? 0) * (Self.answeringReach / interval)
        }
        var rest = Self.mostAnswered
        var looked: [ServiceMatch] = []
        let directory = knowledge.directory
        // Of replicas each has samples of its own, which are no page together.
        let services = groups.keys.filter { directory.replicas[$0] == nil && samples($0) <= Self.mostAnswered }
        let turns = knowledge.answeringTurns
        for service in services.sorted(by: { (turns[$0] ?? 0, $0.name) < (turns[$1] ?? 0, $1.name) }) {
            rest -= samples(service)
            guard rest >= 0 else { break }
            looked += directory.matches(of: service)
        }
        // What is known of those whose turn it is not stands until it is.
        knowledge.answering = knowledge.answering.filter { groups[$0.key] != nil }
        guard let expression = UnstartedProcesses.samples(of: looked, within: Self.answeringReach) else { return }
        let api = api
        let answer = await Self.attempt { () async throws(APIFailure) in
            try await api.query(expression, at: moment, timeout: Self.answeringTimeout)
        }
        // Of what was not answered the last look stands.
        guard case .success(let success) = answer, case .matrix(let series) = success.value.result else { return }
        note(success)
        let labels = directory.labels
        let found = Dictionary(grouping: series) { labels.key(of: $0.labels) }
        let windows = windows(of: directory.services)
        let turn = (knowledge.answeringTurns.values.max() ?? 0) + 1
        for service in Set(looked.map(\.service)) {
            knowledge.answeringTurns[service] = turn
            knowledge.answering[service] = nil
            guard let series = found[service], let group = groups[service] else { continue }
            let window = windows[service] ?? usualWindow
            knowledge.answering[service] = StoredProcesses(series, of: group.instances, over: window)
        }
    }
}
