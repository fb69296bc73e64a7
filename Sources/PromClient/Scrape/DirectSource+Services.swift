import Detection
import GoldenSignals
import PromModel
import PromQL

// Several services on one page: whoever collects the metrics of others tells them apart by labels.
extension DirectSource {
    /// Looking at the metrics of more services than this would cost more than it tells.
    private static let mostServices = 100

    /// The pages' samples as they are stored: what a page says of a target's own labels goes by another name.
    private var storedSamples: [(labels: Labels, value: Double)] {
        zip(targets, progress).flatMap { target, progress in
            (progress.page?.samples ?? []).map { sample in
                (labels: SampleStore.labels(sample.labels, of: target.labels), value: sample.value)
            }
        }
    }

    /// The services that some requests are of, where labels tell several apart; nil where they do not.
    ///
    /// One that has no name is among them.
    func services(of match: ServiceMatch, by labels: ServiceLabels) -> (labels: ServiceLabels, all: [ServiceKey])? {
        let names = [match.profile.requests.name, match.profile.storedName(match.profile.requests)]
        let counted = storedSamples.map(\.labels).filter { names.contains($0.metricName) }
        let splitting = labels.splitting(requests: counted, targets: [])
        let services = Set(counted.map { splitting.key(of: $0) })
        guard services.count > 1, services.contains(where: { !$0.name.isEmpty }) else { return nil }
        return (splitting, services.sorted { $0.name < $1.name })
    }

    /// What the only service of the pages is called by labels that all of its requests carry.
    func names(of match: ServiceMatch, by labels: ServiceLabels) -> [String] {
        let names = [match.profile.requests.name, match.profile.storedName(match.profile.requests)]
        let counted = storedSamples.map(\.labels).filter { names.contains($0.metricName) }
        // Where it runs is no name of it.
        let naming = (labels.names + labels.further).filter { $0 != "cluster" && $0 != "namespace" }
        let values = naming.compactMap { name in
            let values = Set(counted.map { $0[name] })
            return values.count == 1 ? values.first : nil
        }
        return Set(values).subtracting([""]).sorted()
    }

    /// The profiles that fit each of several services, and what was found where none does.
    ///
    /// Services whose metrics are the same ones are looked at together.
    func adding(to described: ServiceDirectory, _ services: [ServiceKey]) -> ServiceDirectory {
        guard services.count <= Self.mostServices else { return described }
        var own: [ServiceKey: [(labels: Labels, value: Double)]] = [:]
        let wanted = Set(services)
        for sample in storedSamples {
            let service = described.labels.key(of: sample.labels)
            guard wanted.contains(service) else { continue }
            // What tells services apart tells nothing within one.
            let labels = sample.labels.dropping(service.labels.map(\.name))
            own[service, default: []].append((labels: labels, value: sample.value))
        }
        let alike = Dictionary(grouping: own.keys) { Set((own[$0] ?? []).map(\.labels.metricName)) }
        var detected: [ServiceMatch] = []
        var fits: [ServiceKey: ProfileFit] = [:]
        for (_, members) in alike.sorted(by: { $0.value.count > $1.value.count }) {
            let evidence = evidence(members.flatMap { own[$0] ?? [] })
            let found = SignalDetector.detect(evidence, elsewhere: MetricProfile.builtin.elsewhere)
            if self.found == nil { self.found = found }
            for service in members {
                fits[service] = ProfileFit(evidence: evidence, found: found.signals)
                let match = found.signals.flatMap { signals in
                    ServiceMatch(
                        detected: signals,
                        service: service,
                        evidence: self.evidence(own[service] ?? []),
                        resources: resources,
                        ranges: .native
                    )
                }
                if let match { detected.append(match) }
            }
        }
        return described.joined(by: detected, fits: fits, keepsMisfits: wantedProfile != nil)
    }

    private func evidence(_ samples: [(labels: Labels, value: Double)]) -> MetricEvidence {
        MetricEvidence(samples: samples) { name in
            progress.lazy.compactMap { $0.page?.metadata[name] ?? $0.page?.metadata(for: name) }.first
        }
    }
}
