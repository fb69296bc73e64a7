import Detection
import PromModel
import Randomness

/// A change to a page as another program might have made it: the numbers mean what they meant.
enum PageMutation {
    /// A label has another name.
    case renamed(label: String, to: String)
    /// A label is not there.
    case dropped(label: String)
    /// A label's values are words that nobody knows.
    case unknown(label: String)
    /// A family is not there.
    case without(family: String)
    /// Durations are thousandths, and the name says so or says nothing.
    case milliseconds(family: String, isNamed: Bool)

    /// One of them, on what the page has.
    static func random(_ pair: ServicePair, using random: inout SeededRandom) -> PageMutation {
        let families = MetricEvidence(page: pair.second).families
        let kept: Set<String> = ["le", "quantile", "__name__"]
        let labels = Set(families.flatMap(\.labelNames)).subtracting(kept).sorted()
        let timed = families.filter { $0.form == .histogram && $0.name.hasSuffix("_seconds") }
        let label = labels.randomElement(using: &random)
        let status = labels.first { $0.contains("status") || $0.contains("code") } ?? label
        switch Int.random(in: 0..<6, using: &random) {
        case 0: if let label { return .renamed(label: label, to: "l_" + label.reversed()) }
        case 1: if let status { return .dropped(label: status) }
        case 2: if let status { return .unknown(label: status) }
        case 3: if let status { return .renamed(label: status, to: "ended") }
        case 4:
            if let family = timed.randomElement(using: &random) {
                return .milliseconds(family: family.name, isNamed: Bool.random(using: &random))
            }
        default: break
        }
        return .without(family: families.randomElement(using: &random)?.name ?? "")
    }

    /// The pair with both pages changed.
    func applied(to pair: ServicePair) -> ServicePair {
        ServicePair(truth: pair.truth, first: applied(to: pair.first), second: applied(to: pair.second))
    }

    private func applied(to page: Exposition) -> Exposition {
        var page = page
        page.samples = page.samples.compactMap(changed)
        if case .milliseconds(let family, let isNamed) = self {
            page.metadata[Self.name(family, isNamed)] = page.metadata[family]
        }
        return page
    }

    private static func name(_ family: String, _ isNamed: Bool) -> String {
        family.dropLast("_seconds".count) + (isNamed ? "_milliseconds" : "")
    }

    private func changed(_ sample: ExpositionSample) -> ExpositionSample? {
        var sample = sample
        let name = sample.labels.metricName
        switch self {
        case .renamed(let label, let other):
            sample.labels = sample.labels.setting(other, to: sample.labels[label]).setting(label, to: "")
        case .dropped(let label): sample.labels = sample.labels.setting(label, to: "")
        case .unknown(let label):
            let value = sample.labels[label]
            if !value.isEmpty {
                sample.labels = sample.labels.setting(label, to: "w" + value.reversed().map { "\($0)q" }.joined())
            }
        case .without(let family):
            if name == family || ["_bucket", "_sum", "_count"].contains(where: { name == family + $0 }) { return nil }
        case .milliseconds(let family, let isNamed):
            guard let suffix = ["_bucket", "_sum", "_count"].first(where: { name == family + $0 }) else { break }
            if suffix == "_sum" { sample.value *= 1000 }
            if let bound = Double(sample.labels["le"]), bound.isFinite {
                sample.labels = sample.labels.setting("le", to: "\(bound * 1000)")
            }
            sample.labels = sample.labels.setting("__name__", to: Self.name(family, isNamed) + suffix)
        }
        return sample
    }
}
