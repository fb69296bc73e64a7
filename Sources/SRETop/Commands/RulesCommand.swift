import AlertRules
import ArgumentParser
import GoldenSignals
import ServiceKit
import Settings

/// `sretop rules`: alerting rules of objectives, and the tests that prove them.
struct RulesCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rules",
        abstract: "Make Prometheus rules of service level objectives, and the unit tests that prove them.",
        discussion: """
            The rules record the share of bad events over each window and alert on how fast they use up the error \
            budget, in two windows each. With --prometheus or --scrape the service's metrics are looked at: by which \
            names and in which histograms they are stored, which bounds these have, and how \
            long samples are kept (PROMETHEUS_URL is of no matter here: the same file makes the same rules everywhere). \
            Ends with 2 for objectives that no rule can watch, 3 where a source gives no answer, 4 where nothing can be \
            written.
            """
    )

    /// What to write.
    enum Format: String, ExpressibleByArgument, CaseIterable {
        case rules, prometheusrule, tests
    }

    @Argument(help: "The file with the objectives; slo/demo.yaml explains all of it.")
    var file: String

    @Option(help: "A rule file, a PrometheusRule for Kubernetes, or unit tests for promtool.")
    var format = Format.rules

    @Option(help: "Where to write it; standard output without it.")
    var output: String?

    @Option(help: "The rule file, as seen from the file of tests.")
    var ruleFile = "rules.yml"

    @Option(help: "The name of the PrometheusRule; the service's without it.")
    var name: String?

    @Option(help: "The namespace of the PrometheusRule.")
    var namespace: String?

    @Option(help: "A label of the PrometheusRule, as NAME=VALUE; may be repeated.")
    var label = ["release=monitoring"]

    @OptionGroup(title: "Storage") var storage: StorageOptions

    @OptionGroup(title: "Source") var source: SourceOptions

    func validate() throws {
        for label in label {
            let parts = label.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.count == 2, KubernetesName.isLabel(String(parts[0])), KubernetesName.isValue(String(parts[1]))
            else { throw ValidationError.quoting("--label '\(label)' is to be NAME=VALUE, as Kubernetes takes labels") }
        }
        for (option, value) in [("--name", name), ("--namespace", namespace)] {
            guard let value, !KubernetesName.isName(value) else { continue }
            throw ValidationError.quoting("\(option) '\(value)' is no name: small letters, digits and '-'")
        }
    }

    func run() async throws {
        var objectives: ServiceObjectives
        do throws(ConfigurationFile.Failure) {
            objectives = try SLOFile.load(file)
        } catch {
            say("\(error)")
            throw ExitCode(2)
        }
        if storage.isGiven {
            guard let profile = objectives.profile else {
                throw ValidationError("--histograms and --translation need a profile in the file")
            }
            objectives.profile = try storage.profile(profile)
        }
        let facts = try await facts(of: objectives)
        objectives.profile = facts.profile ?? objectives.profile
        try report(facts, of: objectives)
        let rules = ServiceRules(objectives)
        let origin = file.split(separator: "/").suffix(2).joined(separator: "/")
        let text: String
        switch format {
        case .rules: text = try RuleFile(rules, source: origin).prometheus()
        case .prometheusrule: text = try resource(RuleFile(rules, source: origin), of: objectives.service)
        case .tests: text = try RuleTests(rules, ruleFile: ruleFile, source: origin).file()
        }
        try OutputFile.write(text, to: output, command: "sretop rules")
    }

    private func resource(_ rules: RuleFile, of service: String) throws -> String {
        var labels = ["app.kubernetes.io/name": service, "app.kubernetes.io/part-of": "sretop"]
        for label in label {
            let parts = label.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            labels[String(parts[0])] = parts.count > 1 ? String(parts[1]) : ""
        }
        let usual = service.lowercased().replacing("_", with: "-")
        return try rules.resource(name: name ?? usual, namespace: namespace, labels: labels)
    }

    /// What the source tells, or what is known without one.
    private func facts(of objectives: ServiceObjectives) async throws -> RuleFacts {
        var facts = RuleFacts()
        if source.prometheus != nil || !source.scrape.isEmpty || source.source != nil {
            let choice = try RunSettings(source: source, screen: ScreenOptions.none()).choice()
            do throws(RuleFacts.Failure) {
                facts = try await RuleFacts.ask(choice, about: objectives, isStorageGiven: storage.isGiven)
            } catch {
                say("\(error)")
                throw ExitCode(3)
            }
        } else if objectives.profile?.name == MetricProfile.unstableAPI.name {
            facts.bounds = LatencyBuckets.upperBoundsSeconds
        }
        return facts
    }

    /// Says what will not work; stops where nothing would.
    private func report(_ facts: RuleFacts, of objectives: ServiceObjectives) throws {
        let concerns = RuleConcern.all(in: objectives, bounds: facts.bounds, retention: facts.retention)
        for warning in facts.missing + concerns.filter({ !$0.isFatal }).map(\.text) {
            say("\(file): warning: \(warning)")
        }
        let fatal = concerns.filter(\.isFatal)
        for concern in fatal { say("\(file): \(concern.text)") }
        if !fatal.isEmpty { throw ExitCode(2) }
    }

    private func say(_ text: String) {
        StandardError.print(TextCharacters.harmless("sretop rules: \(text)"))
    }
}
