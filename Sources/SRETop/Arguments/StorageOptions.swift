import ArgumentParser
import GoldenSignals

/// How a Prometheus keeps a service's metrics, for those who do not ask it.
struct StorageOptions: ParsableArguments {
    /// How histograms are kept.
    enum Histograms: String, ExpressibleByArgument, CaseIterable {
        case classic, native
    }

    @Option(help: "How Prometheus keeps the latency histogram: as series of buckets, or as native histograms.")
    var histograms: Histograms?

    @Option(
        help: ArgumentHelp(
            "What becomes of OpenTelemetry's names: Prometheus's otlp.translation_strategy.",
            discussion: OTLPTranslation.allCases.map(\.rawValue).joined(separator: ", ") + ".",
            valueName: "strategy"
        )
    )
    var translation: OTLPTranslation?

    /// Whether anything was said.
    var isGiven: Bool { histograms != nil || translation != nil }

    /// The profile as it is kept; it has to have such names.
    func profile(_ profile: MetricProfile) throws -> MetricProfile {
        var stored = profile
        if let translation {
            guard let named = profile.named(by: translation) else {
                throw ValidationError.quoting(
                    "--translation is for OpenTelemetry's names: the profile '\(profile.name)' has others"
                )
            }
            stored = named
        }
        if histograms == .native {
            guard profile.latency != nil else {
                throw ValidationError.quoting("--histograms native: the profile '\(profile.name)' has no histogram")
            }
            stored.storage = .native
        }
        return stored
    }
}

extension OTLPTranslation: ExpressibleByArgument {}
