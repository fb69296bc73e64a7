package import GoldenSignals
package import PromModel

/// Something of a process that grows and grows.
package struct Growth: Sendable, Equatable {
    /// Which process.
    package let instance: String
    /// What of it.
    package let resource: ProcessGauge.Resource
    /// What it was when the growth was first seen.
    package let before: Double
    /// What it is.
    package let now: Double
    /// Over how long it has grown.
    package let length: Duration

    /// How long it takes to a limit if it goes on as it does; nil where it is reached, or nothing grows.
    package func time(to limit: Double) -> Duration? {
        let perSecond = (now - before) / length.inSeconds
        guard perSecond > 0, limit > now, limit.isFinite else { return nil }
        return .seconds((limit - now) / perSecond)
    }
}

/// Follows what processes hold, each against its own past.
package struct GrowthWatch: Sendable, Equatable {
    private struct Key: Hashable {
        let instance: String
        let resource: ProcessGauge.Resource
    }

    private struct Sample: Sendable, Equatable {
        let at: Timestamp
        let value: Double
    }

    /// What is shorter may be a start that settles down.
    private static let shortest = Duration.seconds(120)
    /// The parts that the time is cut into: each has to be above the one before.
    private static let parts = 4
    /// From so many times what it was on it is told.
    private static let factor = 2.0
    /// The growth of a part that is none but noise.
    private static let leastStep = 0.05
    private static let most = 64

    /// Samples that lie evenly over the time that was seen, and the newest.
    private struct Track: Sendable, Equatable {
        var samples: [Sample] = []
        var gap = Duration.zero
    }

    private var tracks: [Key: Track] = [:]
    private var span: Duration

    /// Nothing was seen yet; growth is looked for over a span at most.
    package init(span: Duration) { self.span = span }

    /// Takes what the processes hold at a moment.
    package mutating func observe(_ gauges: [ProcessGauge], at moment: Timestamp) {
        var fresh: [Key: Track] = [:]
        for gauge in gauges where gauge.value.isFinite && gauge.value >= 0 {
            let key = Key(instance: gauge.instance, resource: gauge.resource)
            var track = tracks[key] ?? Track()
            var kept = track.samples
            // What has fallen by half has been let go, or is another process.
            if let most = kept.map(\.value).max(), gauge.value < most / 2 { kept = [] }
            if let last = kept.last, moment < last.at { kept = [] }
            kept.removeAll { moment - $0.at > span }
            if kept.isEmpty { track.gap = .zero }
            if kept.count > 1, moment - kept[kept.count - 2].at < track.gap { kept.removeLast() }
            kept.append(Sample(at: moment, value: gauge.value))
            // Every second one will do from here on: the first stays.
            if kept.count > Self.most, let first = kept.first {
                kept = kept.enumerated().filter { $0.offset % 2 == 0 }.map(\.element)
                track.gap = (moment - first.at) * 2 / Self.most
            }
            track.samples = kept
            fresh[key] = track
        }
        tracks = fresh
    }

    /// What grows most against its own past; nil where nothing does.
    package var growth: Growth? {
        let found = tracks.compactMap { key, track in Self.growth(key, in: track.samples) }
        return found.min { ($1.now / $1.before, $0.instance) < ($0.now / $0.before, $1.instance) }
    }

    /// The longest growth up to now: of all that was seen, or of ever shorter parts of it, beyond all that was before.
    private static func growth(_ key: Key, in samples: [Sample]) -> Growth? {
        guard let first = samples.first, let last = samples.last else { return nil }
        var length = last.at - first.at
        while length >= shortest {
            let start = last.at - length
            let (before, recent) = (samples.filter { $0.at < start }, samples.filter { $0.at >= start })
            let most = before.map(\.value).max() ?? 0
            if last.value >= most * factor, let growth = growth(key, recent) { return growth }
            length = length * 2 / 3
        }
        return nil
    }

    /// A level that rises once stays below the next part; only what goes on is growth.
    private static func growth(_ key: Key, _ samples: [Sample]) -> Growth? {
        guard let first = samples.first, let last = samples.last, samples.count >= parts * 3,
            last.at - first.at >= shortest, last.value - first.value >= key.resource.leastGrowth
        else { return nil }
        let length = last.at - first.at
        var medians: [Double] = []
        for part in 0..<parts {
            let (low, high) = (first.at + length * part / parts, first.at + length * (part + 1) / parts)
            let values = samples.filter { $0.at >= low && ($0.at < high || part == parts - 1) }.map(\.value)
            guard let median = values.median else { return nil }
            medians.append(median)
        }
        let rises = zip(medians.dropFirst(), medians).allSatisfy { $0 > $1 * (1 + leastStep) }
        let before = Swift.max(first.value, 1)
        guard rises, last.value >= before * factor else { return nil }
        return Growth(
            instance: key.instance,
            resource: key.resource,
            before: before,
            now: last.value,
            length: length
        )
    }
}
