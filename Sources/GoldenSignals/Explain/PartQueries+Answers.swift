package import PromModel

extension PartQueries {
    /// The counts that the answers hold; `before` is nil where nothing is known of then.
    package func parts(now: [InstantValue], before: [InstantValue]?, since onset: Timestamp?) -> TrafficParts {
        let parts: [TrafficPart]
        switch bad {
        case .failed, .refused, .slow: parts = counted(now, before)
        case .traffic: parts = before == nil ? [] : Self.changed(counted(now, before))
        case .full(let limit): parts = Self.full(now, over: limit)
        }
        var told = TrafficParts(
            signal: bad.signal,
            labels: labels,
            wide: wide,
            parts: parts.sorted { $0.labels < $1.labels },
            since: before == nil ? nil : onset
        )
        told.routeLabel = catalog.profile.routeLabel
        told.methodLabel = catalog.profile.methodLabel
        told.refusal = bad == .refused ? catalog.clientErrorWord : nil
        return told
    }

    /// The counts of an answer for now, with what first values add to them where requests are counted that failed or came.
    package func adding(_ first: FirstParts, to answer: [InstantValue]) -> [InstantValue] {
        func requests() -> [InstantValue] { first.rates(ofFailures: false, by: labels, tag: Self.requestsTag) }
        let tags = [Self.requestsTag, Self.badTag]
        let isOwn: (InstantValue) -> Bool = { tags.contains($0.labels[SignalCatalog.tagLabel]) }
        switch bad {
        case .failed:
            let failures = first.rates(ofFailures: true, by: labels, tag: Self.badTag)
            return answer.filter(isOwn).adding(requests() + failures)
        case .traffic: return answer.filter(isOwn).adding(requests())
        case .slow, .refused: return answer.filter(isOwn)
        case .full: return answer
        }
    }

    private func counted(_ now: [InstantValue], _ before: [InstantValue]?) -> [TrafficPart] {
        var parts: [Labels: TrafficPart] = [:]
        func take(
            _ answer: [InstantValue],
            _ requests: WritableKeyPath<TrafficPart, Double>,
            _ bad: WritableKeyPath<TrafficPart, Double>
        ) {
            for value in answer where value.value.isFinite && value.value > 0 {
                let key = value.labels.keeping(only: labels)
                var part = parts[key] ?? TrafficPart(labels: key, requests: 0, bad: 0)
                let count = value.value * window.inSeconds
                part[keyPath: value.labels[SignalCatalog.tagLabel] == Self.badTag ? bad : requests] += count
                parts[key] = part
            }
        }
        take(now, \.requests, \.bad)
        take(before ?? [], \.requestsBefore, \.badBefore)
        return Array(parts.values)
    }

    /// Of traffic that is not as usual each part's usual requests, and what it lost or gained of them.
    ///
    /// Less than nothing where it did the opposite: in what parts have together chance is to cancel out, not to add up.
    private static func changed(_ parts: [TrafficPart]) -> [TrafficPart] {
        let now = parts.reduce(0) { $0 + $1.requests }
        let before = parts.reduce(0) { $0 + $1.requestsBefore }
        return parts.map { part in
            let change = now < before ? part.requestsBefore - part.requests : part.requests - part.requestsBefore
            return TrafficPart(labels: part.labels, requests: part.requestsBefore, bad: change)
        }
    }

    /// Each process's resources: one place each, whose bad is how full it is where that is over the limit.
    private static func full(_ answer: [InstantValue], over limit: Double) -> [TrafficPart] {
        answer.compactMap { value in
            guard let resource = SignalCatalog.resource(value.labels[SignalCatalog.tagLabel]), value.value.isFinite
            else { return nil }
            let labels: Labels = ["resource": resource, "instance": value.labels["instance"]]
            return TrafficPart(labels: labels, requests: 1, bad: value.value > limit ? value.value : 0)
        }
    }
}
