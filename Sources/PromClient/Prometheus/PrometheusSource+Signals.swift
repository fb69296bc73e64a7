import GoldenSignals
import PromModel
import PromQL

// Signals of services that no profile describes.
extension PrometheusSource {
    /// So long one of these questions may take: nobody waits for what may not be needed.
    private static let patience = Duration.seconds(2)
    /// Of so many metrics is read what their pages say: a counter may be called like anything.
    private static let mostDescribed = 10_000
    /// What was found is believed for so long where no service comes or goes.
    private static let keptFor = Duration.seconds(900)

    /// Adds what is found in services without a profile, or with one whose names are anybody's.
    ///
    /// At most five questions, and none while the services are the same and were looked at.
    func findSignals() async {
        guard options.profile == nil || options.profile == MetricProfile.detectedName else { return }
        let directory = knowledge.directory
        let described = Set(directory.matches.filter { ProfileFit.isTrusted($0.profile) }.map(\.service))
        let all = directory.services + directory.targets.keys.map { directory.labels.key(of: $0) }
        let services = Set(all).subtracting(described)
        guard !services.isEmpty else { return }
        let age = knowledge.found.at.map { ContinuousClock.now - $0 }
        let isMissing = knowledge.found.failure != nil
        // One that did not answer had nothing to look at.
        let silent = Set(directory.unanswered).intersection(services)
        let isSame = services == knowledge.found.services && silent == knowledge.found.silent
        if !isSame || isMissing || age.map({ $0 > Self.keptFor }) ?? true {
            knowledge.found = await search(services, described)
            knowledge.found.silent = silent
        }
        let found = knowledge.found
        knowledge.directory = directory.joined(
            by: found.matches,
            fits: found.fits,
            keepsMisfits: !options.serviceProfiles.isEmpty
        )
    }

    /// What is found in services, but for those that are described, as it is now or was at a moment.
    func search(
        _ services: Set<ServiceKey>,
        _ described: Set<ServiceKey>,
        at moment: Timestamp? = nil
    ) async -> FoundSignals {
        var found = FoundSignals(services: services, at: .now)
        let labels = knowledge.directory.labels
        do throws(APIFailure) {
            let names = try await api.labelValues(Labels.metricNameLabel)
            note(names)
            guard let questions = SignalQuestions(names: names.value, labels: labels) else { return found }
            let presence = try await answer(questions.presence, at: moment)
            var present: Set<String> = []
            var holders: Set<ServiceKey> = []
            let (worthReading, series) = questions.worthReading(
                presence.filter { !described.contains(labels.key(of: $0.labels)) }
            )
            for value in worthReading {
                present.insert(value.labels.metricName)
                holders.insert(labels.key(of: value.labels))
            }
            // A label such as `service` may stand on the requests and not on `up`.
            found.services = services.union(holders)
            guard series <= Double(SignalQuestions.mostSeries) else {
                found.failure = "\(Int(series)) series may count requests: too many to look at; a profile names them"
                found.services = services
                return found
            }
            let order = holders.sorted { $0.name < $1.name }
            guard let values = questions.values(of: order, present: present) else { return found }
            let counts = try await answer(values, at: moment)
            var bounds: [InstantValue] = []
            if let question = questions.bounds(of: order, present: present) {
                bounds = try await answer(question, at: moment)
            }
            let resources = MetricProfile.builtin.resources + MetricProfile.builtin.known
            found.take(
                values: counts,
                bounds: bounds,
                metadata: await metadata(),
                labels: labels,
                resources: resources,
                ranges: knowledge.dialect?.rangeStorage
            )
            found.services = services
        } catch {
            found.failure = "\(error)"
        }
        return found
    }

    /// What pages say of their metrics; nothing where the server does not tell.
    private func metadata() async -> [String: [MetricMetadata]] {
        let api = api
        let answer = await Self.attempt { () async throws(APIFailure) in
            try await api.metadata(limit: Self.mostDescribed)
        }
        cost.queries += 1
        return (try? answer.get().value) ?? [:]
    }

    private func answer(
        _ expression: String,
        at moment: Timestamp?
    ) async throws(APIFailure) -> [InstantValue] {
        let answer = try await api.query(expression, at: moment, timeout: Self.patience)
        note(answer)
        return answer.value.values
    }
}
