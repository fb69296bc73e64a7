import GoldenSignals
import PromModel

// Since when services did not answer at a moment of the past.
extension PrometheusSource {
    /// The numbers of services at a moment, of those of which no target answered then with since when.
    ///
    /// One that has not answered since then is known already; the others are asked about once, as far as moments are of
    /// one outage.
    func lostSince(_ rows: [ServiceOverview], at moment: Timestamp) async -> [ServiceOverview] {
        let lost = rows.filter { $0.targetsUp == 0 && ($0.targetsTotal ?? 0) > 0 }.map(\.service)
        let unknown = Set(lost).filter { pastLoss(of: $0, at: moment) == nil }.sorted { $0.name < $1.name }
        if !unknown.isEmpty { await askLosses(of: unknown.prefix(Self.mostLost), at: moment) }
        return rows.map { row in
            guard row.targetsUp == 0, let total = row.targetsTotal, let loss = pastLoss(of: row.service, at: moment)
            else { return row }
            var row = row
            // Why is known of now alone.
            row.outage = TargetOutage(
                down: total,
                total: total,
                since: loss.since,
                isOlderThanData: loss.isOlderThanData,
                instance: "",
                reason: ""
            )
            return row
        }
    }

    private func pastLoss(of service: ServiceKey, at moment: Timestamp) -> TargetLoss? {
        if let loss = knowledge.lostServices[service], loss.since <= moment { return loss }
        guard let past = knowledge.pastLosses[service], past.covers(moment) else { return nil }
        return past.loss
    }

    private func askLosses(of services: ArraySlice<ServiceKey>, at moment: Timestamp) async {
        let labels = knowledge.directory.labels
        let found = await losses(Self.selector(of: services), by: labels.names + labels.further, at: moment)
        var newest: [ServiceKey: TargetLoss] = [:]
        for (series, loss) in found {
            let service = labels.key(of: series)
            guard services.contains(service) else { continue }
            // Of several parts of one service the one that answered last tells.
            if newest[service].map({ $0.since < loss.since }) ?? true { newest[service] = loss }
        }
        for (service, loss) in newest where loss.since <= moment {
            knowledge.pastLosses[service] = PastLoss(loss: loss, through: moment)
        }
    }
}
