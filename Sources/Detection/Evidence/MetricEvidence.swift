package import PromModel

/// What a source says of its metrics, whatever the source: the only thing that detection looks at.
package struct MetricEvidence: Sendable, Equatable {
    /// By name.
    package let families: [MetricFamily]

    /// Sorts the families by name.
    package init(families: [MetricFamily]) {
        let unsaid = ProgramName.unsaid(in: families.map(\.words))
        // Without a label of its own nothing tells whose scrapes they are.
        let labelled = families.filter { $0.labelNames.contains { $0 != "instance" && $0 != "job" } }
        let scrapes = ProgramName.askedScrapes(labelled.map(\.words))
        self.families = families.map { family in
            let own = ProgramName.unsaid(of: family.words, askedScrapes: scrapes)
            return family.leaving(unsaid.union(ProgramName.unsaid(of: family, among: families)).union(own))
        }
        .sorted { $0.name < $1.name }
    }

    /// What instances tell that have no series of some families; nil where each has one, or nothing tells instances.
    package func lacking(_ names: Set<String>) -> MetricEvidence? {
        let label = "instance"
        let speaking = Set(
            families.filter { names.contains($0.name) }.flatMap { $0.members.map { $0.labels[label] } }
        )
        guard !speaking.isEmpty, !speaking.contains("") else { return nil }
        let others = families.compactMap { $0.keeping { !speaking.contains($0[label]) && !$0[label].isEmpty } }
        return others.isEmpty ? nil : MetricEvidence(families: others)
    }

    /// The family of a name.
    package func family(_ name: String) -> MetricFamily? { families.first { $0.name == name } }
}

extension MetricEvidence {
    /// The evidence of a page.
    package init(page: Exposition) {
        self.init(samples: page.samples.map { ($0.labels, $0.value) }) { page.metadata[$0] ?? page.metadata(for: $0) }
    }

    /// The evidence of several targets' pages, each with the target's labels.
    package init(pages: [(target: Labels, page: Exposition)]) {
        let samples = pages.flatMap { target, page in
            page.samples.map { sample in
                (labels: target.reduce(sample.labels) { $0.setting($1.name, to: $1.value) }, value: sample.value)
            }
        }
        self.init(samples: samples) { name in
            pages.lazy.compactMap { $0.page.metadata[name] ?? $0.page.metadata(for: name) }.first
        }
    }

    /// The evidence of samples with their names; `metadata` says what is declared about a family or a sample's name.
    ///
    /// Neither types nor suffixes are relied on: buckets make a histogram, a sum beside a count makes a summary.
    package init(samples: [(labels: Labels, value: Double)], metadata: (String) -> MetricMetadata?) {
        var byName: [String: [(labels: Labels, value: Double)]] = [:]
        for sample in samples { byName[sample.labels.metricName, default: []].append(sample) }
        var families: [MetricFamily] = []
        for (name, found) in byName {
            if let family = Self.measured(name, byName, metadata) {
                families.append(family)
                continue
            }
            // Parts of a measured family stand in it.
            let base = ["_bucket", "_sum", "_count"].first(where: name.hasSuffix).map {
                String(name.dropLast($0.count))
            }
            if let base, Self.isMeasured(base, byName) { continue }
            // Quantiles beside the count stand in the family of that name.
            if Self.isMeasured(name, byName) { continue }
            let declared = metadata(name)
            families.append(
                MetricFamily(
                    name: name,
                    form: Self.countsBothWays(name, found, byName)
                        ? .counter : Self.form(name, declared?.type, countsAnswers: Self.countsAnswers(found)),
                    isFormTold: declared.map { $0.type == .counter || $0.type == .gauge } ?? false,
                    unit: declared?.unit ?? "",
                    help: declared?.help ?? "",
                    members: found.filter { $0.labels["quantile"].isEmpty }
                        .map { MetricFamily.Member(labels: $0.labels.droppingMetricName, value: $0.value) }
                )
            )
        }
        self.init(families: families)
    }

