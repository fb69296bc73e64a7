import PromModel

extension SignalSnapshot {
    /// A signal's number, as something is to be compared with it; nil where there is none.
    ///
    /// Of a service that nobody asks, with its counters there, the rate is a number like any other: none a second. A
    /// share of nothing and a time of nothing are none.
    package func number(of signal: Signal) -> Double? {
        let reading = self[signal]
        return signal == .requestRate && reading.state == .idle ? 0 : reading.value
    }

    /// Marks the error share where requests are counted and none has failed since the processes started.
    package mutating func markNoErrorsYet(isCountingErrors: Bool) {
        let isCounting = self[.requestRate].state != .noData && isCountingErrors
        let hasNone = isCounting && (errorTotal ?? 0) == 0
        readings[.errorShare]?.noErrorsYet = hasNone
    }

    /// Marks the quantiles that lie in the last bucket: the real one is at its bound or above.
    ///
    /// `buckets` are cumulative rates by the label `le`, in the histogram's unit.
    package mutating func markClipped(by buckets: [InstantValue], unit: LatencyUnit) {
        let hasNonFinite = buckets.contains { !$0.value.isFinite }
        for signal in [Signal.p95Latency, .p99Latency] where hasNonFinite && self[signal].state == .noData {
            readings[signal]?.blank = "a bucket holds NaN or infinity"
        }
        let bounds = buckets.compactMap { bucket in
            Double(bucket.labels["le"]).map { (bound: $0 / unit.perSecond, rate: bucket.value) }
        }
        // One bound may be spelled in two ways.
        let rates = Dictionary(bounds.map { ($0.bound, $0.rate) }, uniquingKeysWith: +)
        guard let top = rates.filter(\.key.isFinite).max(by: { $0.key < $1.key }),
            let total = rates[.infinity], total > 0
        else { return }
        topBucket = top.key
        for (signal, rank) in [(Signal.p95Latency, 0.95), (.p99Latency, 0.99)] where top.value < rank * total {
            readings[signal]?.clippedAt = top.key
        }
    }

    /// Takes the quantiles back: the buckets of the window make no histogram.
    package mutating func withdrawQuantiles() {
        (spread, topBucket) = (nil, nil)
        for signal in [Signal.p95Latency, .p99Latency] where self[signal].state != .idle {
            readings[signal] = SignalReading(.noData)
            readings[signal]?.blank = BoundSamples.reason
        }
    }

    /// Whether the quantiles were taken back for that.
    package var hasUnevenBounds: Bool { self[.p95Latency].blank == BoundSamples.reason }

    /// A bound that buckets spell in two ways; nil where each has one.
    ///
    /// Two programs may: Prometheus adds up by the number. One program's change is another matter.
    package static func respelledBound(in buckets: [InstantValue]) -> (one: String, other: String)? {
        let texts = Set(buckets.map { $0.labels["le"] }).sorted()
        var known: [Double: String] = [:]
        for text in texts {
            guard let bound = Double(text) else { continue }
            if let other = known[bound] { return (other, text) }
            known[bound] = text
        }
        return nil
    }

    /// Marks the quantiles as clipped by the bounds that another snapshot of the same histogram told.
    package mutating func markClipped(like other: SignalSnapshot) {
        guard let top = other.topBucket else { return }
        topBucket = top
        for signal in [Signal.p95Latency, .p99Latency] where readings[signal]?.value.map({ $0 >= top }) ?? false {
            readings[signal]?.clippedAt = top
        }
    }

    /// Takes the faults that are on, with their shares where told.
    package mutating func takeFaults(active: [InstantValue], shares: [InstantValue]) {
        // Another process may have the same fault with another share, or not have it.
        let known = Dictionary(
            shares.map { (Self.target($0.labels), $0.value) },
            uniquingKeysWith: { first, _ in first }
        )
        let alike = Dictionary(grouping: active) { $0.labels.keeping(only: ["fault", "route"]) }
        faults = alike.sorted { $0.key < $1.key }.map { key, processes in
            let share = processes.compactMap { known[Self.target($0.labels)] }.max()
            return ActiveFault(name: key["fault"], route: key["route"], share: share)
        }
    }

    /// Takes which targets answered their last scrape, and when each process started.
    package mutating func takeTargets(up: [InstantValue], starts: [InstantValue]) {
        targetsTotal = up.count
        targetsUp = up.count { $0.value == 1 }
        for target in up { targetsAlive[Self.target(target.labels)] = target.value == 1 }
        // Two processes behind one address are two.
        let names = TargetNames(starts.map(\.labels))
        for process in starts { processStarts[names.name(of: process.labels)] = process.value }
    }

    /// The labels of a target, of those of one of its series.
    static func target(_ labels: Labels) -> Labels {
        labels.dropping([Labels.metricNameLabel, SignalCatalog.tagLabel])
    }

    /// Takes which targets answered, from those who asked them: a page may have an `up` of its own.
    package mutating func takeTargets(_ statuses: [TargetStatus]) {
        targetsTotal = statuses.count
        targetsUp = statuses.count { $0.failure == nil }
    }
}
