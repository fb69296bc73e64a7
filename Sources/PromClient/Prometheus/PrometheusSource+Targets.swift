import GoldenSignals
import PromModel

// How the targets are: by the samples of `up`, which are new with each poll, and by the list, which has the reasons.
extension PrometheusSource {
    /// The targets of the service as the screen shows them.
    ///
    /// Health and age are those of the last poll, from the samples of `up`; the error's words are from the last list
    /// of targets, which is asked for less often.
    func targetStatuses(_ snapshot: SignalSnapshot?) -> [TargetStatus] {
        guard let selection else { return [] }
        return statuses(of: targets(of: selection.match.service), snapshot)
    }

    /// The targets of a list, and those that are in no list and said something of themselves all the same.
    func statuses(of listed: [APITarget], _ snapshot: SignalSnapshot?) -> [TargetStatus] {
        let known = Set(listed.map(\.labels))
        // A series that has all labels of a target and more is one that its page brought.
        let unlisted = (snapshot?.targetsAlive ?? [:]).keys.filter { labels in
            !known.contains(labels)
                && !listed.contains { target in target.labels.allSatisfy { labels[$0.name] == $0.value } }
        }
        .sorted()
        let names = TargetNames(listed.map(\.labels) + unlisted)
        let paths = Dictionary(grouping: listed, by: \.labels).filter { $0.value.count > 1 }
        return listed.map { target in
            // Two pages under the same labels: only the address tells them apart.
            let path = paths[target.labels] == nil ? "" : " \(Self.path(of: target.scrapeURL))"
            return status(target, named: names.name(of: target.labels) + path, snapshot)
        }
            + unlisted.map { labels in
                let isAlive = snapshot?.targetsAlive[labels] ?? true
                var status = TargetStatus(
                    instance: names.name(of: labels),
                    failure: isAlive ? nil : "its last scrape failed",
                    defect: nil,
                    scrapedAt: snapshot?.scrapes[labels] ?? Timestamp(milliseconds: 0),
                    duration: .zero,
                    job: labels["job"]
                )
                take(knowledge.lost[labels], into: &status)
                return status
            }
    }

    private func status(_ target: APITarget, named name: String, _ snapshot: SignalSnapshot?) -> TargetStatus {
        let isUp = knowledge.ownUp.contains(target.labels) ? nil : snapshot?.targetsAlive[target.labels]
        let words = target.lastError.isEmpty ? "its last scrape failed" : target.lastError
        var status = TargetStatus(
            instance: name,
            failure: isUp ?? (target.health != .down) ? nil : words,
            defect: nil,
            scrapedAt: snapshot?.scrapes[target.labels] ?? target.lastScrape ?? Timestamp(milliseconds: 0),
            duration: target.lastScrapeDuration,
            job: target.labels["job"]
        )
        // A reload that changes how a target is scraped begins it anew: until its turn comes nothing is known of it.
        status.isUnscraped = isUp == nil && target.health == .unknown
        take(knowledge.lost[target.labels], into: &status)
        return status
    }

    private func take(_ loss: TargetLoss?, into status: inout TargetStatus) {
        guard status.failure != nil, let loss else { return }
        status.downSince = loss.since
        status.isDownOlderThanData = loss.isOlderThanData
    }

    /// The path of a page's address, with what follows it.
    private static func path(of url: String) -> String {
        guard let start = url.firstRange(of: "://"), let slash = url[start.upperBound...].firstIndex(of: "/") else {
            return url
        }
        return String(url[slash...])
    }

    /// Numbers of all services with what is known of their targets beyond the samples of `up`.
    func rated(_ rows: [ServiceOverview]) -> [ServiceOverview] {
        rows.map { row in
            var row = row
            let owner = TrafficHabit.Owner(service: row.service, profile: row.profile)
            row.habit = knowledge.habits[owner]
            // Counts of a while ago would hold a breach that is over; of those of a window ago most are the same.
            if let longer = knowledge.longer, monotonic() - longer.at < row.window ?? usualWindow {
                row.longer = longer.of[owner]
            }
            let isShown = selection?.match.service == row.service
            if knowledge.mixed.contains(row.service) || isShown && lastSnapshot?.distrust != nil {
                row.distrust(isShown ? lastSnapshot?.distrust : nil)
            } else if !isShown, let answering = knowledge.answering[row.service] {
                answering.weigh(&row)
            }
            if knowledge.misreported.contains(row.service) {
                let scraped = knowledge.targets.exactTargets(of: row.service).filter { $0.health != .unknown }
                (row.targetsUp, row.targetsTotal) = (scraped.count { $0.health == .up }, scraped.count)
            }
            guard let up = row.targetsUp, let total = row.targetsTotal, up < total else { return row }
            let listed = knowledge.targets.exactTargets(of: row.service)
            let first = listed.first { $0.health == .down }
            let loss = up == 0 ? knowledge.lostServices[row.service] : nil
            row.outage = TargetOutage(
                down: total - up,
                total: total,
                since: loss?.since,
                isOlderThanData: loss?.isOlderThanData ?? false,
                instance: first?.labels["instance"] ?? "",
                reason: ScrapeErrorText.essence(first?.lastError ?? ""),
                lastScrape: first?.lastScrape
            )
            return row
        }
    }
}
