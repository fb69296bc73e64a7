/// Gauges of what is in use beside gauges of its limit: one stem, and one word that tells which is which.
enum SaturationRule {
    private static let used: Set<String> = [
        "used", "use", "current", "busy", "open", "active", "inuse", "acquired", "allocated", "in", "running",
    ]
    private static let limits: Set<String> = [
        "max", "maximum", "limit", "limits", "capacity", "size", "quota", "allowed", "maxsize",
    ]
    /// Words of limits that cannot mean the most there has been.
    private static let clearLimits: Set<String> = [
        "limit", "limits", "capacity", "quota", "allowed", "config", "configured",
    ]
    /// Words for what is or was in use: a maximum of it is the most there has been.
    private static let marks: Set<String> = [
        "used", "current", "inuse", "peak", "watermark", "highest", "busy", "acquired",
    ]
    /// Words that only one of the two may have.
    private static let filling: Set<String> = ["config", "configured", "total", "count", "number", "num"]

    static func pairs(_ families: [MetricFamily]) -> [SaturationPair] {
        // Whose pools fill up and are emptied as they go is known, not found.
        let gauges = families.filter { $0.form == .gauge && !["process", "jvm"].contains($0.words.all.first) }
        let limited = gauges.filter { $0.words.contains(any: limits) }
        var pairs: [SaturationPair] = []
        for use in gauges where use.words.contains(any: used) && !use.words.contains(any: limits) {
            let stem = stem(use)
            guard !stem.isEmpty else { continue }
            let alike = limited.filter {
                self.stem($0) == stem && $0.labelNames == use.labelNames && !isHighWaterMark($0, beside: use)
            }
            // Beside a limit that calls itself one, a maximum is the most there has been.
            let declared = alike.filter { $0.words.contains(any: clearLimits) }
            let limit = (declared.isEmpty ? alike : declared).first { limit in
                limit.members.contains { $0.value > 0 && $0.value < 1e15 }
            }
            guard let limit, fits(use, limit) else { continue }
            pairs.append(SaturationPair(name: name(use), used: use.name, limit: limit.name))
        }
        return pairs
    }

    /// Of some names those that may be a pair, by their words alone.
    static func names(of names: some Sequence<String>) -> [String] {
        let parts = ["_bucket", "_sum", "_count", "_total", "_created"]
        let all = names.filter { name in !parts.contains(where: name.hasSuffix) }.map {
            (name: $0, words: MetricWords($0))
        }
        .filter { !["process", "jvm"].contains($0.words.all.first) }
        let limited = Dictionary(grouping: all.filter { $0.words.contains(any: limits) }) { stem($0.words) }
        return all.filter { $0.words.contains(any: used) && !$0.words.contains(any: limits) }
            .flatMap { use in (limited[stem(use.words)] ?? []).flatMap { [use.name, $0.name] } }
    }

    /// Whether a maximum is the most there has been, not the most there may be: nothing is full because of it.
    private static func isHighWaterMark(_ limit: MetricFamily, beside use: MetricFamily) -> Bool {
        guard !limit.words.contains(any: clearLimits), limit.words.contains(any: ["max", "maximum"]) else {
            return false
        }
        return limit.words.contains(any: marks)
            || limit.words.contains(any: ["active"]) && use.words.contains(any: ["current"])
    }

    /// What is in use is never more than what there is, or the two are about different things.
    private static func fits(_ use: MetricFamily, _ limit: MetricFamily) -> Bool {
        let limits = Dictionary(limit.members.map { ($0.labels, $0.value) }, uniquingKeysWith: { first, _ in first })
        return use.members.allSatisfy { member in
            guard let most = limits[member.labels], most > 0 else { return true }
            return member.value >= 0 && member.value <= most * 1.05
        }
    }

    private static func stem(_ family: MetricFamily) -> Set<String> { stem(family.words) }

    private static func stem(_ words: MetricWords) -> Set<String> {
        Set(words.all).subtracting(used).subtracting(limits).subtracting(filling)
    }

    /// The words of the stem, each once, without units.
    private static func name(_ family: MetricFamily) -> String {
        var seen: Set<String> = ["bytes"]
        let words = family.words.all.filter { word in
            !used.contains(word) && !filling.contains(word) && seen.insert(word).inserted
        }
        return words.prefix(3).joined(separator: "-")
    }
}