    private static func isMeasured(_ base: String, _ byName: [String: [(labels: Labels, value: Double)]]) -> Bool {
        byName[base + "_count"] != nil && (byName[base + "_sum"] != nil || byName[base + "_bucket"] != nil)
    }

    /// The histogram or summary whose count is called `name`; nil where that is another thing.
    private static func measured(
        _ name: String,
        _ byName: [String: [(labels: Labels, value: Double)]],
        _ metadata: (String) -> MetricMetadata?
    ) -> MetricFamily? {
        guard name.hasSuffix("_count"), let counts = byName[name] else { return nil }
        let base = String(name.dropLast("_count".count))
        guard isMeasured(base, byName) else { return nil }
        let buckets = byName[base + "_bucket"] ?? []
        let isRanged = !buckets.isEmpty && buckets.allSatisfy { !$0.labels[MetricFamily.rangeLabel].isEmpty }
        let ends = buckets.map { sample in
            isRanged
                ? sample.labels[MetricFamily.rangeLabel].split(separator: "...").last.map(String.init) ?? ""
                : sample.labels["le"]
        }
        let bounds = Set(ends.compactMap(Double.init).filter(\.isFinite)).sorted()
        let declared = metadata(base)
        return MetricFamily(
            name: base,
            form: buckets.isEmpty ? .summary : .histogram,
            isFormTold: declared != nil,
            unit: declared?.unit ?? "",
            help: declared?.help ?? "",
            members: counts.map { MetricFamily.Member(labels: $0.labels.droppingMetricName, value: $0.value) },
            sum: byName[base + "_sum"].map { $0.reduce(0) { $0 + ($1.value.isFinite ? $1.value : 0) } },
            bounds: bounds,
            isRanged: isRanged
        )
    }

    /// Whether the series look like counts of answers by their codes: whole numbers, not only 0 and 1 as of states.
    private static func countsAnswers(_ series: [(labels: Labels, value: Double)]) -> Bool {
        guard series.contains(where: { $0.value > 1 }),
            series.allSatisfy({ $0.value >= 0 && $0.value == $0.value.rounded() })
        else { return false }
        return ["code", "status", "status_code", "http_code", "response_code", "http_status"].contains { label in
            series.allSatisfy { StatusGrammar.codes.verdict($0.labels[label]) != nil }
        }
    }

    /// Whether messages that come are told beside those that leave, both in whole numbers: they are counted, whatever
    /// somebody declared.
    private static func countsBothWays(
        _ name: String,
        _ series: [(labels: Labels, value: Double)],
        _ byName: [String: [(labels: Labels, value: Double)]]
    ) -> Bool {
        let words = MetricWords(name)
        guard words.stem.contains("message"), !words.contains(any: ["rate", "rates", "per", "avg", "mean"]) else {
            return false
        }
        let ways = [("_in_", "_out_"), ("_out_", "_in_")]
        return ways.contains { own, other in
            name.contains(own) && byName[name.replacing(own, with: other)] != nil
        } && series.allSatisfy { $0.value >= 0 && $0.value == $0.value.rounded() }
    }

    /// What a family without buckets, sum and count is; a gauge whose name ends like a counter's is one by mistake.
    private static func form(_ name: String, _ type: MetricType?, countsAnswers: Bool) -> MetricFamily.Form {
        let looksCounted = ["_total", "_counter", "_total_count"].contains(where: name.hasSuffix)
        switch type {
        case .counter: return .counter
        case .gauge, .stateset, .info, .gaugehistogram: return looksCounted ? .counter : .gauge
        case .histogram, .summary, .unknown, .untyped, nil:
            let words = MetricWords(name)
            let isOutcome = Vocabulary.isNamed(words.stem) && words.contains(any: Vocabulary.ends)
            let isCounted =
                looksCounted || name.hasSuffix("_count") || countsAnswers && words.contains(any: ["http"])
                || words.all.last == "count" && Vocabulary.isNamed(words.stem)
                || words.contains(any: Vocabulary.counted) || isOutcome
            let isState = words.says(any: Vocabulary.states)
            return isCounted && !isState && !name.hasSuffix("rate") ? .counter : .gauge
        }
    }
}
